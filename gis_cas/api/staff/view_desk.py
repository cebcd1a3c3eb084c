"""Filling the desk's pages."""

from collections.abc import Mapping
from typing import Any

from gis_cas.api.public.view_cards import page_facts
from gis_cas.api.public.view_files import file_limits
from gis_cas.api.staff.framed import framed
from gis_cas.api.staff.sheet import DeskSheet, ListAsked
from gis_cas.domain.attachment import PlaceDoubt
from gis_cas.domain.directory import Owner
from gis_cas.domain.request import Person, RequestStatus
from gis_cas.errors import LocatorUnavailable
from gis_cas.policy.access import Door
from gis_cas.policy.responsibility.words import UNSURE
from gis_cas.service_requests.accountable import QUEUE
from gis_cas.service_requests.as_received import as_received
from gis_cas.service_requests.decide import needs_place
from gis_cas.service_requests.two_places import WHICH_PLACE, two_places
from gis_cas.store.attachments import of_request
from gis_cas.store.parts import Part
from gis_cas.store.photo_answers import doubt_about
from gis_cas.store.staff_case import StaffCase
from gis_cas.store.staff_reads import StaffListed, StaffQueue, queue_counts, staff_list
from map_ui.file_views import StaffFile
from map_ui.part_views import PartView
from map_ui.staff_views import HistoryEntry, OtherDay, Queue, StaffListView, StaffRequestView, StaffRow

NAMES: Mapping[StaffQueue, str] = {
    StaffQueue.DUE: "Answer owed",
    StaffQueue.OVERDUE: "Past the promise",
    StaffQueue.NEEDS_OWNER: "Needs an owner",
    StaffQueue.REFERRALS: "Referrals to write",
    StaffQueue.OUTSTANDING: "Answered, work open",
    StaffQueue.CLOSED: "Closed",
}
VERBS = frozenset(
    {
        *("answer", "reassign", "not-ours", "wrong-place", "resolve", "close", "attach", "release", "withhold"),
        *("refer", "done"),
    }
)


def list_page(sheet: DeskSheet, asked: ListAsked) -> str:
    """The desk's list."""
    return sheet.wired.pages.staff(_listing(sheet, asked), nonce=sheet.nonce)


def case_page(
    sheet: DeskSheet,
    number: str,
    *,
    done: str | None = None,
    problem_verb: str | None = None,
    errors: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None,
) -> str:
    """One request beside the list; with a verb's form open again when something in it could not be used."""
    view = _case_view(
        sheet,
        sheet.case(number),
        done=done if done in VERBS else None,
        problem_verb=problem_verb,
        errors=errors or {},
        values=values or {},
    )
    return sheet.wired.pages.staff_request(view, nonce=sheet.nonce)


def _listing(sheet: DeskSheet, asked: ListAsked) -> StaffListView:
    sight = sheet.account.sight
    with sheet.reading() as conn:
        counts = queue_counts(conn, now=sheet.now, sight=sight)
        found = staff_list(conn, now=sheet.now, queue=asked.queue, sight=sight, words=asked.words, page=asked.page)
    late = counts[StaffQueue.OVERDUE]
    return StaffListView(
        queues=tuple(
            Queue(key=key.value, name=name, open=counts[key], past_promise=late if key is StaffQueue.DUE else 0)
            for key, name in NAMES.items()
        ),
        rows=tuple(_row(one) for one in found.rows),
        queue="" if asked.words else asked.queue.value,
        words=asked.words,
        more=found.more,
        page=asked.page,
        next_due_at=found.next_due_at,
        **framed(sheet, here="desk"),
    )


def _row(one: StaffListed) -> StaffRow:
    return StaffRow(
        number=one.number,
        service_name=one.service_name,
        state=one.state,
        owner_name=one.owner_name,
        received_at=one.received_at,
        place_label=one.place_label,
        due_at=one.due_at,
        needs_owner=one.needs_owner,
        two_places=one.two_places,
        beside=one.beside,
    )


def _case_view(sheet: DeskSheet, case: StaffCase, **more: Any) -> StaffRequestView:
    listing = _listing(sheet, ListAsked())
    return StaffRequestView(
        listing=listing,
        csrf=listing.csrf,
        number=case.number,
        service_name=case.service_name,
        state=case.state,
        closed=case.status == RequestStatus.CLOSED,
        channel=case.channel,
        received_at=case.received_at,
        received_on=case.received_on,
        owner=_owners(sheet).get(case.owner_slug),
        owner_name=case.owner_name,
        requester=case.requesters[0].person if case.requesters else Person(),
        description=case.description,
        decision=case.decision,
        stated=case.stated,
        place=case.places[0] if len(case.places) == 1 else None,
        owed=case.owed,
        parts=tuple(_part(part, case, sheet) for part in case.parts),
        history=tuple(
            HistoryEntry(at=event.at, actor=event.actor, kind=event.kind, facts=event.facts, text=event.text)
            for event in case.history
        ),
        owners=tuple(owner for slug, owner in _owners(sheet).items() if slug != case.owner_slug),
        long_running=case.long_running,
        resolved_at=case.resolved_at,
        closed_at=case.closed_at,
        corrected=case.corrected,
        correctable=_correctable(sheet, case),
        other_day=_other_day(sheet, case.number),
        files=_files(sheet, case.number),
        doubt=_doubt(sheet, case.number),
        words_or_pin=case.answers.get(WHICH_PLACE) == UNSURE,
        words_far_from_pin=_far_apart(sheet, case),
        limits=file_limits(sheet.wired.cabinet),
        may_add_files=sheet.account.may(Door.ATTACHMENTS_ADD),
        may_release=sheet.account.may(Door.ATTACHMENTS_RELEASE),
        **page_facts(sheet.wired, sheet.now, sheet.language),
        **more,
    )


def _far_apart(sheet: DeskSheet, case: StaffCase) -> bool:
    """Whether address and pin lie far apart and nobody has said which is right; not known while the locator is away."""
    settled = WHICH_PLACE in case.answers or case.corrected is not None or case.status == RequestStatus.CLOSED
    if case.stated is None or settled:
        return False
    try:
        return two_places(sheet.wired.office, case.stated) is not None
    except LocatorUnavailable:
        return False


def _part(part: Part, case: StaffCase, sheet: DeskSheet) -> PartView:
    due = (one.due_at for one in case.owed if one.part == part.name and one.answered_at is None)
    is_open = case.status != RequestStatus.CLOSED
    offered = {
        "refer": part.outside and part.type != QUEUE and not part.done and sheet.account.may(Door.ANSWER),
        "done": not part.outside and not part.done and sheet.account.may(Door.RESOLVE),
        "not-ours": (part.outside or not part.done) and sheet.account.may(Door.CORRECT),
    }
    return PartView(
        id=part.id,
        type=part.type,
        name=part.name,
        address=part.address,
        phone=part.phone,
        done=part.done,
        due_at=min(due, default=None),
        verbs=tuple(verb for verb, may in offered.items() if may and is_open),
    )


def _correctable(sheet: DeskSheet, case: StaffCase) -> tuple[str, ...]:
    """What may be said to be wrong: the owner once there is one, the place where a place has any part in it."""
    office = sheet.wired.office
    if not sheet.account.may(Door.CORRECT) or case.status == RequestStatus.CLOSED or case.decision is None:
        return ()
    service = office.reference.ruleset.services.get(case.service_code)
    routed = case.owner_slug != office.city.administrator_queue
    return ("owner",) * routed + ("place",) * (service is not None and needs_place(service))


def _other_day(sheet: DeskSheet, number: str) -> OtherDay | None:
    then = as_received(sheet.wired.office, number)
    if then is None:
        return None
    owner_name = then.owner.name if then.owner else None
    return OtherDay(decided_on=then.decided_on, received_on=then.received_on, owner_name=owner_name)


def _files(sheet: DeskSheet, number: str) -> tuple[StaffFile, ...]:
    if not sheet.account.may(Door.ATTACHMENTS_READ):
        return ()
    with sheet.reading() as conn:
        stored = of_request(conn, number)
    same = ("id", "name", "state", "scan", "added_at", "actor", "is_image", "refusal", "byte_size", "width", "height")
    more = ("released_at", "erased", "evidence")
    return tuple(StaffFile(**{name: getattr(one, name) for name in (*same, *more)}) for one in stored)


def _doubt(sheet: DeskSheet, number: str) -> PlaceDoubt | None:
    if not sheet.account.may(Door.ATTACHMENTS_READ):
        return None
    with sheet.reading() as conn:
        return doubt_about(conn, number)


def _owners(sheet: DeskSheet) -> dict[str, Owner]:
    directory = sheet.wired.office.reference.directory
    return directory.departments | directory.agencies
