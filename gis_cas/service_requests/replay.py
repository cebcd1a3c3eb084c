"""Decide again from what was stored, to prove next year what was decided today."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from gis_cas.domain.decision import Decision
from gis_cas.domain.directory import Directory, Owner, OwnerType
from gis_cas.errors import WrongState
from gis_cas.policy.tracking_number import grouped
from gis_cas.service_requests.decide import Question, decide_for
from gis_cas.service_requests.geocode import Found
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.reference import Reference
from gis_cas.store.city import ruleset_by_id
from gis_cas.store.history import decision_from, decision_row
from gis_cas.store.requests import decided_places, to_locate


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """The decision on file and the one that its inputs give now."""

    stored: Decision
    fresh: Decision

    @property
    def same(self) -> bool:
        """Whether every part of both is equal: owner, reason, trace, candidates, question."""
        return self.stored == self.fresh


def replay(office: Office, number: str) -> Replayed:
    """Recompute a request's decision from its stored place, answers, ruleset and publications; nothing is written.

    Owners are named as the decision named them, so that a new telephone number is no other decision. Raises
    UnknownRequest, WrongState when nothing was decided yet or the place was lawfully blanked.
    """
    with office.statements.connect() as conn:
        row = to_locate(conn, number)
        stored_row = decision_row(conn, row.decision_id) if row.decision_id is not None else None
        if stored_row is None:
            raise WrongState(f"Request {grouped(number)} has not been decided yet.")
        stored = decision_from(stored_row)
        reference = as_it_was(conn, office.reference, stored, stored_row.inputs)
        found = found_then(conn, stored_row, stored)
        if found is None:
            raise WrongState(
                f"The place of request {grouped(number)} was lawfully blanked; it cannot be decided again."
            )
        question = question_then(reference, stored, stored_row.inputs)
        fresh = decide_for(conn, question, found=found, reference=reference, projection=office.projection).decision
    return Replayed(stored=stored, fresh=fresh)


def found_then(conn: Connection, row: Row[Any], stored: Decision) -> Found | None:
    """The places that a stored decision was made for; None when they were lawfully blanked."""
    inputs = row.inputs
    places = decided_places(conn, row.place_id) if row.place_id is not None else ()
    if places is None:
        return None
    return Found(places=places, given=inputs["given"], why=inputs["why"], locator_version=stored.locator_version)


def question_then(reference: Reference, stored: Decision, inputs: Mapping[str, Any]) -> Question:
    """What a stored decision was asked, by the very publications that it named."""
    known_at = inputs["known_at"]
    return Question(
        service=reference.service(inputs["service_code"]),
        valid_on=date.fromisoformat(inputs["valid_on"]),
        known_at=datetime.fromisoformat(known_at) if known_at else None,
        answers=inputs["answers"],
        proposed=inputs["proposed"],
        publications=stored.publications,
    )


def as_it_was(conn: Connection, reference: Reference, stored: Decision, inputs: Mapping[str, Any]) -> Reference:
    """The city, the owners and the rules that a stored decision was made with."""
    city = replace(
        reference.city,
        road_reach_ft=inputs["road_reach_ft"],
        max_radius_ft=inputs["max_radius_ft"],
        owner_slug=inputs["owner_slug"],
    )
    named = [candidate.owner for candidate in stored.candidates] + [stored.owner, *stored.beside]
    directory = _with(reference.directory, [owner for owner in named if owner is not None])
    return replace(reference, city=city, directory=directory, ruleset=ruleset_by_id(conn, stored.ruleset_id))


def _with(directory: Directory, owners: list[Owner]) -> Directory:
    departments, agencies = dict(directory.departments), dict(directory.agencies)
    for owner in owners:
        if owner.type is OwnerType.DEPARTMENT:
            departments[owner.slug] = owner
        elif owner.type is OwnerType.AGENCY:
            agencies[owner.slug] = owner
    return Directory(departments=departments, agencies=agencies)
