"""What words can be read as. A reading is what somebody wrote, taken apart; whether such a place exists comes later."""

from dataclasses import dataclass, field

from gis_cas.geo.position import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """What followed the street: town (as a key), ZIP code, and whether the city's mail uses that town's name."""

    town: str | None = None
    town_is_ours: bool = False
    zip: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What every reading of words on streets has: what followed them, and what reading them so takes off the score.

    Streets are keys, as `names.street_key` makes them.
    """

    tail: Tail = field(default_factory=Tail)
    cost: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CoordinatesRead:
    """Coordinates in whatever form, as EPSG:4326; `radius_ft` (95 %) grows with every figure left out."""

    position: Position
    radius_ft: float
    cost: float = 0
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRead(Read):
    """A house number on a street."""

    number: int
    street: str
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossingRead(Read):
    """Two streets that are said to meet, or that `ramps` lead between; their order means nothing."""

    first: str
    second: str
    ramps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetRead(Read):
    """A street alone: a line, no place yet."""

    street: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRead(Read):
    """A hundred block of a street: "100 block of E Ocean Ave" is 100 to 199."""

    number: int
    street: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenRead(Read):
    """A street between two others."""

    street: str
    first: str
    second: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlleyRead(Read):
    """A number in the alley that is named after the two streets it lies between: "1600 Elm-Oak"."""

    number: int
    first: str
    second: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerRead:
    """A mile post or an exit (`kind` "mile" or "exit") of a road; the number as it was written, the road as a key."""

    kind: str
    number: str
    route: str | None = None
    tail: Tail = field(default_factory=Tail)
    cost: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelRead:
    """A parcel's control number, letters and figures only."""

    number: str
    cost: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NearbyRead:
    """A relation to something: a landmark, perhaps by a street, or whatever else the words are read as (`inner`)."""

    relation: str
    what: str
    reach_ft: float
    street: str | None = None
    inner: "tuple[Reading, ...]" = ()


Reading = (
    CoordinatesRead
    | AddressRead
    | CrossingRead
    | StreetRead
    | BlockRead
    | BetweenRead
    | AlleyRead
    | MarkerRead
    | ParcelRead
    | NearbyRead
)
