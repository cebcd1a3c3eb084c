"""The stages for a street alone: one candidate for each street, a line that asks for a pin and never routes."""

from collections.abc import Sequence

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geocoding import scoring
from gis_cas.geocoding.gazetteer import StreetPiece
from gis_cas.geocoding.ground import Ground
from gis_cas.geocoding.names import split_key, street_key
from gis_cas.geocoding.nearness import central
from gis_cas.geocoding.readings import AddressRead, StreetRead
from gis_cas.geocoding.vocabulary import DIRECTIONALS
from gis_cas.store.locator_rows import SegmentRow


def exact(ground: Ground, read: StreetRead) -> list[Candidate]:
    """Streets that answer to the whole key."""
    gazetteer = ground.gazetteer
    return _weigh(ground, read, gazetteer.pieces(gazetteer.of_names(names=[read.street])), whole=True)


def repaired(ground: Ground, read: StreetRead) -> list[Candidate]:
    """Every street of that name, whatever its directional and type."""
    gazetteer = ground.gazetteer
    rows = gazetteer.pieces(gazetteer.of_names(bases=scoring.wanted(read.street).bases))
    return _weigh(ground, read, rows, whole=True) or _weigh(ground, read, rows, whole=False)


def of_address(ground: Ground, read: AddressRead) -> list[Candidate]:
    """The street of an address whose number is nowhere on it: found, but no place yet."""
    cost = read.cost + scoring.NUMBER_NOT_ON_FILE
    street = StreetRead(street=read.street, tail=read.tail, cost=cost)
    return exact(ground, street) or repaired(ground, street)


def _weigh(ground: Ground, read: StreetRead, rows: Sequence[StreetPiece], *, whole: bool) -> list[Candidate]:
    """One candidate for each name that fits: a route is one street, though its segments have names of their own."""
    streets: dict[tuple[str, float], list[StreetPiece]] = {}
    for row in rows:
        best = _best_name(read.street, row.segment)
        if best is not None and (best[1] == 0 or not whole):
            streets.setdefault(best, []).append(row)
    found = []
    for (name, cost), pieces in streets.items():
        postal = ground.gazetteer.postal.cost(read.tail, zips=[piece.segment.zip for piece in pieces])
        if postal is None:
            continue
        middle, reach_ft = central(pieces)
        found.append(
            Candidate(
                label=name,
                position=ground.projection.to_position(x_ft=middle.x_ft, y_ft=middle.y_ft),
                score=scoring.FULL - read.cost - cost - postal,
                match_type=MatchType.STREET_NAME,
                error_radius_ft=reach_ft + max(piece.length_ft for piece in pieces) / 2,
            )
        )
    return found


def _best_name(asked: str, row: SegmentRow) -> tuple[str, float] | None:
    """The name under which the segment fits best, as it is shown, and its cost."""
    own = street_key(row.street)
    fits = [(scoring.cost(asked, key, own_name=own), key != own, key) for key in {*row.keys, own}]
    best = min(((cost, alias, key) for cost, alias, key in fits if cost is not None), default=None)
    if best is None:
        return None
    cost, alias, key = best
    direction = split_key(asked).direction
    if alias and direction and not split_key(key).direction:
        key = f"{direction} {key}"
    return (shown(key) if alias else row.street), cost


def shown(key: str) -> str:
    """A key as a person writes it: "Boynton Beach Blvd", "NE 3rd St", "SR 804"."""
    name = split_key(key)
    if name.is_route:
        return key.replace("SR A1A", "A1A")
    return " ".join(word if word in DIRECTIONALS else _word(word) for word in key.split())


def _word(word: str) -> str:
    if not word.isdigit():
        return word.capitalize()
    teen = int(word) % 100 in range(11, 14)
    return word + ("th" if teen else {"1": "st", "2": "nd", "3": "rd"}.get(word[-1], "th"))
