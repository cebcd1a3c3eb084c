"""Files of a request at the desk: shown, handed over, added, released and taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response, StreamingResponse

from gis_cas.api.forms import Form, page_with_form
from gis_cas.api.public.view_files import file_limits
from gis_cas.api.staff.sheet import DeskSheet
from gis_cas.api.staff.view_desk import case_page
from gis_cas.attachments.stores import Area
from gis_cas.domain.attachment import AttachmentState
from gis_cas.errors import NotFound
from gis_cas.service_requests.attach import attach
from gis_cas.service_requests.office import Office
from gis_cas.store.attachments import StoredAttachment, one
from map_ui.file_labels import FileLabels
from map_ui.words import translations

NO_FILE = "Please choose a file first."
NOT_THERE = "There is nothing to hand over: the file waits to be looked at, was refused, or was erased."
_SANDBOX = "sandbox; default-src 'none'"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoDeed:
    """One act on one photo, by whom, when."""

    office: Office
    number: str
    attachment_id: int
    actor: str
    now: datetime


def hand_over(sheet: DeskSheet, number: str, attachment_id: int, *, small: bool) -> Response:
    """A picture's clean copy to look at; anything else as a download that no browser opens by itself.

    Raises UnknownRequest, NotFound, FilesUnavailable.
    """
    sheet.case(number)
    with sheet.reading() as conn:
        file = one(conn, number, attachment_id)
    sha256 = file.small_sha256 if small else file.sha256
    if sha256 is None or file.state is not AttachmentState.KEPT or file.erased:
        raise NotFound(NOT_THERE)
    body = sheet.wired.cabinet.store.read(Area.ATTACHMENTS, sha256)
    return StreamingResponse(body, media_type=_media_type(file), headers=_headers(file))


def add_files(sheet: DeskSheet, number: str, form: Form) -> Response:
    """Put the files on the request; one that cannot be kept comes back as a sentence, the others are kept."""
    sheet.case(number)
    wired, login = sheet.wired, sheet.account.login
    outcomes = attach(wired.office, wired.cabinet, number, form.files, actor=login, now=sheet.now)
    refused = [outcome for outcome in outcomes if outcome.refusal is not None]
    if outcomes and not refused:
        return RedirectResponse(f"/staff/requests/{number}?done=attach", status_code=303)
    labels, limits = FileLabels(translations(sheet.language)), file_limits(wired.cabinet)
    said = " ".join(labels.outcome(outcome, limits) for outcome in refused) or NO_FILE
    page = case_page(sheet, number, problem_verb="attach", errors={"files": said})
    return page_with_form(page, sheet.browser, status=400)


def act(sheet: DeskSheet, number: str, attachment_id: int, *, do: Callable[[PhotoDeed], None], verb: str) -> Response:
    """Release a photo or take it back; raises UnknownRequest, NotFound, WrongState."""
    sheet.case(number)
    do(
        PhotoDeed(
            office=sheet.wired.office,
            number=number,
            attachment_id=attachment_id,
            actor=sheet.account.login,
            now=sheet.now,
        )
    )
    return RedirectResponse(f"/staff/requests/{number}?done={verb}#files", status_code=303)


def _media_type(file: StoredAttachment) -> str:
    return "text/plain; charset=utf-8" if file.media_type == "text/plain" else file.media_type


def _headers(file: StoredAttachment) -> dict[str, str]:
    how = "inline" if file.is_image else "attachment"
    name = f"{how}; filename*=UTF-8''{quote(file.name, safe='')}"
    return {"Content-Disposition": name, "Content-Security-Policy": _SANDBOX}
