"""The stages for names that are not on file as written: spelled or sounding otherwise, run together, cut off."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from gis_cas.domain.candidate import Candidate
from gis_cas.geocoding import addresses, meetings, streets
from gis_cas.geocoding.gazetteer import Gazetteer
from gis_cas.geocoding.ground import Ground
from gis_cas.geocoding.names import split_key
from gis_cas.geocoding.readings import AddressRead, CrossingRead, StreetRead
from gis_cas.geocoding.vocabulary import STREET_TYPES

NAME_IS_ON_FILE = 20.0
"""What a respelled name costs more when the name as written is on file too: then it is hardly a slip."""

CUT_OFF = 6.0
TYPE_RESPELT = 3.0
_SHORTEST_TYPE = 4
_SHORTEST_CUT = 2


def of_address(ground: Ground, read: AddressRead) -> list[Candidate]:
    """The number on streets whose names are alike."""
    return [
        found
        for street, cost in otherwise(ground.gazetteer, read.street)
        for found in addresses.repaired(ground, replace(read, street=street, cost=read.cost + cost))
    ]


def of_street(ground: Ground, read: StreetRead) -> list[Candidate]:
    """Streets whose names are alike."""
    return [
        found
        for street, cost in otherwise(ground.gazetteer, read.street)
        for found in streets.repaired(ground, replace(read, street=street, cost=read.cost + cost))
    ]


def of_crossing(ground: Ground, read: CrossingRead) -> list[Candidate]:
    """Crossings of streets of which one or both are alike."""
    firsts = [(read.first, 0.0), *otherwise(ground.gazetteer, read.first)]
    seconds = [(read.second, 0.0), *otherwise(ground.gazetteer, read.second)]
    found: list[Candidate] = []
    for first, first_cost in firsts:
        for second, second_cost in seconds:
            if first_cost or second_cost:
                cost = read.cost + first_cost + second_cost
                found += meetings.repaired(ground, replace(read, first=first, second=second, cost=cost))
    return found


def otherwise(gazetteer: Gazetteer, key: str) -> Iterator[tuple[str, float]]:
    """Other keys that may be meant, each with what that costs."""
    known = gazetteer.on_file(split_key(key).base)
    extra = NAME_IS_ON_FILE if known else 0.0
    for whole, cost in ((key, 0.0), *_ended_otherwise(gazetteer, key)):
        if cost:
            yield whole, cost + extra
        name = split_key(whole)
        for base, likeness in gazetteer.alike.find(name.base):
            parts = (name.pre, base, name.type, name.post)
            yield " ".join(part for part in parts if part), cost + likeness + extra


def _ended_otherwise(gazetteer: Gazetteer, key: str) -> list[tuple[str, float]]:
    """The key with its last word read as a street type or, when that makes a name on file, without it."""
    *front, last = key.split() if " " in key else ["", key]
    if not front or not front[0]:
        return []
    found = []
    meant = _type_meant(last)
    if meant:
        found.append((" ".join([*front, meant]), TYPE_RESPELT))
    shorter = " ".join(front)
    if (len(last) <= _SHORTEST_CUT or last.isdigit()) and gazetteer.on_file(split_key(shorter).base):
        found.append((shorter, CUT_OFF))
    return found


@lru_cache(maxsize=4096)
def _type_meant(word: str) -> str | None:
    """The street type that a word is one slip away from, if there is only one."""
    if word in STREET_TYPES or len(word) < _SHORTEST_TYPE or word.isdigit():
        return None
    near = {
        form
        for variant, form in STREET_TYPES.items()
        if len(variant) >= _SHORTEST_TYPE and OSA.distance(word, variant, score_cutoff=1) <= 1
    }
    return near.pop() if len(near) == 1 else None
