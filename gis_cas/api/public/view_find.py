"""Finding a request by what somebody typed into one box."""

import re
from datetime import datetime
from typing import Any

from gis_cas.api.look_up import candidates
from gis_cas.api.public.view_cards import cards, page_facts
from gis_cas.api.public.view_request import public_request
from gis_cas.api.reading import plain
from gis_cas.api.wiring import Wiring
from gis_cas.errors import BadInput, LocatorUnavailable, UnknownRequest
from gis_cas.policy.tracking_number import parse_number
from map_ui.views import FindView

LONGEST = 200
NOTHING_THERE = (
    "We do not know this place. Try a house number and street, or two streets, such as Ocean Ave and Seacrest Blvd."
)
NOT_NOW = "Our address finder does not answer at the moment. Please try again, or look through the list of requests."
_MEANT_AS_NUMBER = re.compile(r"[\d\s.\-\u2010-\u2015]{6,}")


def found_number(wired: Wiring, typed: str, *, now: datetime) -> str | None:
    """The number, when a right one was typed and is on file."""
    if not _MEANT_AS_NUMBER.fullmatch(typed.strip()[:LONGEST]):
        return None
    try:
        return public_request(wired, parse_number(typed.strip()), now=now).number
    except (BadInput, UnknownRequest):
        return None


def find_view(wired: Wiring, typed: str, *, now: datetime, language: str) -> FindView:
    """What was found near an address, which places the words could mean, or a sentence about what would be right."""
    words = plain(typed)[:LONGEST]
    return FindView(words=words, **_found(wired, words, now=now), **page_facts(wired, now, language))


def _found(wired: Wiring, words: str, *, now: datetime) -> dict[str, Any]:
    if not words:
        return {}
    if _MEANT_AS_NUMBER.fullmatch(words):
        try:
            public_request(wired, parse_number(words), now=now)
        except (BadInput, UnknownRequest) as error:
            return {"problem": error.message}
    try:
        places = candidates(wired.office, words)
    except LocatorUnavailable:
        return {"problem": NOT_NOW}
    spots = [place for place in places if not place.street_only] or list(places)
    if not spots:
        return {"problem": NOTHING_THERE}
    exact = [place for place in spots if place.label.casefold() == words.casefold()]
    if len(spots) > 1 and not exact:
        return {"candidates": tuple(spots)}
    return {"near": cards(wired.reads.nearby((exact or spots)[0].position, now=now))}
