"""Say that one part of a split is not theirs: that part alone moves on, and its clock runs on (R13, R42)."""

from datetime import datetime

from gis_cas.errors import BadInput, WrongState
from gis_cas.service_requests.accountable import QUEUE, Accountable, administrator
from gis_cas.service_requests.at_desk import open_case, said
from gis_cas.service_requests.moving import desk_named
from gis_cas.service_requests.note_correction import Corrected, Wrong, note_part_correction
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.parts import drop_part
from gis_cas.store.answers import owe_for_part, void_for_part
from gis_cas.store.desk import touched
from gis_cas.store.history import record
from gis_cas.store.parts import give_part, standing_part, standing_parts
from gis_cas.store.published import project

NOBODY = "nobody"
"""The choice that there is no such part."""


def part_not_ours(
    office: Office, number: str, part_id: int, *, actor: str, reason: str, now: datetime, to: str | None = None
) -> Accountable | None:
    """Give the part to whose it is, or, when nobody knows, to the administrator's queue; None: there is no such part.

    `to` is a slug, `type:slug`, or NOBODY. What was written about it is void: it is owed again, at its original instant
    (R45). The request itself and every other part stay where they are. Raises BadInput for an unknown or unfit owner,
    the same one, or one that has the request or another part already, or a missing reason; UnknownRequest; NotFound;
    WrongState when closed, or done by a department.
    """
    why = said("reason", reason, sentence="Please say why it is not theirs; the people who keep the map read it.")
    with open_case(office, number, actor=actor) as (conn, row):
        part = standing_part(conn, row.id, part_id)
        if part.done and not part.outside:
            raise WrongState(f"{part.name} did this part already.")
        queue = administrator(office.city, office.reference.directory)
        asked = (to or "").strip()
        desk = None if asked == NOBODY else desk_named(conn, office, asked) if asked else queue
        if desk is not None and desk.slug in {row.owner_slug, *(one.slug for one in standing_parts(conn, row.id))}:
            raise BadInput({"to": f"{desk.name} has this request, or a part of it, already."})
        facts = {
            "part_id": part.id,
            "from": {"type": part.type, "slug": part.slug, "name": part.name},
            "to": {"type": desk.type, "slug": desk.slug, "name": desk.name} if desk else None,
        }
        event_id = record(conn, request_id=row.id, at=now, actor=actor, kind="part_not_ours", facts=facts, text=why)
        if desk is None:
            drop_part(conn, row.id, part, actor=actor, now=now)
        else:
            give_part(
                conn,
                part.id,
                type=desk.type,
                slug=desk.slug,
                name=desk.name,
                address=desk.address,
                phone=desk.phone,
                verified_on=desk.verified_on,
            )
            if desk.type == "department":
                void_for_part(conn, part.id, event_id=event_id)
            else:
                owe_for_part(conn, row.id, part.id)
        rightful = None if desk is None or desk.type == QUEUE else desk
        corrected = Corrected(event_id=event_id, wrong=Wrong.PART, rightful=rightful, actor=actor, now=now)
        note_part_correction(conn, row, part, corrected)
        touched(conn, row.id, at=now)
        shown = {"from": part.name, "owner": desk.name if desk else None}
        project(conn, row.id, event_id=event_id, kind="part_not_ours", at=now, facts=shown)
        return desk
