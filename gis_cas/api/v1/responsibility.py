"""`GET /api/v1/responsibility`: whose job is it here?"""

from fastapi import APIRouter
from starlette.responses import Response

from gis_cas.accounts.api_client import ApiScope
from gis_cas.api.dependencies import Asked
from gis_cas.api.v1.asked_responsibility import DESCRIBED, asked_responsibility
from gis_cas.api.v1.calling import calling
from gis_cas.api.v1.documents import json_answer, responsibility_document
from gis_cas.api.v1.said import asked_phrases
from gis_cas.service_requests import ask

router = APIRouter(prefix="/api/v1", tags=["api"], dependencies=[calling(ApiScope.ASK)])


@router.get("/responsibility", openapi_extra=DESCRIBED)
def responsibility(asked: Asked) -> Response:
    """Whose job a spot is, for a service, on a city day, as known at an instant; nothing is stored."""
    fields, wired, now = asked
    question = asked_responsibility(fields, reference=wired.office.reference, now=now)
    phrases = asked_phrases(fields, wired)
    return json_answer(responsibility_document(ask.responsibility(wired.office, now=now, **question), phrases))
