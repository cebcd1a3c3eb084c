"""Words for ramps: the ones between two streets, and a ramp that is named after the street it begins on."""

import re

from gis_cas.geocoding.names import street_key
from gis_cas.geocoding.readings import CrossingRead, Tail

_ANY = "RAMP"
"""What ramps without a name of their own are called in street files."""

_WORD = r"(?:THE )?(?:(?:EXIT|ENTRANCE|ON|OFF)[ -]?)?RAMPS?"
_BOUND = r"(?:[NSEW]B|(?:NORTH|SOUTH|EAST|WEST)[ -]?BOUND)"
_FROM_TO = re.compile(rf"^{_WORD}\s+(?:FROM|BETWEEN)\s+(?P<first>.+?)\s+(?:TO|AND|&)\s+(?P<second>.+)$")
_BOUND_TO = re.compile(rf"^(?:\d+\s+)?(?P<first>{_BOUND}\s+.+?)\s+TO\s+(?P<second>{_BOUND}\s+.+)$")
_DRIVEN = re.compile(rf"^{_BOUND}\s+|\s+{_BOUND}$")
_NAMED_AFTER = re.compile(r"\s+TO\s+.+$|^(?:EXIT |ENTRANCE )?RAMP (?:FROM |TO )?")


def between(body: str, *, tail: Tail) -> CrossingRead | None:
    """What leads from one street to another, whichever way it is driven: "ramp from NB I-95 to Gateway Blvd"."""
    match = _FROM_TO.match(body) or _BOUND_TO.match(body)
    if match is None:
        return None
    first, second = (street_key(_DRIVEN.sub("", match[side])) for side in ("first", "second"))
    return CrossingRead(first=first, second=second, ramps=True, tail=tail) if first and second else None


def at_a_crossing(first: str, second: str) -> tuple[str, str]:
    """The streets that two sides mean: a ramp is the street it begins on or, where it meets that street, the ramp."""
    begins = [_NAMED_AFTER.sub("", side) or side for side in (first, second)]
    for ramp, side in enumerate((first, second)):
        other = 1 - ramp
        if begins[ramp] != side and street_key(begins[ramp]).startswith(street_key(begins[other])):
            begins[other] = _ANY  # the other may be cut off, as names in files are: "Elm St to SR 7 & Elm"
    return begins[0], begins[1]
