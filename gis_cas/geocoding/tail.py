"""The end of an address: town, state, ZIP code. A street that is called like the town is not eaten."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from gis_cas.geocoding.names import street_key
from gis_cas.geocoding.readings import Tail
from gis_cas.geocoding.vocabulary import DIRECTIONALS, STATES, STREET_TYPES

_LONGEST_TOWN = 4  # words
_SHORTEST_CUT = 4  # letters
_SHORTEST_MISSPELT = 6  # letters
_CUT_STATE = re.compile(r"[,\s]+(?:[A-Z]|-)?[\s,]*$")
_COUNTRY = re.compile(r"[,\s]+(?:USA|U\.S\.A\.?|UNITED STATES(?: OF AMERICA)?|ESTADOS UNIDOS|EE\.? ?UU\.?)$")
_ZIP = re.compile(r"(?:^|[,\s]+)(\d{5})(?:-?\d{4})?$")
_STATE_CODES = {code: code for code in STATES} | {name: code for code, name in STATES.items()} | {"FLA": "FL"}
_STATE = re.compile(rf"(^|[,\s]+)({'|'.join(sorted(_STATE_CODES, key=len, reverse=True))})\.?$")
_WORD = re.compile(r"[^\s,;]+")
_OPEN_END = re.compile(r"(?:[&@/+]|\b(?:AND|AT|Y|AK|CON|CORNER|ESQUINA|OF|DE))\s*$")
_NUMBER = re.compile(r"^#?\d+[A-Z]?\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The words in front of the tail, and the tail; `elsewhere` when the state is not the city's."""

    body: str
    tail: Tail
    elsewhere: bool = False


def cut_tail(text: str, *, mailing_names: Sequence[str], state: str) -> Ended:
    """Take town, state, ZIP code and country from the end of `text` (capitals, as `names.plain` makes them).

    A town is only taken where a street or an intersection is still named in front of it; one that the city's mail does
    not use is only believed after a comma and before a state or ZIP code.
    """
    body = _COUNTRY.sub("", _trim(text))
    zip_code = None
    found = _ZIP.search(body)
    if found and found.start() > 0:
        zip_code, body = found.group(1), _trim(body[: found.start()])
    stated, body, ours = _cut_state(body, state=state, after_zip=zip_code is not None)
    if stated and not ours:
        return Ended(body=body, tail=Tail(zip=zip_code), elsewhere=True)
    known = _town_keys(tuple(mailing_names))
    town, rest = _cut_known_town(body, known)
    if town is None:
        town, rest = _cut_short_town(body, known)
    if town is None and (stated or zip_code):
        town, rest = _cut_other_town(body)
    tail = Tail(town=town, town_is_ours=town in known, zip=zip_code)
    if street_key(rest) in known:
        rest = ""
    return Ended(body=rest, tail=tail)


@lru_cache(maxsize=64)
def _town_keys(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(street_key(name) for name in names)


def _trim(text: str) -> str:
    return text.strip(" \t\r\n,;.")


def _cut_state(body: str, *, state: str, after_zip: bool) -> tuple[bool, str, bool]:
    """Whether a state ended the words, what stands before it, and whether it is the city's own."""
    match = _STATE.search(body)
    if match is None or match.start() == 0:
        return False, body, True
    code = _STATE_CODES[match.group(2)]
    after_comma = "," in match.group(1)
    also_a_street_word = match.group(2) in STREET_TYPES or match.group(2) in DIRECTIONALS
    if after_comma or ((code == state or after_zip) and not also_a_street_word):
        return True, _trim(body[: match.start()]), code == state
    return False, body, True


def _cut_known_town(body: str, known: frozenset[str]) -> tuple[str | None, str]:
    words = list(_WORD.finditer(body))
    for count in range(min(_LONGEST_TOWN, len(words)), 0, -1):
        start = words[-count].start()
        key = street_key(body[start:])
        if key in known and words[-count].group()[0].isalnum() and _names_a_street(body[:start]):
            return key, _trim(body[:start])
    return None, body


def _cut_short_town(body: str, known: frozenset[str]) -> tuple[str | None, str]:
    """A town after a comma, cut off as forms with short fields leave it or misspelt, and what may stand behind it."""
    front, comma, last = _CUT_STATE.sub("", body).rpartition(",")
    key = street_key(last)
    if not comma or len(key) < _SHORTEST_CUT or not _names_a_street(front):
        return None, body
    whole = sorted(town for town in known if town.startswith(key) or _misspelt(key, town))
    return (whole[0], _trim(front)) if whole else (None, body)


def _misspelt(key: str, town: str) -> bool:
    return len(town) >= _SHORTEST_MISSPELT and OSA.distance(key, town, score_cutoff=1) <= 1


def _cut_other_town(body: str) -> tuple[str | None, str]:
    front, comma, last = body.rpartition(",")
    key = street_key(last)
    if not comma or not key or any(letter.isdigit() for letter in key) or "&" in last:
        return None, body
    if key.split()[-1] in STREET_TYPES and len(key.split()) > 1:
        return None, body
    return (key, _trim(front)) if _names_a_street(front) else (None, body)


def _names_a_street(text: str) -> bool:
    """Whether something like a street is still named: more than a number, a directional and a type."""
    if _OPEN_END.search(text):
        return False
    words = street_key(_NUMBER.sub("", text.strip())).split()
    if any(word not in STREET_TYPES and word not in DIRECTIONALS for word in words):
        return True
    return any(word in STREET_TYPES for word in words)  # "3 ST": the number is the name
