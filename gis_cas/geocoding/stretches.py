"""Words for a stretch of a street: a hundred block, "between … and …", the alley between two streets."""

import re

from gis_cas.geocoding.names import street_key
from gis_cas.geocoding.readings import AlleyRead, BetweenRead, BlockRead, Reading, Tail

HYPHEN_MAY_BE_A_SPACE = 2.0

_ARTICLES = r"(?:THE |LA |EL |NAN )*"
_BLOCK = r"(?:BLOCK|BLK|BLOQUE|CUADRA|BLOK)"
_OF_STREET = r"(?:OF |DE (?:LA )?)?(?P<street>.+)$"
_HUNDRED = (
    re.compile(rf"^{_ARTICLES}(?P<number>\d+|UNIT)[\s-]*(?:HUNDRED )?{_BLOCK}\.?\s+{_OF_STREET}"),
    re.compile(rf"^{_ARTICLES}{_BLOCK}\s+(?P<number>\d+)\s+{_OF_STREET}"),
    re.compile(rf"^(?P<number>\d+)\s+(?P<street>.+?)\s+{_BLOCK}$"),
)
_BETWEEN = re.compile(
    r"^(?P<street>.+?)[\s,]+(?:(?:IN )?BETWEEN|BTWN|BTW|ENTRE|ANT)\s+"
    r"(?P<first>.+?)\s*(?:&|\b(?:AND|Y|E|AK)\b)\s*(?P<second>.+)$"
)
_FROM_TO = re.compile(r"^(?P<street>.+?)[\s,]+(?:FROM|DESDE)\s+(?P<first>.+?)\s+(?:TO|HASTA|A)\s+(?P<second>.+)$")
_NAME = r"[A-Z0-9][A-Z0-9 .']*"
_ALLEY = re.compile(
    rf"^(?P<number>\d{{1,6}})\s+(?P<first>(?:[NSEW]\s+)?{_NAME})-(?:(?:ALLEY|ALY)-)?(?P<second>{_NAME}?)"
    r"(?:\s+(?:ALLEY|ALY|REAR|\d{1,2}))?$"
)
_NAMED = re.compile(r"[A-Z]{3}|\d(?:ST|ND|RD|TH)\b")
"""What a street's name has and a route's ("US-1", "FL-804") has not."""

_WIDEST_BLOCK = 100


def stretch(body: str, *, tail: Tail) -> Reading | None:
    """The stretch that the words name, if they name one; `body` in capitals, without town and ZIP code."""
    for pattern in _HUNDRED:
        block = pattern.match(body)
        if block and street_key(block["street"]):
            number = 0 if block["number"] == "UNIT" else int(block["number"])
            hundred = number - number % _WIDEST_BLOCK
            return BlockRead(number=hundred, street=street_key(block["street"]), tail=tail)
    between = _BETWEEN.match(body) or _FROM_TO.match(body)
    if between is None:
        return None
    street, first, second = (street_key(between[name]) for name in ("street", "first", "second"))
    return BetweenRead(street=street, first=first, second=second, tail=tail) if street and first and second else None


def alley(part: str, *, tail: Tail, cost: float) -> AlleyRead | None:
    """A number and two names with a hyphen between them: the alley between these streets, if it is no plain hyphen."""
    match = _ALLEY.match(part)
    if match is None or not all(_NAMED.search(match[side]) for side in ("first", "second")):
        return None
    return AlleyRead(
        number=int(match["number"]),
        first=street_key(match["first"]),
        second=street_key(match["second"]),
        tail=tail,
        cost=cost + HYPHEN_MAY_BE_A_SPACE,
    )
