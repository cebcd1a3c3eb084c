"""Filling the pages of the message texts, and marking one as read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row
from starlette.responses import RedirectResponse, Response

from gis_cas.api.forms import Form, page_with_form
from gis_cas.api.staff.framed import framed
from gis_cas.api.staff.sheet import DeskSheet
from gis_cas.errors import NotFound
from gis_cas.notify.samples import SAMPLES
from gis_cas.notify.templates import LANGUAGES, SOURCE, Text, names, text_of
from gis_cas.store.messages import add_review, reviews
from map_ui.outbox_views import TextLine, TextsView, TextView

CHANGED = "The text has changed since this page was opened. Please read it again."
TICK_IT = "Please read the text, then tick the box."

Reviews = Mapping[tuple[str, str, str], Row[Any]]


def texts_page(sheet: DeskSheet) -> str:
    """Every text with its languages."""
    marks = _marks(sheet)
    found = {name: tuple(_line(sheet, text, marks) for text in _of_all_languages(name)) for name in names()}
    return sheet.wired.pages.texts(TextsView(texts=found, **framed(sheet, here="messages")), nonce=sheet.nonce)


def text_page(sheet: DeskSheet, name: str, language: str, *, problem: str | None = None) -> str:
    """One text; raises NotFound."""
    text, source = _text(name, language), _text(name, SOURCE)
    view = TextView(
        line=_line(sheet, text, _marks(sheet)),
        text_hash=text.hash,
        body=text.filled(SAMPLES)[1],
        english=source.filled(SAMPLES) if language != SOURCE else None,
        problem=problem,
        **framed(sheet, here="messages"),
    )
    return sheet.wired.pages.text(view, nonce=sheet.nonce)


def mark_read(sheet: DeskSheet, name: str, language: str, form: Form) -> Response:
    """Note who has read it and when; only of the words that stood on the page. Raises NotFound."""
    text = _text(name, language)
    problem = TICK_IT if form.fields.get("read") != "yes" else CHANGED
    if problem == TICK_IT or form.fields.get("text_hash") != text.hash:
        return page_with_form(text_page(sheet, name, language, problem=problem), sheet.browser, status=409)
    with sheet.wired.office.engine.begin() as conn:
        add_review(conn, template=name, language=language, text_hash=text.hash, by=sheet.account.login, at=sheet.now)
    return RedirectResponse("/staff/messages", status_code=303)


def _marks(sheet: DeskSheet) -> Reviews:
    with sheet.reading() as conn:
        return reviews(conn)


def _line(sheet: DeskSheet, text: Text, marks: Reviews) -> TextLine:
    mark = marks.get((text.name, text.language, text.hash))
    by, on = None, None
    if mark is not None:
        by, on = mark.reviewed_by, mark.reviewed_at.astimezone(sheet.wired.office.city.time_zone).date()
    elif text.is_reviewed():
        by, on = text.reviewed_by, date.fromisoformat(text.reviewed_on)
    return TextLine(
        name=text.name, language=text.language, subject=text.filled(SAMPLES)[0], reviewed_by=by, reviewed_on=on
    )


def _of_all_languages(name: str) -> tuple[Text, ...]:
    return tuple(text for language in LANGUAGES if (text := text_of(name, language)) is not None)


def _text(name: str, language: str) -> Text:
    text = text_of(name, language)
    if text is None:
        raise NotFound("There is no such message text.")
    return text
