"""What would have been decided the moment a request came in: the day of receipt beside the day of the decision.

The day of the decision routes the work; the day of receipt is the one that reports count by. Where the map or the rules
changed in between, both are shown.
"""

from dataclasses import dataclass, replace
from datetime import date

from gis_cas.domain.directory import Owner
from gis_cas.service_requests.decide import decide_for
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.replay import as_it_was, found_then, question_then
from gis_cas.store.city import ruleset_as_of, ruleset_by_id
from gis_cas.store.history import decision_from, decision_row
from gis_cas.store.in_force import read_in_force
from gis_cas.store.requests import to_locate


@dataclass(frozen=True, slots=True, kw_only=True)
class AsReceived:
    """The city days of decision and receipt, and whose it would have been at receipt; None: a person's to find out."""

    decided_on: date
    received_on: date
    owner: Owner | None


def as_received(office: Office, number: str) -> AsReceived | None:
    """Whose the request would have been by the map and the rules as they were, and were known, when it came in.

    None where that is the same owner, nothing was decided yet, no map was on file at receipt, or the place was lawfully
    blanked. Nothing is written. Raises UnknownRequest.
    """
    with office.statements.connect() as conn:
        row = to_locate(conn, number)
        stored_row = decision_row(conn, row.decision_id) if row.decision_id is not None else None
        if stored_row is None:
            return None
        stored, inputs = decision_from(stored_row), stored_row.inputs
        received_on = row.received_at.astimezone(office.city.time_zone).date()
        decided_on = date.fromisoformat(inputs["valid_on"])
        ruleset_id = ruleset_as_of(conn, row.received_at) or stored.ruleset_id
        then_in_force = read_in_force(conn, valid_on=received_on, known_at=row.received_at).ids
        unchanged = (received_on, ruleset_id, then_in_force) == (decided_on, stored.ruleset_id, stored.publications)
        if unchanged or not then_in_force:
            return None
        reference = replace(as_it_was(conn, office.reference, stored, inputs), ruleset=ruleset_by_id(conn, ruleset_id))
        found = found_then(conn, stored_row, stored)
        if found is None or inputs["service_code"] not in reference.ruleset.services:
            return None
        then = replace(
            question_then(reference, stored, inputs), valid_on=received_on, known_at=row.received_at, publications=None
        )
        fresh = decide_for(conn, then, found=found, reference=reference, projection=office.projection).decision
    if _name(fresh.owner) == _name(stored.owner):
        return None
    return AsReceived(decided_on=decided_on, received_on=received_on, owner=fresh.owner)


def _name(owner: Owner | None) -> tuple[str, str] | None:
    """Two private owners of different kinds share a slug."""
    return (owner.slug, owner.name) if owner else None
