"""One request's page for everybody, and for its sender a form to add files."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.responses import HTMLResponse, RedirectResponse, Response

from gis_cas.api.forms import Browser, Form, page_with_form
from gis_cas.api.public.view_request import request_view
from gis_cas.api.sender_proof import give_proof
from gis_cas.api.tokens import Proof
from gis_cas.api.wiring import Wiring
from gis_cas.service_requests.answer_photo import answer_photo, open_question
from gis_cas.service_requests.attach import attach


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """When and by which browser a page is asked for, and with what it is drawn."""

    wired: Wiring
    now: datetime
    nonce: str
    language: str
    browser: Browser


def draw(page: Page, number: str, proof: Proof | None, *, sent: str) -> Response:
    """The page; its sender's browser also gets the form, and after a sending what became of each file."""
    own: dict[str, Any] = {}
    if proof is not None:
        own = {
            "token": page.browser.form_token(),
            "outcomes": proof.outcomes if sent else (),
            "doubt": open_question(page.wired.office, number),
        }
    view = request_view(
        page.wired,
        number,
        now=page.now,
        language=page.language,
        just_sent=sent == "1",
        place_answered=sent == "place",
        **own,
    )
    html = page.wired.pages.request(view, nonce=page.nonce)
    return page_with_form(html, page.browser) if proof is not None else HTMLResponse(html)


def add_files(page: Page, number: str, form: Form) -> Response:
    """Put the files on the request and go back to its page."""
    outcomes = attach(page.wired.office, page.wired.cabinet, number, form.files, actor="public", now=page.now)
    response = RedirectResponse(f"/requests/{number}?sent=files#files", status_code=303)
    return give_proof(response, page.browser, number, outcomes)


def which_place(page: Page, number: str, form: Form) -> Response:
    """Note whether pin or photo is right and go back to the request's page."""
    answer_photo(page.wired.office, number, form.fields.get("answer", ""), actor="public", now=page.now)
    return RedirectResponse(f"/requests/{number}?sent=place#photo-place", status_code=303)
