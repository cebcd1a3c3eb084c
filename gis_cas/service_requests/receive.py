"""Take in a request: its number, its clock and its desk first; then whose job it is."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Row

from gis_cas.domain.city import City
from gis_cas.domain.decision import Decision
from gis_cas.domain.request import NewServiceRequest
from gis_cas.domain.service import Service
from gis_cas.errors import OtherBody, StoreUnavailable
from gis_cas.policy.clock import first_due, received_at_from_stamp
from gis_cas.policy.tracking_number import new_number
from gis_cas.service_requests.accountable import administrator
from gis_cas.service_requests.check_new import check_new
from gis_cas.service_requests.locate import Located, decide_and_store, locate
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.reference import Reference
from gis_cas.service_requests.waiting import Waiting
from gis_cas.store.history import as_json, decision_from, decision_row
from gis_cas.store.requests import KeyTaken, NumberTaken, insert_received, stated_values

log = logging.getLogger(__name__)

WEB_FORM = "web-form"
"""The idempotency client of the public form, whose key is its hidden one-time token."""

KEY_KEPT_FOR = timedelta(days=7)
_TRIES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the requester is told at once.

    `being_located`: the number and the clock stand, whose job it is follows. `notice` is a plain sentence about
    anything unusual (R49).
    """

    number: str
    received_at: datetime
    due_at: datetime
    status: Literal["created", "replayed", "being_located"]
    decision: Decision | None = None
    notice: str | None = None


def receive(
    office: Office,
    new: NewServiceRequest,
    *,
    now: datetime,
    client: str = "web",
    idempotency_key: str | None = None,
    body_hash: str | None = None,
    actor: str = "public",
) -> Receipt:
    """Give the request its number (commit 1), then locate it and decide (commit 2).

    With an idempotency key the same body gets the same number for seven days. Whatever fails after commit 1 leaves a
    request that has its number, its clock and the administrator's queue as its desk; the worker locates it.
    Raises BadInput, UnknownService, OtherBody, StoreUnavailable, all of them with nothing written.
    """
    reference = office.reference
    service = reference.service(new.service_code)
    check_new(new, city=reference.city, now=now)
    received_at = _received_at(new, reference.city, now=now)
    due_at = first_due(received_at, reference.city)
    values = _commit_1_values(new, office=office, reference=reference, service=service, now=now) | {
        "received_at": received_at,
        "due_at": due_at,
        "client": client,
        "key": idempotency_key,
        "body_hash": body_hash or "",
        "actor": actor,
    }
    row, number = _commit_1(office, values)
    if row.standing_number is not None:
        return _replayed(office, row, body_hash=body_hash or "")
    waiting = Waiting(
        number=number,
        service_code=new.service_code,
        channel=new.channel,
        stated=new.place,
        person=new.person,
        answers=new.answers,
        owner_slug=values["queue_slug"],
    )
    located = _locate_now(office, waiting, now=now)
    return Receipt(
        number=number,
        received_at=received_at,
        due_at=due_at,
        status="created" if located else "being_located",
        decision=located.decision if located else None,
        notice=located.notice if located else None,
    )


def _commit_1(office: Office, values: dict[str, Any]) -> tuple[Row[Any], str]:
    for _ in range(_TRIES):
        number = new_number(office.random)
        try:
            with office.statements.lean() as conn:
                return insert_received(conn, values | {"number": number}), number
        except (NumberTaken, KeyTaken):
            continue
    raise StoreUnavailable("No free number was found. Nothing was kept; please send it again.")


def _locate_now(office: Office, waiting: Waiting, *, now: datetime) -> Located | None:
    """Commit 2, or None when it has to wait: the number is given, so no failure here may reach the requester."""
    try:
        return decide_and_store(office, waiting, now=now) or locate(office, waiting.number, now=now)
    except Exception:
        log.exception("request %s has its number and waits to be located", waiting.number)
        return None


def _replayed(office: Office, row: Row[Any], *, body_hash: str) -> Receipt:
    if row.standing_body_hash != body_hash:
        raise OtherBody(
            {"Idempotency-Key": "This key was already used for another request. Send a new request under a new key."}
        )
    decision = None
    if row.standing_decision_id is not None:
        with office.statements.connect() as conn:
            stored = decision_row(conn, row.standing_decision_id)
            decision = decision_from(stored) if stored else None
    return Receipt(
        number=row.standing_number,
        received_at=row.standing_received_at,
        due_at=row.standing_due_at,
        status="replayed" if row.standing_located_at is not None else "being_located",
        decision=decision,
    )


def _received_at(new: NewServiceRequest, city: City, *, now: datetime) -> datetime:
    """Now, or for a date-stamped letter the hour at which that day's post counts (R24), never later than now."""
    if new.received_on is None or new.received_on == _city_day(now, city):
        return now
    return min(now, received_at_from_stamp(new.received_on, city))


def _city_day(now: datetime, city: City) -> date:
    return now.astimezone(city.time_zone).date()


def _commit_1_values(
    new: NewServiceRequest, *, office: Office, reference: Reference, service: Service, now: datetime
) -> dict[str, Any]:
    queue = administrator(reference.city, reference.directory)
    person = new.person
    return {
        "now": now,
        "expires_at": now + KEY_KEPT_FOR,
        "service_code": service.code,
        "service_name": service.name,
        "group_name": service.group,
        "long_running": service.long_running,
        "kind": new.kind.value,
        "channel": new.channel.value,
        "facility": new.facility,
        "seat": new.seat,
        "received_on": new.received_on or _city_day(now, reference.city),
        "description": new.description,
        "language": person.language,
        "answers": as_json(dict(new.answers)),
        "person_name": person.name,
        "person_address": person.address,
        "person_phone": person.phone,
        "person_email": person.email,
        "queue_slug": queue.slug,
        "queue_name": queue.name,
        "queue_address": queue.address,
        "queue_phone": queue.phone,
        "demo": office.demo,
        **stated_values(new.place, office.projection),
    }
