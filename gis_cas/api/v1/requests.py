"""`/api/v1/requests`: send one, look one up, see what is open near a spot."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from gis_cas.accounts.api_client import ApiClient, ApiScope
from gis_cas.api.dependencies import Asked, Now, Number, Wired
from gis_cas.api.public.view_request import public_request
from gis_cas.api.sender_proof import ProofNeeded, ProofShown, described_token
from gis_cas.api.v1.asked_places import NEARBY_DESCRIBED, asked_nearby
from gis_cas.api.v1.attachments import where_files_go
from gis_cas.api.v1.calling import calling
from gis_cas.api.v1.documents import json_answer, nearby_document, receipt_document, request_document
from gis_cas.api.v1.intake import BODY_DESCRIPTION, STATUS
from gis_cas.api.v1.json_body import SentJson
from gis_cas.api.v1.questions import ANSWERS_DESCRIBED, SentAnswers, asked_at_once, asked_while_open
from gis_cas.service_requests.receive import receive

router = APIRouter(prefix="/api/v1", tags=["api"])

Sender = Annotated[ApiClient | None, calling(ApiScope.SEND, needed=lambda wired: wired.key_needed)]
answering = calling(ApiScope.SEND)
following = calling(ApiScope.FOLLOW)


@router.post("/requests", status_code=201, openapi_extra=BODY_DESCRIPTION)
def send(client: Sender, body: SentJson, wired: Wired, now: Now) -> Response:
    """Send a request: 201 with its number, 200 when it came before under this key, 202 while it is being located."""
    reference = wired.office.reference
    new = body.new_request(city=reference.city, ruleset=reference.ruleset, now=now)
    receipt = receive(wired.office, new, now=now, **body.sent_by(client))
    document = receipt_document(receipt) | where_files_go(wired, receipt.number) | asked_at_once(wired, new, receipt)
    return json_answer(document, status=STATUS[receipt.status])


@router.get(
    "/requests/{number}",
    dependencies=[following],
    openapi_extra={"parameters": [described_token(needed=False)]},
)
def one_request(number: Number, wired: Wired, now: Now, proof: ProofShown) -> Response:
    """One request as anyone with its number may see it, and to its sender what is still asked."""
    row = public_request(wired, number, now=now)
    return json_answer(request_document(row) | asked_while_open(wired, row, proof))


@router.post("/requests/{number}/answers", dependencies=[answering], openapi_extra=ANSWERS_DESCRIBED)
def answer(number: Number, proof: ProofNeeded, answers: SentAnswers, wired: Wired, now: Now) -> Response:
    """Say which of two places is right, with the token that came with the number; a first answer stands."""
    answers.take_in(wired.office, number, now=now)
    return one_request(number, wired, now, proof)


@router.get("/nearby", dependencies=[following], openapi_extra=NEARBY_DESCRIBED)
def nearby(asked: Asked) -> Response:
    """Open requests within half a mile, nearest first; with a service, only those of its group."""
    wanted = asked_nearby(asked.fields, city=asked.wired.office.city)
    return json_answer(nearby_document(asked.wired.reads.nearby(now=asked.now, **wanted)))
