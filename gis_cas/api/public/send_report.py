"""Sending the form: ask the one question when it matters, then receive."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from starlette.responses import RedirectResponse, Response

from gis_cas.api.forms import EXPIRED, Form, page_with_form
from gis_cas.api.held_files import hold, refused_at_once, with_held
from gis_cas.api.look_up import candidates
from gis_cas.api.new_request import new_request
from gis_cas.api.problems import RETRY_AFTER_S, problem_of
from gis_cas.api.public.view_cards import card_of_decision
from gis_cas.api.public.view_report import Sheet, asked_about
from gis_cas.api.sender_proof import give_proof
from gis_cas.attachments.arrived import Arrived
from gis_cas.domain.place import PlaceSource, StatedPlace
from gis_cas.domain.request import NewServiceRequest
from gis_cas.errors import BadInput, LocatorUnavailable, OtherBody, StoreUnavailable
from gis_cas.service_requests.ask import Responsibility
from gis_cas.service_requests.attach import attach_if_possible
from gis_cas.service_requests.receive import WEB_FORM, receive
from gis_cas.service_requests.two_places import two_places

log = logging.getLogger("gis_cas.api")

SENT_BEFORE = "This form was sent before with other words. Send it again to make a second report."
STORE_AWAY = (
    "We cannot reach our records just now, so this was not sent. Everything you typed is kept: please send again."
)
ANSWER_FIRST = "Please answer the question. It is fine not to be sure."
CHOOSE_PLACE = "More than one place fits these words. Please choose one."
ONLY_STREET = (
    "Only the street is known. Add a house number or a crossing, or choose the street if that is all you know."
)


def send_report(sheet: Sheet, form: Form) -> Response:
    """On to the request's own page; or the form again, with a sentence per field, and everything typed kept."""
    typed = {name: value for name, value in form.fields.items() if name not in {"token", "held"}}
    if typed.get("choice"):
        typed["q"] = typed["choice"]
    if not form.genuine:
        return _again(sheet, typed, errors={"form": EXPIRED}, status=403)
    cabinet, token = sheet.wired.cabinet, form.fields.get("held", "")
    with with_held(cabinet, sheet.browser, token, form.files) as files:
        return _send(sheet, form, typed, files)


def _send(sheet: Sheet, form: Form, typed: Mapping[str, str], files: Sequence[Arrived]) -> Response:
    try:
        reference = sheet.wired.office.reference
        new = new_request(typed, city=reference.city, ruleset=reference.ruleset, now=sheet.now)
        pending = _still_to_ask(sheet, new, typed)
        if pending:
            return _again(sheet, typed, files, status=400, **pending)
        receipt = receive(
            sheet.wired.office,
            new,
            now=sheet.now,
            client=WEB_FORM,
            idempotency_key=form.token,
            body_hash=form.body_hash,
        )
    except (BadInput, StoreUnavailable) as error:
        return _refused(sheet, typed, files, error)
    number, wired = receipt.number, sheet.wired
    outcomes = attach_if_possible(wired.office, wired.cabinet, number, files, actor="public", now=sheet.now)
    return give_proof(RedirectResponse(f"/requests/{number}?sent=1", 303), sheet.browser, number, outcomes)


def _refused(
    sheet: Sheet, typed: Mapping[str, str], files: Sequence[Arrived], error: BadInput | StoreUnavailable
) -> Response:
    if isinstance(error, StoreUnavailable):
        response = _again(sheet, typed, files, errors={"form": STORE_AWAY}, status=problem_of(error).status)
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
        return response
    sentences = {"form": SENT_BEFORE} if isinstance(error, OtherBody) else error.fields
    return _again(sheet, typed, files, errors=sentences, status=problem_of(error).status)


def _again(
    sheet: Sheet, typed: Mapping[str, str], files: Sequence[Arrived] = (), *, status: int, **more: Any
) -> Response:
    held, names = hold(sheet.wired.cabinet, sheet.browser, files)
    more |= {"held": held, "held_names": names, "refused_files": refused_at_once(files)}
    return page_with_form(sheet.draw(sheet.view(typed, **more)), sheet.browser, status=status)


def _still_to_ask(sheet: Sheet, new: NewServiceRequest, typed: Mapping[str, str]) -> dict[str, Any]:
    """What to show instead of sending, once: the places the words could mean, or the one question; else nothing.

    Whoever chose a place or answered, if only with "I'm not sure", is not asked again. A locator that does not answer
    stops nobody: the request is received, and located later.
    """
    try:
        between = two_places(sheet.wired.office, new.place)
        if between is not None and between.question.code not in new.answers:
            return {"question": between.question, "errors": {f"answer.{between.question.code}": ANSWER_FIRST}}
        asked = asked_about(sheet, new.place, service_code=new.service_code, answers=new.answers)
        places = {} if typed.get("choice") or asked.decision.certain else _places_meant(sheet, new.place, asked)
        if places:
            return places
    except (LocatorUnavailable, StoreUnavailable):
        return {}
    except Exception as error:  # noqa: BLE001 - asking is a courtesy: no fault in it may lose a report
        log.error("a report was sent on without its question: %s", type(error).__name__)  # noqa: TRY400 - no text
        return {}
    question = asked.decision.question
    if question is None or question.code in new.answers:
        return {}
    service = sheet.wired.office.reference.service(new.service_code)
    card = replace(card_of_decision(asked.decision, service), certain=False)
    return {"question": question, "owner_card": card, "errors": {f"answer.{question.code}": ANSWER_FIRST}}


def _places_meant(sheet: Sheet, stated: StatedPlace, asked: Responsibility) -> dict[str, Any]:
    """The places to choose from where words decide and fit several, or a street alone."""
    if not stated.words or (stated.position is not None and stated.source is not PlaceSource.ADDRESS):
        return {}
    found = candidates(sheet.wired.office, stated.words)
    if found and all(candidate.street_only for candidate in found):
        return {"candidates": found, "errors": {"q": ONLY_STREET}}
    if len(found) > 1 and len(asked.places) > 1:
        return {"candidates": found, "errors": {"choice": CHOOSE_PLACE}}
    return {}
