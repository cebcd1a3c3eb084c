"""From words to readings. Where words can be read in two ways both are given; nothing is guessed in silence.

The city's own streets are the vocabulary: parsing only separates number, unit, street, crossing and tail, and whatever
it leaves standing in a street's name finds no street.
"""

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from gis_cas.domain.city import City
from gis_cas.geocoding import coordinates, mileage, parcel_numbers, ramps
from gis_cas.geocoding.names import after_type, plain, split_key, street_key
from gis_cas.geocoding.readings import (
    AddressRead,
    AlleyRead,
    CoordinatesRead,
    CrossingRead,
    NearbyRead,
    Reading,
    StreetRead,
    Tail,
)
from gis_cas.geocoding.relations import relation
from gis_cas.geocoding.stretches import alley, stretch
from gis_cas.geocoding.tail import cut_tail
from gis_cas.geocoding.units import cut_unit
from gis_cas.geocoding.vocabulary import DIRECTIONALS, STREET_TYPES

LONGEST_WORDS = 200
"""Characters; whatever is longer is a story, not a place."""

MOST_PARTS = 3
"""Of words with many commas so many parts are read; whoever writes more writes a story."""

COST_LEFT_OVER = 5.0
COST_HALF_OF_IT = 10.0
COST_GLUED = 2.0

_WRAPPER = re.compile(
    r"^(?:(?:ADDRESS|LOCATION|PLACE|AT|ON|IN FRONT OF|DIRECCION|UBICACION|LUGAR|EN FRENTE DE|FRENTE A|"
    r"EN LA|EN EL|EN|ADRES|NAN|SOU|DEVAN)\b[:\s]+)+"
)
_CORNER = re.compile(
    r"^(?:THE |LA |EL |NAN )*(?:(?:[NS]\.?[EW]?|[EW]|NORTH ?EAST|NORTH ?WEST|SOUTH ?EAST|SOUTH ?WEST)\.? )?"
    r"(?:CORNER OF|CORNER|INTERSECTION OF|INTERSECTION|CROSSING OF|ESQUINA DE|ESQUINA|INTERSECCION DE|CRUCE DE|KWEN|"
    r"KAFOU)\s+"
)
_MEETS = re.compile(
    r"\s*(?:&|@|\+|(?<!\d)/|/(?!\d))\s*"
    r"|\s+(?:AND|AT|Y|CON|AK|CORNER OF|CORNER|ESQUINA DE|ESQUINA CON|ESQUINA|KWEN)\s+"
)
_NUMBER = re.compile(
    r"^(?:NO\.?\s*|#\s*)?(?P<number>\d{1,6})(?:\s*-\s*(?P<last>\d{1,6})(?=\s))?"
    r"(?:\s+1/2|-?(?P<letters>NE|NW|SE|SW|[A-Z])(?=\s)|(?=\s))\s*(?P<rest>.+)$"
)

_PLAINLY_NUMBERED = re.compile(r"^\s*(?P<number>[1-9]\d{0,4}) (?P<rest>[A-Za-z].*)$")
_ANY_NUMBER = 70_007
"""Stands for every house number that `_PLAINLY_NUMBERED` takes."""

_OF_NO_STREET = re.compile(r"^(?:(?:IN )?BETWEEN|ENTRE|(?:THE )?BLOCK|CUADRA)\b")
_NO_NUMBER = re.compile(r"^0+\s+(?=[A-Z])")
_TWICE = re.compile(r"^(\d{3,4})(\d{3,4})([NSEW]?) +(?=[A-Z])")
"""Two numbers of one building run together: "502504 Elm St"."""

_REAR = re.compile(r"\s+REAR(?: OF)?$|(?<=\d)\s+REAR(?: OF)?\s+")


def readings(words: str, *, city: City) -> tuple[Reading, ...]:
    """Everything the words can be read as, for this city; none when they name no place that could be looked up."""
    if len(words) > LONGEST_WORDS:
        return ()
    plainly = _PLAINLY_NUMBERED.match(words)
    again = plainly and _after_a_number(plainly["rest"], mailing_names=city.mailing_names, state=city.state)
    if plainly and again is not None:
        number = int(plainly["number"])
        return tuple(replace(read, number=number) for read in again)
    parcel = parcel_numbers.parcel(words)
    if parcel is not None:
        return (parcel,)
    typed = coordinates.typed(words, city=city)
    if isinstance(typed, CoordinatesRead):
        return (typed,)
    return () if typed else _lines(words, mailing_names=city.mailing_names, state=city.state)


@lru_cache(maxsize=8_192)
def _after_a_number(
    rest: str, *, mailing_names: tuple[str, ...], state: str
) -> tuple[AddressRead | AlleyRead, ...] | None:
    """What a house number is read as in front of `rest`, whichever number it is; None when that depends on the number.

    Requests name the same streets again and again, each time with another number.
    """
    if not coordinates.never(rest):
        return None
    found = _lines(f"{_ANY_NUMBER} {rest}", mailing_names=mailing_names, state=state)
    numbered = tuple(read for read in found if isinstance(read, AddressRead | AlleyRead))
    plainly = len(numbered) == len(found) and all(read.number == _ANY_NUMBER for read in numbered)
    return numbered if plainly else None


def _lines(words: str, *, mailing_names: tuple[str, ...], state: str) -> tuple[Reading, ...]:
    text = _WRAPPER.sub("", _one_line(plain(words)))
    ended = cut_tail(text, mailing_names=mailing_names, state=state)
    if ended.elsewhere or not ended.body:
        return ()
    return _body(ended.body, tail=ended.tail)


def _one_line(text: str) -> str:
    text = re.sub(r"[\r\n;|]+", ", ", text)
    return re.sub(r"\s+", " ", text).strip(" ,.")


def _body(body: str, *, tail: Tail) -> tuple[Reading, ...]:
    marked = mileage.marker(_state_route(body), tail=tail)
    if marked is None:
        return _place(body, tail=tail)
    return (marked,) if mileage.surely(marked) else (marked, *_place(body, tail=tail))


def _place(body: str, *, tail: Tail) -> tuple[Reading, ...]:
    unit, body = cut_unit(body)
    between = ramps.between(_state_route(body), tail=tail) or stretch(body, tail=tail)
    if between is not None:
        return (between,)
    if _OF_NO_STREET.match(body):
        return ()
    related = relation(body)
    if related is not None:
        return _related(*related, unit=unit, tail=tail)
    parts = [part.strip(" .") for part in body.split(",") if part.strip(" .")]
    if not parts:
        return ()
    mains = [part for part in parts if _numbered(part) or _sides(part)][:MOST_PARTS]
    if not mains and len(parts) == 2 and all(re.search(r"[A-Z]", part) for part in parts):  # noqa: PLR2004 - "Ocean Ave, Seacrest Blvd"
        crossing = _crossing(parts[0], parts[1], tail=tail, cost=COST_LEFT_OVER)
        return (crossing,) if crossing else ()
    cost = COST_LEFT_OVER if len(parts) > 1 else 0.0
    return tuple(read for main in mains or parts[:1] for read in _part(main, unit=unit, tail=tail, cost=cost))


def _related(front: str, nearby: NearbyRead, *, unit: str | None, tail: Tail) -> tuple[Reading, ...]:
    """An address in front of a relation is the address; else it is the area around what the relation speaks of."""
    front = front.strip(" .,")
    if _numbered(front) or _sides(front):
        return _part(front, unit=unit, tail=tail, cost=COST_LEFT_OVER)
    marked = mileage.marker(f"{nearby.what} ON {nearby.street}" if nearby.street else nearby.what, tail=tail)
    inner = (marked,) if marked else _part(nearby.what, unit=None, tail=tail, cost=0.0)
    return (replace(nearby, inner=tuple(read for read in inner if not isinstance(read, StreetRead))),)


def _part(main: str, *, unit: str | None, tail: Tail, cost: float) -> tuple[Reading, ...]:
    main = _TWICE.sub(r"\1-\2 \3 ", main)
    main = _REAR.sub(" ", _NO_NUMBER.sub("", main)).strip()
    sides = _sides(main)
    if sides:
        return tuple(
            read
            for pair in pairwise(sides)
            for read in _meeting(*pair, unit=unit, tail=tail, cost=cost + COST_LEFT_OVER * (len(sides) - 2))
        )
    named = alley(main, tail=tail, cost=cost)
    found = _address(main, unit=unit, tail=tail, cost=cost) or _street(main, unit=unit, tail=tail, cost=cost)
    return (*found, named) if named else found


def _numbered(part: str) -> bool:
    match = _NUMBER.match(part)
    return match is not None and _has_name(match["rest"])


def _has_name(text: str) -> bool:
    """Whether a street is named: "Ridge Blvd" and "E St" are, "St" alone after a number ("3 St") is not."""
    name = split_key(street_key(text))
    return bool(name.type) or (name.base not in DIRECTIONALS and name.base not in STREET_TYPES and name.base != "")


def _sides(part: str) -> tuple[str, ...] | None:
    """The two or three streets of an intersection, as written; None when there are others."""
    corner = _CORNER.match(part)
    inner = part[corner.end() :] if corner else part
    sides = [side.strip(" ,.") for side in _MEETS.split(inner)]
    if len(sides) not in {2, 3} or not all(street_key(side) for side in sides):
        return None
    return tuple(sides)


def _meeting(first: str, second: str, *, unit: str | None, tail: Tail, cost: float) -> tuple[Reading, ...]:
    """Two streets; with a house number in front ("100 E Ocean Ave & Seacrest Blvd") it is the address or the corner."""
    found: list[Reading] = []
    if _numbered(first):
        found += _address(first, unit=unit, tail=tail, cost=cost + COST_HALF_OF_IT)
        match = _NUMBER.match(first)
        first = match["rest"] if match else first
        cost += COST_HALF_OF_IT
    crossing = _crossing(first, second, tail=tail, cost=cost)
    return (*found, crossing) if crossing else tuple(found)


def _crossing(first: str, second: str, *, tail: Tail, cost: float) -> CrossingRead | None:
    keys = [street_key(_state_route(side)) for side in ramps.at_a_crossing(first, second)]
    if not all(keys):
        return None
    return CrossingRead(first=keys[0], second=keys[1], tail=tail, cost=cost)


def _address(part: str, *, unit: str | None, tail: Tail, cost: float) -> tuple[Reading, ...]:
    match = _NUMBER.match(part)
    if match is None or not _has_name(match["rest"]):
        return ()
    number, rest, letters = int(match["number"]), match["rest"], match["letters"] or ""
    if match["last"]:
        cost += COST_LEFT_OVER
    plainly = _with_unit(number=number, rest=rest, unit=unit, tail=tail, cost=cost)
    if not letters:
        return (plainly,)
    lettered = _with_unit(number=number, rest=rest, unit=unit or letters, tail=tail, cost=cost)
    if letters not in DIRECTIONALS:
        return (lettered,)
    glued = _with_unit(number=number, rest=f"{letters} {rest}", unit=unit, tail=tail, cost=cost + COST_GLUED)
    if len(letters) > 1 or "-" in part.partition(" ")[0]:
        return (glued,) if len(letters) > 1 else (lettered,)
    return glued, lettered


def _with_unit(*, number: int, rest: str, unit: str | None, tail: Tail, cost: float) -> AddressRead:
    street, after = after_type(street_key(_state_route(rest)))
    if after and unit:
        street, after = f"{street} {after}", ""
    return AddressRead(number=number, street=street, unit=unit or after or None, tail=tail, cost=cost)


def _street(part: str, *, unit: str | None, tail: Tail, cost: float) -> tuple[Reading, ...]:
    key = street_key(_state_route(part))
    street, after = after_type(key)
    if after.isdigit() and unit is None:
        return (AddressRead(number=int(after), street=street, tail=tail, cost=cost + COST_LEFT_OVER),)
    if unit and unit.isdigit() and part.startswith("#"):
        return ()
    return (StreetRead(street=key, tail=tail, cost=cost),) if key else ()


def _state_route(text: str) -> str:
    """State roads under the state's name ("FL-804", "FLORIDA 804") as the "SR 804" they are."""
    return re.sub(r"\b(?:FL|FLA|FLORIDA)[\s-]*(?:RD |ROAD |HWY )?(\d{1,4}[A-Z]?|A1A)\b", r"SR \1", text)
