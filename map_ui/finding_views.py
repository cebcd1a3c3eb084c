"""What the page of contradictions in the layers is drawn from."""

from dataclasses import dataclass

from gis_cas.geo.position import Box
from map_ui.staff_views import StaffPageView


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCount:
    """How many findings of a kind there are; `kind` is a key of the page's own words."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One contradiction: its number in the list, its sentence, what it is about, and a spot on it (EPSG:4326)."""

    number: int
    kind: str
    sentence: str
    keys: tuple[str, ...]
    layer: str
    lat: float
    long: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsView(StaffPageView):
    """`/gis/findings`. `kind` is None when all kinds are shown; list_url: the same list, a page behind it.

    data_url: what the map asks, a bbox behind it.
    """

    counts: tuple[FindingCount, ...]
    kind: str | None
    findings: tuple[FindingRow, ...]
    data_url: str
    list_url: str
    a_page: int
    page: int = 1
    more: bool = False

    @property
    def around(self) -> Box:
        """The box that holds the spots of the list; raises ValueError without any."""
        lats, longs = [one.lat for one in self.findings], [one.long for one in self.findings]
        return Box(west=min(longs), south=min(lats), east=max(longs), north=max(lats))
