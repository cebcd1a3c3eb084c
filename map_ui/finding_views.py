"""What the page of contradictions in the layers is drawn from."""

from dataclasses import dataclass

from map_ui.staff_views import StaffPageView


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCount:
    """How many findings of a kind there are; `kind` is a key of the page's own words."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One contradiction: its sentence, the features it is about, the layer's version, and a spot on it (EPSG:4326)."""

    kind: str
    sentence: str
    keys: tuple[str, ...]
    layer: str
    lat: float
    long: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsView(StaffPageView):
    """`/gis/findings`. `kind` is None when all kinds are shown."""

    counts: tuple[FindingCount, ...]
    kind: str | None
    findings: tuple[FindingRow, ...]
    page: int = 1
    more: bool = False
