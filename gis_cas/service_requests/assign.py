"""Put a request on another desk: a correction of the record that never touches a clock (R42)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from gis_cas.domain.directory import Directory
from gis_cas.errors import BadInput, WrongState
from gis_cas.service_requests.accountable import (
    QUEUE,
    Accountable,
    administrator,
    desk_of,
    missing_for_referral,
)
from gis_cas.service_requests.at_desk import open_case, said
from gis_cas.service_requests.office import Office
from gis_cas.store.answers import owe_voided_again
from gis_cas.store.desk import set_owner, under_city_manager
from gis_cas.store.history import decision_from, decision_row, record
from gis_cas.store.published import project


def reassign(office: Office, number: str, *, to: str, actor: str, reason: str, now: datetime) -> Accountable:
    """Give the request to a department, to an agency (a referral by hand), or to the administrator's queue.

    `to` is a slug, or `type:slug`. A wrong referral that was sent is void: the answers it paid are owed again, at their
    original instants (R45). The due instants stay as they are. Raises BadInput for an unknown or unfit owner, the same
    owner, or a missing reason; UnknownRequest; WrongState when closed.
    """
    why = said("reason", reason, sentence="Please say why the request goes to somebody else; it stays in its history.")
    with open_case(office, number, actor=actor) as (conn, row):
        desk = _desk(conn, office, to.rpartition(":")[2].strip())
        if (desk.type, desk.slug) == (row.owner_type, row.owner_slug):
            raise BadInput({"to": f"The request is with {desk.name} already."})
        if row.owner_type == "agency":
            owe_voided_again(conn, row.id)
        _move(conn, row, desk, kind="reassigned", actor=actor, now=now, text=why)
        return desk


def release(office: Office, number: str, *, actor: str, now: datetime) -> Accountable:
    """Let a proposed decision stand as it was proposed (R53); raises WrongState when nothing is proposed."""
    with open_case(office, number, actor=actor) as (conn, row):
        stored = decision_row(conn, row.decision_id) if row.proposed and row.decision_id is not None else None
        owner = decision_from(stored).owner if stored is not None else None
        if owner is None:
            raise WrongState("Nothing is proposed for this request; give it to somebody by hand.")
        desk = desk_of(owner)
        _move(conn, row, desk, kind="released", actor=actor, now=now, text=None)
        return desk


def _desk(conn: Connection, office: Office, slug: str) -> Accountable:
    reference = office.reference
    directory: Directory = reference.directory
    if slug == reference.city.administrator_queue:
        return administrator(reference.city, directory)
    if (department := directory.departments.get(slug)) is not None:
        if not under_city_manager(conn, slug):
            raise BadInput(
                {"to": f"{department.name} does not answer to the City Manager: refer to it, do not assign it."}
            )
        return desk_of(department)
    if (agency := directory.agencies.get(slug)) is not None:
        missing = missing_for_referral(agency)
        if missing:
            raise BadInput(
                {"to": f"{agency.name} has no {' and no '.join(missing)} on file, so it cannot be named to anyone."}
            )
        return desk_of(agency)
    raise BadInput({"to": "Choose a department, an agency, or the administrator's queue."})


def _move(
    conn: Connection, row: Row[Any], desk: Accountable, *, kind: str, actor: str, now: datetime, text: str | None
) -> None:
    set_owner(conn, row.id, owner_type=desk.type, owner_slug=desk.slug, at=now)
    facts = {
        "from": {"type": row.owner_type, "slug": row.owner_slug},
        "to": {"type": desk.type, "slug": desk.slug},
        "correction": kind == "reassigned" and row.owner_type != QUEUE,
    }
    event_id = record(conn, request_id=row.id, at=now, actor=actor, kind=kind, facts=facts, text=text)
    project(conn, row.id, event_id=event_id, kind=kind, at=now, facts={"owner": desk.name})
