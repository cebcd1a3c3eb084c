"""Rows of the locator's tables as values. Positions in EPSG:4326; feet in the city's CRS."""

from dataclasses import dataclass

from gis_cas.geo.position import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRow:
    """An address point; `keys` are the names it answers to: its street's, and the aliases on its segment."""

    version: int
    address_key: str
    segment_key: str | None
    street: str
    keys: tuple[str, ...]
    unit: str | None
    zip: str | None
    postal_city: str | None
    position: Position
    x_ft: float
    y_ft: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentRow:
    """A centreline segment with its ranges; `line` is WKB in the city's CRS, feet."""

    version: int
    segment_key: str
    street: str
    keys: tuple[str, ...]
    zip: str | None
    left: tuple[int | None, int | None]
    right: tuple[int | None, int | None]
    parity_left: str | None
    parity_right: str | None
    line: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetRow:
    """A segment as a piece of its street: its middle, and how long it is. Feet: city's CRS."""

    version: int
    street: str
    keys: tuple[str, ...]
    zip: str | None
    position: Position
    x_ft: float
    y_ft: float
    length_ft: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One segment that ends at an intersection."""

    street: str
    keys: tuple[str, ...]
    zip: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossingRow:
    """An intersection and its legs. Feet: city's CRS."""

    version: int
    intersection_key: str
    name: str
    position: Position
    x_ft: float
    y_ft: float
    legs: tuple[Leg, ...]


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
    """A version of the tables: accuracies in feet by kind of layer, ZIP codes of towns and streets."""

    version: int
    accuracy_ft: dict[str, float]
    town_zips: tuple[tuple[str, str], ...]
    street_zips: tuple[str, ...] = ()
