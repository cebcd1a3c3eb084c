"""Note that a department did its part of a split; whoever asked is then owed that outcome (R13, R45)."""

from datetime import datetime

from gis_cas.errors import WrongState
from gis_cas.policy.clock import outcome_due
from gis_cas.service_requests.at_desk import open_case, said
from gis_cas.service_requests.office import Office
from gis_cas.store.answers import owe_outcome
from gis_cas.store.desk import touched
from gis_cas.store.history import record
from gis_cas.store.parts import end_part, standing_part
from gis_cas.store.published import project


def part_done(office: Office, number: str, part_id: int, *, actor: str, text: str, now: datetime) -> datetime:
    """Note what the helper did and owe each requester its outcome; answers the instant by which it is due.

    Raises BadInput, UnknownRequest, NotFound, and WrongState when it is done already or not a department's part.
    """
    words = said("text", text, sentence="Please write what was done or found; it is kept with the part.")
    with open_case(office, number, actor=actor) as (conn, row):
        part = standing_part(conn, row.id, part_id)
        if part.outside:
            raise WrongState("This part is not the work of a department: write to whoever asked about it.")
        if part.done:
            raise WrongState("This part is done already.")
        due_at = outcome_due(now, office.city)
        end_part(conn, part.id, state="done", at=now, by_hand=part.by_hand)
        owed = owe_outcome(conn, row.id, starts_at=now, due_at=due_at, part_id=part.id)
        facts = {"part_id": part.id, "part": part.name, "owed_to": owed, "due_at": due_at.isoformat()}
        event_id = record(conn, request_id=row.id, at=now, actor=actor, kind="part_done", facts=facts, text=words)
        touched(conn, row.id, at=now)
        project(conn, row.id, event_id=event_id, kind="part_done", at=now, facts={"owner": part.name})
        return due_at
