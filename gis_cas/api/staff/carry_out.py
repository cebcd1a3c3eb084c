"""Carrying out a verb for who may do it; what cannot be used comes back in the open form with its sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import RedirectResponse, Response

from gis_cas.api.forms import Form, page_with_form
from gis_cas.api.problems import problem_of
from gis_cas.api.reading import Fields
from gis_cas.api.staff.sheet import DeskSheet
from gis_cas.api.staff.view_desk import case_page
from gis_cas.domain.request import AnswerChannel
from gis_cas.errors import BadInput, WrongState
from gis_cas.service_requests.assign import reassign
from gis_cas.service_requests.close import close
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.resolve import Resolution, resolve
from gis_cas.service_requests.respond import respond
from gis_cas.store.staff_case import staff_case

LONGEST = 8000
_IN_THE_FORM = {
    "answer": {"channel", "text"},
    "reassign": {"owner", "reason"},
    "not-ours": {"owner", "reason"},
    "wrong-place": {"q", "reason"},
    "resolve": {"text"},
    "close": {"text", "completed_on"},
    "refer": {"channel", "text"},
    "done": {"text"},
}
_FORM_NAMES = {"to": "owner"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One verb to be carried out on one request, by whom, when."""

    office: Office
    number: str
    actor: str
    now: datetime
    fields: Fields


def carry_out(sheet: DeskSheet, number: str, form: Form, *, verb: str, do: Callable[[Deed], None]) -> Response:
    """Do it and go back to the request; raises UnknownRequest before anything is done."""
    sheet.case(number)
    deed = Deed(
        office=sheet.wired.office,
        number=number,
        actor=sheet.account.login,
        now=sheet.now,
        fields=Fields(form.fields),
    )
    try:
        do(deed)
    except (BadInput, WrongState) as error:
        errors = _under_form_names(error, verb)
        page = case_page(sheet, number, problem_verb=verb, errors=errors, values=form.fields)
        return page_with_form(page, sheet.browser, status=problem_of(error).status)
    return RedirectResponse(_after(sheet, number, verb.rpartition("/")[2]), status_code=303)


def answer_it(deed: Deed) -> None:
    """Record the answer."""
    channel = deed.fields.one_of("channel", {one.value: one for one in AnswerChannel}, called="How")
    if channel is None:
        deed.fields.refuse("channel", "Please choose how the answer was given.")
    text = deed.fields.text("text", longest=LONGEST, called="The answer") or ""
    deed.fields.done()
    respond(deed.office, deed.number, actor=deed.actor, channel=channel, text=text, now=deed.now)


def reassign_it(deed: Deed) -> None:
    """Give it to the owner chosen, `type:slug`."""
    owner = deed.fields.text("owner", longest=120, called="The choice", needed="Please choose whose it is.") or ""
    reason = deed.fields.text("reason", longest=1000, called="The reason") or ""
    deed.fields.done()
    slug = owner.rpartition(":")[2]
    reassign(deed.office, deed.number, to=slug, actor=deed.actor, reason=reason, now=deed.now)


def resolve_it(deed: Deed) -> None:
    """Note the resolution."""
    fields = deed.fields
    text = fields.text("text", longest=LONGEST, called="The text") or ""
    code = fields.one_of("code", {one.value: one for one in Resolution}, called="The outcome") or Resolution.DONE
    completed_on = fields.day("completed_on", called="The day of completion")
    fields.done()
    resolve(deed.office, deed.number, actor=deed.actor, code=code, text=text, now=deed.now, completed_on=completed_on)


def close_it(deed: Deed) -> None:
    """Close it; long-running work with the day it was complete and a remark."""
    text = deed.fields.text("text", longest=LONGEST, called="The remark") or ""
    completed_on = deed.fields.day("completed_on", called="The day of completion")
    deed.fields.done()
    close(deed.office, deed.number, actor=deed.actor, text=text, completed_on=completed_on, now=deed.now)


def _under_form_names(error: BadInput | WrongState, verb: str) -> Mapping[str, str]:
    """The sentences under the names of the verb's form; what belongs to no field stands above it (`""`)."""
    if not isinstance(error, BadInput):
        return {"": error.message}
    named = {_FORM_NAMES.get(name, name): sentence for name, sentence in error.fields.items()}
    fields = _IN_THE_FORM[verb.rpartition("/")[2]]
    return {name if name in fields else "": sentence for name, sentence in named.items()}


def _after(sheet: DeskSheet, number: str, verb: str) -> str:
    """Back to the request; to the list when it has left this desk."""
    with sheet.reading() as conn:
        left = staff_case(conn, number, now=sheet.now, sight=sheet.account.sight) is None
    return "/staff" if left else f"/staff/requests/{number}?done={verb}"
