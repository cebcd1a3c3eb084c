"""Put a request on another desk, which never touches a clock; that it was sent wrong is said by `correct`."""

from dataclasses import replace
from datetime import datetime

from gis_cas.errors import BadInput, WrongState
from gis_cas.service_requests.accountable import Accountable, accountable
from gis_cas.service_requests.at_desk import open_case, said
from gis_cas.service_requests.moving import desk_named, move
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.parts import name_parts
from gis_cas.store.answers import owe_voided_again
from gis_cas.store.history import decision_from, decision_row
from gis_cas.store.requests import person_from, to_locate


def reassign(office: Office, number: str, *, to: str, actor: str, reason: str, now: datetime) -> Accountable:
    """Give the request to a department, to an agency (a referral by hand), or to the administrator's queue.

    `to` is a slug, or `type:slug`. A wrong referral that was sent is void: the answers it paid are owed again, at their
    original instants (R45). The due instants stay as they are. Raises BadInput for an unknown or unfit owner, the same
    owner, or a missing reason; UnknownRequest; WrongState when closed.
    """
    why = said("reason", reason, sentence="Please say why the request goes to somebody else; it stays in its history.")
    with open_case(office, number, actor=actor) as (conn, row):
        desk = desk_named(conn, office, to)
        if (desk.type, desk.slug) == (row.owner_type, row.owner_slug):
            raise BadInput({"to": f"The request is with {desk.name} already."})
        if row.owner_type == "agency":
            owe_voided_again(conn, row.id)
        move(conn, row, desk, kind="reassigned", actor=actor, now=now, text=why)
        return desk


def release(office: Office, number: str, *, actor: str, now: datetime) -> Accountable:
    """Let a proposed decision stand as it was proposed (R53), on the desk where it would lie had nobody to be asked.

    Raises WrongState when nothing is proposed, or it is an agency that cannot be named to anyone (R11).
    """
    with open_case(office, number, actor=actor) as (conn, row):
        stored = decision_row(conn, row.decision_id) if row.proposed and row.decision_id is not None else None
        decision = decision_from(stored) if stored is not None else None
        if decision is None or decision.owner is None:
            raise WrongState("Nothing is proposed for this request; give it to somebody by hand.")
        desk = accountable(
            replace(decision, proposed=False),
            service=office.reference.service(row.service_code),
            person=person_from(to_locate(conn, number)),
            city=office.city,
            directory=office.reference.directory,
        )
        if desk.slug == row.owner_slug:
            raise WrongState(f"{decision.owner.name} cannot be named to anyone; give it to somebody by hand.")
        move(conn, row, desk, kind="released", actor=actor, now=now, text=None)
        name_parts(
            conn, row.id, decision.beside, decision_id=row.decision_id, desk_slug=desk.slug, actor=actor, now=now
        )
        return desk
