"""Proof of being a request's sender: a cookie for a browser, a header for a program; it lasts a day."""

from collections.abc import Sequence
from typing import Annotated, Any

from starlette.requests import Request
from starlette.responses import Response

from gis_cas.api.dependencies import Number, at_the_door
from gis_cas.api.forms import Browser
from gis_cas.api.tokens import PROOF_MAX_AGE_S, Proof
from gis_cas.api.wiring import wiring_of
from gis_cas.domain.attachment import Outcome
from gis_cas.errors import NotAllowed

COOKIE = "gis_cas_sender"
HEADER = "Sender-Token"
NOT_THE_SENDER = (
    "For a day after sending, the browser or program that sent a request can add files and answer questions. Please "
    "call us, or send a new request."
)


def described_token(*, needed: bool) -> dict[str, Any]:
    """The header for the OpenAPI description."""
    return {
        "name": HEADER,
        "in": "header",
        "required": needed,
        "schema": {"type": "string"},
        "description": "attachments.token of the answer to POST /api/v1/requests; good for a day",
    }


def give_proof(response: Response, browser: Browser, number: str, outcomes: Sequence[Outcome]) -> Response:
    """Let this browser, and nobody it sends the address to, add files to what it has just sent, and answer for it."""
    response.set_cookie(
        COOKIE,
        browser.tokens.proof(number, outcomes),
        max_age=PROOF_MAX_AGE_S,
        path=f"/requests/{number}",
        httponly=True,
        samesite="lax",
        secure=browser.https,
    )
    return response


def _shown(number: Number, request: Request) -> Proof | None:
    tokens = wiring_of(request.app).tokens
    found = tokens.proven(request.headers.get(HEADER)) or tokens.proven(request.cookies.get(COOKIE))
    return found if found is not None and found.number == number else None


def _needed(number: Number, request: Request) -> Proof:
    found = _shown(number, request)
    if found is None:
        raise NotAllowed(NOT_THE_SENDER)
    return found


ProofShown = Annotated[Proof | None, at_the_door(_shown)]
"""What the asking browser can prove about this request; None for everybody but its sender."""

ProofNeeded = Annotated[Proof, at_the_door(_needed)]
"""The same; raises NotAllowed without it."""
