"""What the page of misroutes shows, as frozen values."""

from dataclasses import dataclass
from datetime import date, datetime

from map_ui.staff_views import StaffPageView


@dataclass(frozen=True, slots=True, kw_only=True)
class MisrouteCase:
    """One misroute and its feet to the edge; no `rightful` where nobody knew, no `href` where it may not be opened."""

    number: str
    service_name: str
    at: datetime
    distance_ft: float
    had: str
    rightful: str | None
    words: str | None
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchRow:
    """One stretch of boundary: `line` for a right-of-way, else the limit between two areas; distances in feet."""

    layer: str
    line: bool
    name: str
    other_name: str | None
    street: str | None
    corrected: int
    decisions: int
    median_ft: float
    cases: tuple[MisrouteCase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRate:
    """One service: how many decisions named an owner, how many were corrected, and of these why not by an edge."""

    name: str
    decisions: int
    corrected: int
    wrong_place: int
    near_no_edge: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MisroutesView(StaffPageView):
    """`/gis/misroutes`. services: (code, name) to choose from; data_url: what the map asks, a bbox behind it."""

    from_on: date
    until_on: date
    service: str
    services: tuple[tuple[str, str], ...]
    by_rate: bool
    rates: tuple[ServiceRate, ...]
    stretches: tuple[StretchRow, ...]
    data_url: str
    csv_url: str
    sort_url: str
    page_url: str
    page: int = 1
    more: bool = False

    @property
    def decisions(self) -> int:
        """Every decision that named an owner."""
        return sum(rate.decisions for rate in self.rates)

    @property
    def corrected(self) -> int:
        """How many of them were corrected."""
        return sum(rate.corrected for rate in self.rates)
