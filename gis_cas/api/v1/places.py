"""`/api/v1/geocode` and `/api/v1/reverse`: words to places, a position to what is there."""

from fastapi import APIRouter
from starlette.responses import Response

from gis_cas.accounts.api_client import ApiScope
from gis_cas.api.dependencies import Asked, QueryFields, Wired
from gis_cas.api.look_up import areas, around, candidates
from gis_cas.api.v1.asked_places import SPOT_DESCRIBED, WORDS_DESCRIBED, spot, words
from gis_cas.api.v1.calling import calling
from gis_cas.api.v1.documents import (
    areas_document,
    candidates_document,
    candidates_in,
    json_answer,
    suggestions_document,
)

router = APIRouter(prefix="/api/v1", tags=["api"], dependencies=[calling(ApiScope.ASK)])


@router.get("/geocode", openapi_extra=WORDS_DESCRIBED)
def geocode(fields: QueryFields, wired: Wired) -> Response:
    """Candidates for an address, crossing or street, best first, each with an honest error radius."""
    wanted, most, shape = words(fields)
    found = candidates(wired.office, wanted, most=most)
    return candidates_in(shape, found, query=wanted, office=wired.office)


@router.get("/suggest", openapi_extra=WORDS_DESCRIBED)
def suggest(fields: QueryFields, wired: Wired) -> Response:
    """What somebody who is still typing may mean, in the order of the names."""
    wanted, most, _ = words(fields)
    return json_answer(suggestions_document(wired.office.locator.suggest(wanted, most=most)))


@router.get("/reverse", openapi_extra=SPOT_DESCRIBED)
def reverse(asked: Asked) -> Response:
    """What the locator knows around a position, nearest first, and the areas that hold it."""
    fields, wired, now = asked
    position = spot(fields, city=wired.office.city)
    found = around(wired.office, position)
    document = candidates_document(found, locator_version=wired.office.locator.version)
    return json_answer(document | areas_document(areas(wired.office, position, now=now)))
