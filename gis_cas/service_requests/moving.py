"""What every move to another desk does: the desk by its slug, the row, the history, the public side."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from gis_cas.errors import BadInput
from gis_cas.service_requests.accountable import Accountable, administrator, desk_of, missing_for_referral
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.parts import absorb_part
from gis_cas.store.desk import set_owner, under_city_manager
from gis_cas.store.history import record
from gis_cas.store.published import project


def desk_named(conn: Connection, office: Office, to: str) -> Accountable:
    """The desk that `slug` or `type:slug` names; raises BadInput for one that is unknown or may not have it."""
    slug = to.rpartition(":")[2].strip()
    reference = office.reference
    directory = reference.directory
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


def move(
    conn: Connection,
    row: Row[Any],
    desk: Accountable,
    *,
    kind: str,
    actor: str,
    now: datetime,
    text: str | None,
    facts: Mapping[str, Any] | None = None,
) -> int:
    """Put the held request on this desk and answer the id of the event that says so; no clock is touched (R42)."""
    set_owner(conn, row.id, owner_type=desk.type, owner_slug=desk.slug, at=now)
    moved = {
        "from": {"type": row.owner_type, "slug": row.owner_slug},
        "to": {"type": desk.type, "slug": desk.slug},
        **(facts or {}),
    }
    event_id = record(conn, request_id=row.id, at=now, actor=actor, kind=kind, facts=moved, text=text)
    absorb_part(conn, row.id, desk, actor=actor, now=now)
    project(conn, row.id, event_id=event_id, kind=kind, at=now, facts={"owner": desk.name})
    return event_id
