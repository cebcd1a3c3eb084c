"""`/api/v1/requests`: send one, look one up, see what is open near a spot."""

from fastapi import APIRouter
from starlette.responses import Response

from gis_cas.api.dependencies import Now, Number, QueryFields, Wired
from gis_cas.api.public.view_request import public_request
from gis_cas.api.v1.asked_places import NEARBY_DESCRIBED, asked_nearby
from gis_cas.api.v1.documents import json_answer, nearby_document, receipt_document, request_document
from gis_cas.api.v1.intake import BODY_DESCRIPTION, STATUS
from gis_cas.api.v1.json_body import SentJson
from gis_cas.service_requests.receive import receive

router = APIRouter(prefix="/api/v1", tags=["api"])

CLIENT = "api-v1"


@router.post("/requests", status_code=201, openapi_extra=BODY_DESCRIPTION)
def send(body: SentJson, wired: Wired, now: Now) -> Response:
    """Send a request: 201 with its number, 200 when it came before under this key, 202 while it is being located."""
    reference = wired.office.reference
    new = body.new_request(city=reference.city, ruleset=reference.ruleset, now=now)
    receipt = receive(wired.office, new, now=now, client=CLIENT, idempotency_key=body.key, body_hash=body.body_hash)
    return json_answer(receipt_document(receipt), status=STATUS[receipt.status])


@router.get("/requests/{number}")
def one_request(number: Number, wired: Wired, now: Now) -> Response:
    """One request as anyone with its number may see it."""
    return json_answer(request_document(public_request(wired, number, now=now)))


@router.get("/nearby", openapi_extra=NEARBY_DESCRIBED)
def nearby(fields: QueryFields, wired: Wired, now: Now) -> Response:
    """Open requests within half a mile, nearest first; with a service, only those of its group."""
    asked = asked_nearby(fields, city=wired.office.city)
    return json_answer(nearby_document(wired.reads.nearby(now=now, **asked)))
