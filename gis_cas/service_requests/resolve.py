"""Note what was done; whoever asked is then owed the outcome (R26, R27)."""

from datetime import date, datetime
from enum import StrEnum

from gis_cas.errors import BadInput, WrongState
from gis_cas.policy.clock import outcome_due
from gis_cas.service_requests.at_desk import not_yet_come, open_case, said
from gis_cas.service_requests.office import Office
from gis_cas.store.answers import owe_outcome
from gis_cas.store.desk import set_resolved
from gis_cas.store.history import record
from gis_cas.store.published import project


class Resolution(StrEnum):
    """What became of the request, in one word."""

    DONE = "done"
    INFORMED = "informed"
    NOTHING_FOUND = "nothing_found"
    NOT_POSSIBLE = "not_possible"


def resolve(
    office: Office,
    number: str,
    *,
    actor: str,
    text: str,
    now: datetime,
    code: Resolution = Resolution.DONE,
    completed_on: date | None = None,
) -> datetime:
    """Note the resolution and owe each requester the outcome; answers the instant by which it is due.

    `completed_on` is the day a long-running work was really complete, the text its evidence (R31); without it the
    request cannot be closed yet. Raises BadInput, UnknownRequest, WrongState when it is resolved already or is
    somebody else's work.
    """
    words = said("text", text, sentence="Please write what was done or found; it is kept as the resolution.")
    city = office.city
    if completed_on is not None and not_yet_come(completed_on, now=now, city=city):
        raise BadInput({"completed_on": "The work cannot be complete on a day that has not come yet."})
    with open_case(office, number, actor=actor) as (conn, row):
        if row.resolved_at is not None:
            raise WrongState("This request is resolved already.")
        if row.owner_type in ("agency", "private"):
            raise WrongState("This is somebody else's work: write to the requester, then close the request.")
        due_at = outcome_due(now, city)
        set_resolved(conn, row.id, at=now)
        owed = owe_outcome(conn, row.id, starts_at=now, due_at=due_at)
        day = completed_on.isoformat() if completed_on else None
        facts = {"code": code.value, "completed_on": day, "owed_to": owed, "due_at": due_at.isoformat()}
        event_id = record(conn, request_id=row.id, at=now, actor=actor, kind="resolved", facts=facts, text=words)
        public = {"code": code.value, "completed_on": day}
        project(conn, row.id, event_id=event_id, kind="resolved", at=now, facts=public)
        return due_at
