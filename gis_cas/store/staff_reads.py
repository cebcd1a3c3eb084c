"""What the staff desk reads: its queues, the list with due first, and one request with everything about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, literal, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from gis_cas.domain.attachment import WhichPlace
from gis_cas.policy.sight import Sight
from gis_cas.store.answer_state import state_at
from gis_cas.store.answers import still_owed
from gis_cas.store.parts import stands
from gis_cas.store.sight import within
from gis_cas.store.tables.attachments import photo_answer
from gis_cas.store.tables.published import published_request as shown
from gis_cas.store.tables.requests import answer_owed, decision, place, request_part, requester, service_request

PAGE_ROWS = 50


class StaffQueue(StrEnum):
    """The desk's queues; all but `closed` hold open requests only."""

    OPEN = "open"
    DUE = "due"
    NEEDS_OWNER = "needs_owner"
    OVERDUE = "overdue"
    REFERRALS = "referrals"
    OUTSTANDING = "outstanding"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffListed:
    """One row of the desk's list; `owed` of `people` still wait for an answer (R44). beside: who has a part in it."""

    number: str
    service_name: str
    state: str
    owner_type: str
    owner_slug: str
    owner_name: str
    received_at: datetime
    due_at: datetime | None
    place_label: str | None
    decision_kind: str | None
    proposed: bool
    owed: int
    people: int
    beside: str | None
    two_places: bool

    @property
    def needs_owner(self) -> bool:
        """Whether the administrator has to decide whose it is."""
        return self.owner_type == "queue"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPage:
    """One page of the list; `next_due_at` is the earliest instant still to come, for an empty list's sentence."""

    rows: tuple[StaffListed, ...]
    more: bool
    next_due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCount:
    """One desk with open requests, and how many of them are past the promise."""

    owner_type: str
    owner_slug: str
    owner_name: str
    open: int
    past_promise: int


def desk_counts(conn: Connection, *, now: datetime, sight: Sight) -> tuple[DeskCount, ...]:
    """Every desk with open requests, the administrator's and the inspectors' first, then by name."""
    name = func.min(shown.c.owner_name)
    wanted = (
        _joined(
            select(
                service_request.c.owner_type,
                service_request.c.owner_slug,
                name.label("owner_name"),
                func.count().label("open"),
                func.count().filter(shown.c.due_at < now).label("past_promise"),
            )
        )
        .where(service_request.c.status == "open", within(sight))
        .group_by(service_request.c.owner_type, service_request.c.owner_slug)
        .order_by((service_request.c.owner_type == "queue").desc(), name)
    )
    return tuple(DeskCount(**row._mapping) for row in conn.execute(wanted))  # noqa: SLF001 - SQLAlchemy's public name


def queue_counts(conn: Connection, *, now: datetime, sight: Sight) -> Mapping[StaffQueue, int]:
    """How many requests lie in each queue, of what the sight covers."""
    counts = [func.count().filter(_in(queue, now)).label(queue.value) for queue in StaffQueue]
    columns: Any = select(*counts)
    row = conn.execute(_joined(columns).where(within(sight))).one()
    return {queue: int(getattr(row, queue.value)) for queue in StaffQueue}


def staff_list(
    conn: Connection,
    *,
    now: datetime,
    queue: StaffQueue = StaffQueue.OPEN,
    sight: Sight,
    owner: str | None = None,
    words: str = "",
    page: int = 1,
) -> StaffPage:
    """One page of a queue, the earliest due first.

    sight: only what it covers; owner: only this desk; words: a number, or part of a service, owner
    or place, looked for in every queue.
    """
    owed = select(func.count(answer_owed.c.requester_id.distinct())).where(
        answer_owed.c.request_id == service_request.c.id, still_owed()
    )
    beside = select(func.string_agg(request_part.c.owner_name, aggregate_order_by(literal("; "), request_part.c.id)))
    people = select(func.count()).where(requester.c.request_id == service_request.c.id)
    columns: Select[Any] = select(
        shown.c.number,
        shown.c.service_name,
        state_at(now).label("state"),
        service_request.c.owner_type,
        service_request.c.owner_slug,
        shown.c.owner_name,
        service_request.c.received_at,
        shown.c.due_at,
        _where().label("place_label"),
        decision.c.kind.label("decision_kind"),
        service_request.c.proposed,
        owed.scalar_subquery().label("owed"),
        people.scalar_subquery().label("people"),
        beside.where(request_part.c.request_id == service_request.c.id, stands()).scalar_subquery().label("beside"),
        _two_places().label("two_places"),
    )
    wanted = _joined(columns).where(within(sight))
    wanted = wanted.where(_mentions(words) if words.strip() else _in(queue, now))
    if owner is not None:
        wanted = wanted.where(service_request.c.owner_slug == owner)
    wanted = wanted.order_by(shown.c.due_at.asc().nulls_last(), service_request.c.received_at, shown.c.number)
    rows = conn.execute(wanted.limit(PAGE_ROWS + 1).offset((page - 1) * PAGE_ROWS)).all()
    listed = tuple(StaffListed(**row._mapping) for row in rows[:PAGE_ROWS])  # noqa: SLF001 - SQLAlchemy's public name
    coming = _joined(select(func.min(shown.c.due_at))).where(within(sight), shown.c.due_at >= now)
    return StaffPage(rows=listed, more=len(rows) > PAGE_ROWS, next_due_at=conn.execute(coming).scalar_one())


def _joined(wanted: Select[Any]) -> Select[Any]:
    return (
        wanted.select_from(service_request)
        .join(shown, shown.c.number == service_request.c.number)
        .outerjoin(decision, decision.c.id == service_request.c.decision_id)
    )


def _in(queue: StaffQueue, now: datetime) -> ColumnElement[bool]:
    is_open = service_request.c.status == "open"
    open_part = select(request_part.c.id).where(
        request_part.c.request_id == service_request.c.id,
        request_part.c.state == "open",
        request_part.c.owner_type != "department",
    )
    outside = or_(service_request.c.owner_type.in_(["agency", "private"]), open_part.exists())
    tests: Mapping[StaffQueue, ColumnElement[bool]] = {
        StaffQueue.OPEN: is_open,
        StaffQueue.DUE: and_(is_open, shown.c.due_at.is_not(None)),
        StaffQueue.NEEDS_OWNER: and_(is_open, service_request.c.owner_type == "queue"),
        StaffQueue.OVERDUE: and_(is_open, shown.c.due_at < now),
        StaffQueue.REFERRALS: and_(is_open, outside, shown.c.due_at.is_not(None)),
        StaffQueue.OUTSTANDING: and_(is_open, shown.c.due_at.is_(None)),
        StaffQueue.CLOSED: service_request.c.status == "closed",
    }
    return tests[queue]


def _two_places() -> ColumnElement[bool]:
    """Whether the sender is not sure which of two places is right: pin or photo, pin or address."""
    unsure = photo_answer.c.answer == WhichPlace.UNSURE.value
    photo = select(photo_answer.c.request_id).where(photo_answer.c.request_id == service_request.c.id, unsure).exists()
    words = func.coalesce(service_request.c.answers["which_place"].as_string() == WhichPlace.UNSURE.value, false())
    return and_(service_request.c.status == "open", or_(photo, words))


def _where() -> ColumnElement[str | None]:
    """The label of the place found, else the words it was stated in."""
    found = select(place.c.label).where(place.c.id == service_request.c.place_id).scalar_subquery()
    stated = select(place.c.stated_words).where(place.c.id == service_request.c.stated_place_id).scalar_subquery()
    return func.coalesce(found, stated, shown.c.place_label)


def _mentions(words: str) -> ColumnElement[bool]:
    digits = "".join(character for character in words if character.isdigit())
    found = or_(
        shown.c.service_name.icontains(words.strip(), autoescape=True),
        shown.c.owner_name.icontains(words.strip(), autoescape=True),
        _where().icontains(words.strip(), autoescape=True),
    )
    return or_(found, service_request.c.number == digits) if digits else found
