"""What a request's sender is asked when two places disagree, and what a program answers."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends

from gis_cas.api.sender_proof import described_token
from gis_cas.api.tokens import Proof
from gis_cas.api.v1.documents import question_document
from gis_cas.api.v1.json_body import SentJson
from gis_cas.api.wiring import Wiring
from gis_cas.domain.attachment import PlaceDoubt, WhichPlace
from gis_cas.domain.decision import Question
from gis_cas.domain.request import NewServiceRequest, RequestStatus
from gis_cas.errors import BadInput
from gis_cas.policy.responsibility.words import UNSURE
from gis_cas.service_requests import answer_address, answer_photo
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.receive import Receipt
from gis_cas.service_requests.two_places import ADDRESS, PIN, WHICH_PLACE, TwoPlaces, two_places
from gis_cas.store.public_rows import PublicRequest
from map_ui.file_labels import FileLabels
from map_ui.words import translations

log = logging.getLogger("gis_cas.api")

PHOTO_PLACE = "photo_place"
ANSWERS_LIKE = 'Send what was answered as one JSON object from question code to option, such as {"photo_place": "pin"}.'
_OPTIONS: Mapping[str, tuple[str, ...]] = {
    PHOTO_PLACE: tuple(WhichPlace),
    WHICH_PLACE: (PIN, ADDRESS, UNSURE),
}
_TAKEN_IN: Mapping[str, Callable[..., None]] = {
    PHOTO_PLACE: answer_photo.answer_photo,
    WHICH_PLACE: answer_address.answer_address,
}
ANSWERS_DESCRIBED: dict[str, Any] = {
    "parameters": [described_token(needed=True)],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "description": "Question code to option; the first answer to a question stands",
                    "minProperties": 1,
                    "additionalProperties": False,
                    "properties": {
                        code: {"type": "string", "enum": list(options)} for code, options in _OPTIONS.items()
                    },
                }
            }
        },
    },
}


@dataclass(frozen=True, slots=True)
class Answers:
    """Options by question code, each of them one that the question has."""

    by_code: Mapping[str, str]

    def take_in(self, office: Office, number: str, *, now: datetime) -> None:
        """Note each of them, as the request's page does."""
        for code, option in self.by_code.items():
            _TAKEN_IN[code](office, number, option, actor="public", now=now)


def _answers(body: SentJson) -> Answers:
    refused = {}
    for code, option in body.document.items():
        options = _OPTIONS.get(code)
        if options is None:
            refused[code[:80]] = f"There is no such question. It must be {' or '.join(_OPTIONS)}."
        elif option not in options:
            refused[code] = f"{code} must be {', '.join(options[:-1])} or {options[-1]}."
    if refused or not body.document:
        raise BadInput(refused or {"request": ANSWERS_LIKE})
    return Answers(body.document)


SentAnswers = Annotated[Answers, Depends(_answers)]


def asked_at_once(wired: Wiring, new: NewServiceRequest, receipt: Receipt) -> dict[str, Any]:
    """What is asked about a request with its receipt; what came before may have been answered, and is looked up."""
    if receipt.status != "created":
        return asked_of_sender(wired, receipt.number)
    answered = WHICH_PLACE in new.answers
    return {"questions": [] if answered else _about_places(lambda: two_places(wired.office, new.place))}


def asked_of_sender(wired: Wiring, number: str) -> dict[str, Any]:
    """The questions that are open about a request; for nobody but its sender."""
    doubt = answer_photo.open_question(wired.office, number)
    about_photo = [] if doubt is None else [question_document(_about(doubt)) | {"feet_apart": round(doubt.feet)}]
    return {"questions": [*about_photo, *_about_places(lambda: answer_address.open_question(wired.office, number))]}


def asked_while_open(wired: Wiring, row: PublicRequest, proof: Proof | None) -> dict[str, Any]:
    """The same beside what everybody sees: none once it is closed, and no such list for anybody but its sender."""
    if proof is None:
        return {}
    return {"questions": []} if row.status == RequestStatus.CLOSED else asked_of_sender(wired, row.number)


def _about(doubt: PlaceDoubt) -> Question:
    labels = FileLabels(translations("en"))
    options = {option: labels.which_place(option, doubt) for option in _OPTIONS[PHOTO_PLACE]}
    return Question(code=PHOTO_PLACE, text=labels.far(doubt), options=options)


def _about_places(asked: Callable[[], TwoPlaces | None]) -> list[dict[str, Any]]:
    try:
        found = asked()
    except Exception as error:  # noqa: BLE001 - asking is a courtesy: no fault in it may hide that a request was kept
        log.error("a request was answered without its question: %s", type(error).__name__)  # noqa: TRY400 - no text
        return []
    return [] if found is None else [question_document(found.question) | {"feet_apart": round(found.feet)}]
