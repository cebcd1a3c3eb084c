"""Filling the outbox's pages, and doing what their buttons say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from gis_cas.api.forms import page_with_form
from gis_cas.api.problems import problem_of
from gis_cas.api.staff.framed import framed
from gis_cas.api.staff.sheet import DeskSheet
from gis_cas.domain.message import Medium, MessageState, Step
from gis_cas.errors import NotFound, WrongState
from gis_cas.notify import outbox
from gis_cas.notify.letter import as_letter
from gis_cas.notify.tell import LETTERS
from gis_cas.store.outbox_reads import OutboxMessage, OutboxRow, outbox_counts, outbox_message, outbox_page
from map_ui.outbox_views import LetterView, MessageView, OutboxFilter, OutboxLine, OutboxStepView, OutboxView


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxAsked:
    """A page of one of the lists."""

    show: str
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Show:
    """What a list holds."""

    state: MessageState | None = None
    medium: Medium | None = None
    needs_translation: bool = False


SHOWS: Mapping[str, _Show] = {
    "failed": _Show(state=MessageState.FAILED),
    "letters": _Show(state=MessageState.WAITING, medium=Medium.LETTER),
    "waiting": _Show(state=MessageState.WAITING, medium=Medium.EMAIL),
    "held": _Show(state=MessageState.HELD),
    "sent": _Show(state=MessageState.SENT),
    "translate": _Show(needs_translation=True),
    "all": _Show(),
}

DEEDS: Mapping[str, Callable[[outbox.Deed], None]] = {
    "again": outbox.try_again,
    "hold": outbox.hold,
    "letter": outbox.make_letter,
    "phone": outbox.told_by_phone,
    "print": outbox.print_letter,
    "posted": outbox.post_letter,
}


def outbox_page_of(sheet: DeskSheet, asked: OutboxAsked) -> str:
    """One list of messages."""
    show = SHOWS[asked.show]
    with sheet.reading() as conn:
        counts = outbox_counts(conn)
        found, more = outbox_page(
            conn, state=show.state, medium=show.medium, needs_translation=show.needs_translation, page=asked.page
        )
    view = OutboxView(
        filters=tuple(OutboxFilter(key=key, count=_count(counts, one)) for key, one in SHOWS.items()),
        show=asked.show,
        lines=tuple(_line(one) for one in found),
        more=more,
        page=asked.page,
        **framed(sheet, here="outbox"),
    )
    return sheet.wired.pages.outbox(view, nonce=sheet.nonce)


def message_page(sheet: DeskSheet, message_id: int, *, problem: str | None = None) -> str:
    """One message; raises UnknownMessage."""
    with sheet.reading() as conn:
        found = outbox_message(conn, message_id)
    person = found.person
    reach = (
        {"Name": person.name, "E-mail": person.email, "Phone": person.phone, "Address": person.address}
        if person
        else {"E-mail": found.recipient}
    )
    view = MessageView(
        line=_line(found.row),
        subject=found.subject,
        body=found.body,
        erased=found.erased,
        reach={name: value for name, value in reach.items() if value},
        steps=tuple(OutboxStepView(at=s.at, actor=s.actor, what=s.what, code=s.code) for s in found.steps),
        deeds=_deeds(found),
        problem=problem,
        **framed(sheet, here="outbox"),
    )
    return sheet.wired.pages.message(view, nonce=sheet.nonce)


def letter_page(sheet: DeskSheet, message_id: int) -> str:
    """The letter; raises UnknownMessage, WrongState when the message is none."""
    with sheet.reading() as conn:
        found = outbox_message(conn, message_id)
    letter = as_letter(found, city=sheet.wired.office.city)
    printed = [step for step in found.steps if step.what == Step.PRINTED.value]
    view = LetterView(
        id=message_id,
        letter_language=found.row.language,
        number=found.row.number or "",
        subject=found.subject,
        body=found.body,
        day=letter.day,
        to=letter.to,
        frame=letter.frame,
        call=letter.call,
        printed=(printed[-1].actor, printed[-1].at) if printed else None,
        **framed(sheet, here="outbox"),
    )
    return sheet.wired.pages.letter(view, nonce=sheet.nonce)


def do_it(sheet: DeskSheet, message_id: int, verb: str) -> Response:
    """Do it and show the message, or the letter that is to be printed; raises UnknownMessage, NotFound."""
    if verb not in DEEDS:
        raise NotFound("There is no such thing to do with a message.")
    deed = outbox.Deed(
        engine=sheet.wired.office.engine, message_id=message_id, actor=sheet.account.login, now=sheet.now
    )
    try:
        DEEDS[verb](deed)
    except WrongState as error:
        page = message_page(sheet, message_id, problem=error.message)
        return page_with_form(page, sheet.browser, status=problem_of(error).status)
    then = f"/staff/outbox/{message_id}"
    return RedirectResponse(f"{then}/letter" if verb == "print" else then, status_code=303)


def _count(counts: Mapping[tuple[MessageState, Medium], int], show: _Show) -> int | None:
    if show.state is None:
        return None
    return sum(
        number for (state, medium), number in counts.items() if state is show.state and show.medium in (None, medium)
    )


def _line(row: OutboxRow) -> OutboxLine:
    return OutboxLine(**{name: getattr(row, name) for name in OutboxLine.__dataclass_fields__})


def _deeds(found: OutboxMessage) -> tuple[str, ...]:
    """What can be done now, the likeliest first; the deed itself looks again."""
    row = found.row
    if row.state in (MessageState.SENT, MessageState.SENDING):
        return ()
    if row.medium is Medium.LETTER and row.state is MessageState.WAITING:
        printed = any(step.what == Step.PRINTED.value for step in found.steps)
        return ("posted", "print", "hold") if printed else ("print", "hold")
    if found.person is None:
        return ("again", "hold") if row.state is not MessageState.HELD else ("again",)
    offered = ["letter", "again"] if row.state is MessageState.FAILED and found.person.address else ["again", "letter"]
    if row.template not in LETTERS:
        offered.append("phone")
    if row.state is not MessageState.HELD:
        offered.append("hold")
    return tuple(offered)
