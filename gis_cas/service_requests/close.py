"""Close a request: never while somebody waits for an answer, never because a department merely responded (R31)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from gis_cas.errors import BadInput, WrongState
from gis_cas.service_requests.at_desk import not_yet_come, open_case, said
from gis_cas.service_requests.office import Office
from gis_cas.store.answers import count_open
from gis_cas.store.desk import set_closed
from gis_cas.store.history import last_facts, record
from gis_cas.store.parts import standing_parts
from gis_cas.store.published import project


def close(
    office: Office, number: str, *, actor: str, now: datetime, text: str = "", completed_on: date | None = None
) -> None:
    """Close the request; raises UnknownRequest, BadInput, and WrongState with what is missing.

    The city's own request closes once it is resolved and everybody was told; an agency's or a private owner's once
    everybody was written to; a split once every part is done, too. A long-running one also needs the day of its
    completion, here or in its resolution, and with it the evidence in words (R31).
    """
    with open_case(office, number, actor=actor) as (conn, row):
        owed = count_open(conn, row.id)
        if owed:
            people = "one answer is" if owed == 1 else f"{owed} answers are"
            raise WrongState(f"This request cannot be closed yet: {people} still owed.")
        if row.resolved_at is None and row.owner_type not in ("agency", "private"):
            raise WrongState("Please note the resolution before closing the request.")
        for part in standing_parts(conn, row.id):
            if not part.done:
                raise WrongState(f"This request cannot be closed yet: {part.name} still has a part in it.")
        if completed_on is not None and not_yet_come(completed_on, now=now, city=office.city):
            raise BadInput({"completed_on": "The work cannot be complete on a day that has not come yet."})
        words = _evidence(conn, row, text, completed_on)
        day = completed_on.isoformat() if completed_on else None
        set_closed(conn, row.id, at=now)
        event_id = record(
            conn, request_id=row.id, at=now, actor=actor, kind="closed", facts={"completed_on": day}, text=words
        )
        project(conn, row.id, event_id=event_id, kind="closed", at=now, facts={"completed_on": day})


def _evidence(conn: Connection, row: Row[Any], text: str, completed_on: date | None) -> str | None:
    if not row.long_running or row.owner_type in ("agency", "private"):
        return text.strip() or None
    if completed_on is None:
        resolved = last_facts(conn, row.id, kind="resolved") or {}
        if not resolved.get("completed_on"):
            raise WrongState(
                "Construction and major repairs stay open until they are complete: give the day of completion and what "
                "shows it."
            )
        return text.strip() or None
    return said("text", text, sentence="Please say what shows that the work is complete.")
