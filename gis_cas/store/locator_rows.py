"""Rows of the locator's tables as values. Positions in EPSG:4326; feet in the city's CRS."""

from dataclasses import dataclass, field

from shapely import LineString
from shapely.geometry.base import BaseGeometry

from gis_cas.geo.position import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRow:
    """An address point; `keys` are the names it answers to: its street's, and the aliases on its segment.

    Of a parcel with that site address `parcel_reach_ft` says how far it reaches from the point inside it, in feet.
    """

    address_key: str
    segment_key: str | None
    number: int
    street: str
    name_key: str
    unit: str | None
    zip: str | None
    postal_city: str | None
    position: Position
    x_ft: float
    y_ft: float
    keys: tuple[str, ...] = field(default=())
    parcel_reach_ft: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentRow:
    """A centreline segment with its ranges and every key it answers to; `line` in the city's CRS, feet."""

    segment_key: str
    street: str
    keys: tuple[str, ...]
    zip: str | None
    left: tuple[int | None, int | None]
    right: tuple[int | None, int | None]
    parity_left: str | None
    parity_right: str | None
    line: LineString


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossingRow:
    """An intersection on file; without segments the locator finds out which of them meet there. Feet: city's CRS."""

    intersection_key: str
    name: str
    segment_keys: tuple[str, ...]
    x_ft: float
    y_ft: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LandmarkRow:
    """A place people know by name; `shape` in the city's CRS, feet."""

    name: str
    shape: BaseGeometry
    accuracy_ft: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerRow:
    """A mile post or an exit: `routes` the names of its road, `number` as it stands on the sign. Feet: city's CRS."""

    routes: tuple[str, ...]
    kind: str
    number: str
    x_ft: float
    y_ft: float
    accuracy_ft: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """What GIS editors told the locator: other names of streets (by key), address points, landmarks."""

    aliases: tuple[tuple[str, str], ...] = ()
    points: tuple[AddressRow, ...] = ()
    landmarks: tuple[LandmarkRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NearbyRow:
    """Something near a position: kind address, intersection or street; a street's nearest point is in feet only."""

    version: int
    kind: str
    key: str
    name: str
    unit: str | None
    zip: str | None
    postal_city: str | None
    segment_key: str | None
    position: Position | None
    xy_ft: tuple[float, float] | None
    distance_ft: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatorState:
    """A version of the tables: accuracies in feet by layer, ZIP codes of towns and streets, and where points are."""

    version: int
    accuracy_ft: dict[str, float]
    town_zips: tuple[tuple[str, str], ...]
    street_zips: tuple[str, ...] = ()
    point_streets: frozenset[str] = frozenset()
