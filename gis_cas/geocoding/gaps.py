"""Words that the locator could not place, brought together when they are about the same street, crossing or name."""

from collections.abc import Sequence
from enum import StrEnum

from gis_cas.domain.candidate import Candidate
from gis_cas.domain.city import City
from gis_cas.geocoding.names import street_key
from gis_cas.geocoding.parse import readings
from gis_cas.geocoding.readings import AddressRead, CrossingRead
from gis_cas.geocoding.scoring import SURE


class Gap(StrEnum):
    """What was wrong with an answer."""

    NOT_FOUND = "not_found"
    STREET_ONLY = "street_only"
    DOUBTFUL = "doubtful"
    AMBIGUOUS = "ambiguous"


def gap_in(found: Sequence[Candidate]) -> Gap | None:
    """What an answer leaves open; None when it is a single sure place."""
    if not found:
        return Gap.NOT_FOUND
    if all(one.street_only for one in found):
        return Gap.STREET_ONLY
    if found[0].score < SURE:
        return Gap.DOUBTFUL
    return Gap.AMBIGUOUS if len(found) > 1 else None


def words_key(words: str, *, city: City) -> str:
    """One key for all words about one street, crossing or name: house numbers, towns and spelling are left out."""
    for read in readings(words, city=city):
        if isinstance(read, AddressRead):
            return read.street
        if isinstance(read, CrossingRead):
            return " & ".join(sorted((read.first, read.second)))
    return street_key(words)
