"""`POST /api/v1/requests/{number}/attachments`: a program adds files to the request it sent."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from gis_cas.accounts.api_client import ApiScope
from gis_cas.api.dependencies import Now, Number, Wired
from gis_cas.api.multipart import is_multipart, read_multipart
from gis_cas.api.problems import WrongMediaType
from gis_cas.api.public.view_files import file_limits
from gis_cas.api.sender_proof import ProofNeeded, described_token
from gis_cas.api.v1.calling import calling
from gis_cas.api.v1.documents import json_answer
from gis_cas.api.v1.questions import asked_of_sender
from gis_cas.api.wiring import Wiring, wiring_of
from gis_cas.attachments.arrived import Arrived
from gis_cas.domain.attachment import AttachmentState, Outcome
from gis_cas.errors import BadInput
from gis_cas.service_requests.attach import attach
from map_ui.file_labels import FileLabels
from map_ui.words import translations

router = APIRouter(prefix="/api/v1", tags=["api"])

NOT_FILES = "Send the files as multipart/form-data, each in a part named file with a filename."
DESCRIBED: dict[str, Any] = {
    "parameters": [described_token(needed=True)],
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "array", "items": {"type": "string", "format": "binary"}}},
                }
            }
        },
    },
}


async def _files(request: Request) -> AsyncIterator[tuple[Arrived, ...]]:
    if not is_multipart(request):
        raise WrongMediaType({"request": NOT_FILES})
    cabinet = wiring_of(request.app).cabinet
    _, files = await read_multipart(request, most_bytes=cabinet.most_bytes, most_files=cabinet.most_files)
    try:
        yield files
    finally:
        for file in files:
            file.close()


SentFiles = Annotated[tuple[Arrived, ...], Depends(_files)]


def where_files_go(wired: Wiring, number: str) -> dict[str, Any]:
    """Where, and with which token, the sender's program may add files."""
    return {"attachments": {"url": f"/api/v1/requests/{number}/attachments", "token": wired.tokens.proof(number)}}


def outcomes_answer(wired: Wiring, number: str, outcomes: Sequence[Outcome]) -> Response:
    """What became of each file, and what is now asked; raises BadInput with a sentence for each when none was kept."""
    labels, limits = FileLabels(translations("en")), file_limits(wired.cabinet)
    refused = {
        f"file[{one.ordinal}]": labels.refusal(one.refusal, limits) for one in outcomes if one.refusal is not None
    }
    if len(refused) == len(outcomes):
        raise BadInput(refused or {"file": NOT_FILES})
    told = [
        {
            "file": one.ordinal,
            "state": one.state.value,
            "code": one.refusal.value if one.refusal else None,
            "sentence": None if one.state is AttachmentState.KEPT else labels.outcome(one, limits),
        }
        for one in outcomes
    ]
    return json_answer({"files": told} | asked_of_sender(wired, number), status=201)


@router.post(
    "/requests/{number}/attachments",
    status_code=201,
    dependencies=[calling(ApiScope.SEND)],
    openapi_extra=DESCRIBED,
)
def add(number: Number, proof: ProofNeeded, files: SentFiles, wired: Wired, now: Now) -> Response:  # noqa: ARG001 - proof is asked for, not read
    """Add files to a request, with the token that came with its number: 201 when at least one was kept."""
    outcomes = attach(wired.office, wired.cabinet, number, files, actor="public", now=now)
    return outcomes_answer(wired, number, outcomes)
