"""What the layers in force say about a spot: facts with feet, no judgement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from gis_cas.geo.position import Position


class GeometryKind(StrEnum):
    """Whether a feature is an area or a line."""

    POLYGON = "polygon"
    LINE = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """An area and those of another layer whose edges are near too, as parts (0-1) of that other layer's error disc.

    left: what of the area none of them holds, 0 where that is only the thread between two drawings of one border;
    common: what each of them, by feature key, has in common with it.
    """

    left: float
    common: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One feature near the spot.

    distance_ft: to the true boundary of a polygon, or to a line; never negative. contains: the polygon holds the spot.
    share: the part (0-1) of the error disc that lies in the polygon; None when no edge of the polygon lies in the disc.
    overlaps: by the other layer, where that was asked for and an edge of both lies in the disc.
    half_width_ft: the right-of-way half-width on the side where the spot lies (lines only).
    """

    layer: str
    feature_key: str
    name: str | None
    owner: str | None
    attributes: Mapping[str, Any]
    geometry_kind: GeometryKind
    contains: bool
    distance_ft: float
    accuracy_ft: float
    publication_id: int
    layer_version: int
    share: float | None = None
    overlaps: Mapping[str, Overlap] = field(default_factory=dict)
    half_width_ft: float | None = None
    side: str | None = None


Vector = tuple[float, float]
"""To the east and to the north: feet of the city's CRS, or a direction of length 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """Where something lies from the spot.

    toward: in feet, to the middle of an area's part of the error disc, or to the nearest point of a line; along: the
    direction of the line there.
    """

    toward: Vector
    along: Vector | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything found around one spot (EPSG:4326, 95 % radius in feet), and the layers it was looked up in.

    `segment` is the addressed street segment, when there is one; `publications` maps layer slug to publication id;
    `bearings` are by publication id and feature key, where a question about a border asked for them; `district_layers`
    are those whose areas are districts.
    """

    position: Position
    radius_ft: float
    valid_on: date
    known_at: datetime | None
    publications: Mapping[str, int]
    findings: tuple[Finding, ...]
    segment: Finding | None = None
    bearings: Mapping[tuple[int, str], Bearing] = field(default_factory=dict)
    district_layers: frozenset[str] = frozenset()
    _by_layer: Mapping[str, Sequence[Finding]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_layer: dict[str, list[Finding]] = {}
        for finding in self.findings:
            by_layer.setdefault(finding.layer, []).append(finding)
        object.__setattr__(self, "_by_layer", by_layer)

    def of(self, layer: str) -> Sequence[Finding]:
        """The findings of one layer, nearest first."""
        return self._by_layer.get(layer, ())
