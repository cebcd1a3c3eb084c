"""Say that a request is not ours: the misroute is on record, the request moves on, and its clock runs on (R42)."""

from datetime import datetime

from gis_cas.errors import BadInput, WrongState
from gis_cas.service_requests.accountable import QUEUE, Accountable, administrator
from gis_cas.service_requests.at_desk import open_case, said
from gis_cas.service_requests.moving import desk_named, move
from gis_cas.service_requests.note_correction import Corrected, Wrong, note_correction, standing_decision
from gis_cas.service_requests.office import Office
from gis_cas.store.answers import owe_voided_again

WAITS = "This request waits for an owner already. Give it to somebody with Reassign."


def not_ours(
    office: Office, number: str, *, actor: str, reason: str, now: datetime, to: str | None = None
) -> Accountable:
    """Send the request on to whose it is, or, when nobody knows, back to the administrator's queue.

    `to` is a slug, or `type:slug`. A wrong referral that was sent is void: the answers it paid are owed again, at their
    original instants (R45). Raises BadInput for an unknown or unfit owner, the same owner, or a missing reason;
    UnknownRequest; WrongState when closed, not decided yet, or with the administrator already.
    """
    why = said("reason", reason, sentence="Please say why it is not yours; the people who keep the map read it.")
    with open_case(office, number, actor=actor) as (conn, row):
        stored = standing_decision(conn, row)
        queue = administrator(office.city, office.reference.directory)
        if (row.owner_type, row.owner_slug) == (QUEUE, queue.slug):
            raise WrongState(WAITS)
        desk = desk_named(conn, office, to) if to and to.strip() else queue
        if (desk.type, desk.slug) == (row.owner_type, row.owner_slug):
            raise BadInput({"to": f"The request is with {desk.name} already."})
        if row.owner_type == "agency":
            owe_voided_again(conn, row.id)
        facts = {"decision_id": stored.id}
        event_id = move(conn, row, desk, kind="not_ours", actor=actor, now=now, text=why, facts=facts)
        rightful = None if desk.type == QUEUE else desk
        corrected = Corrected(event_id=event_id, wrong=Wrong.OWNER, rightful=rightful, actor=actor, now=now)
        note_correction(conn, office, row, stored, corrected)
        return desk
