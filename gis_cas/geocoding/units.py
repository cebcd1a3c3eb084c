"""Apartments, suites and other units inside an address."""

import re

from gis_cas.geocoding.names import plain
from gis_cas.geocoding.vocabulary import BARE_ROUTE_WORDS, STREET_TYPES, UNIT_WORDS

_VALUE = r"(?:NO\.?\s*)?(?P<value>[A-Z]{0,2}-?\d+-?[A-Z]?|[A-Z])"
_WORD = r"|".join(sorted(UNIT_WORDS, key=len, reverse=True))
_UNIT = re.compile(rf"(?:\b(?:{_WORD})(?:\b\.?\s*#?\s*|(?=\d))|#\s*){_VALUE}(?=$|[\s,.])")
_ROADS = "|".join(
    sorted((word for word, form in STREET_TYPES.items() if form not in BARE_ROUTE_WORDS), key=len, reverse=True)
)
_GLUED_WORD = re.compile(r"(?<=[A-Z0-9]{2})(?=(?:APT|APARTMENT|UNIT|SUITE|STE|APTO)\.?\s*#?\s*\d+-?[A-Z]?(?:$|[\s,.]))")
_GLUED_VALUE = re.compile(rf"\b({_ROADS})(?=\d+[A-Z]?(?:$|[\s,.]))")


def unit_key(text: str) -> str:
    """A unit as it is compared: "Apt. 4-b", "#4B" and "4b" are all "4B"; "Bldg 3 Apt 4" is "3 4"."""
    shown = plain(text).strip()
    values = [match["value"] for match in _UNIT.finditer(shown)] or [shown]
    return " ".join(re.sub(r"[^A-Z0-9]+", "", value) for value in values).strip()


def shown_unit(unit: str | None) -> str | None:
    """A unit as it is written: "Apt 4" as it stands, a bare "4" as "#4"."""
    return f"#{unit}" if unit and unit_key(unit) == unit else unit


def cut_unit(text: str) -> tuple[str | None, str]:
    """The unit named anywhere in `text` (capitals) and the text without it.

    A "#" in front of everything is the house number's when no other number follows: "#100 E Ocean Ave".
    """
    text = _GLUED_VALUE.sub(r"\1 ", _GLUED_WORD.sub(" ", text))
    found = list(_UNIT.finditer(text))
    if found and found[0].start() == 0 and text.startswith("#") and not re.match(r"[\s,]*\d", text[found[0].end() :]):
        found = found[1:]
    if not found:
        return None, text
    unit = unit_key(" ".join(match.group() for match in found))
    for match in reversed(found):
        text = f"{text[: match.start()]} {text[match.end() :]}"
    return unit, re.sub(r"\s+", " ", text).strip(" ,.")
