"""From the places found to a decision: look at each in the layers in force, then ask the policy. Nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from sqlalchemy import Connection

from gis_cas.domain.decision import Decision, DecisionKind
from gis_cas.domain.district import District
from gis_cas.domain.findings import Findings
from gis_cas.domain.service import LocationNeed, Service
from gis_cas.geo.projection import Projection
from gis_cas.policy.districts import districts_at
from gis_cas.policy.responsibility import decide, decide_any, decide_without_place, read_by_county_rules
from gis_cas.policy.responsibility.sides import WHICH_SIDE
from gis_cas.service_requests.accountable import administrator
from gis_cas.service_requests.geocode import Found
from gis_cas.service_requests.reference import Reference
from gis_cas.store.bearings import with_bearings
from gis_cas.store.places import locate as look_up
from gis_cas.store.statements import LeanConnection


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: the service, what was answered so far, and the city day and knowledge it is asked for.

    `publications` fixes the layers, for a replay; without it those in force on `valid_on` as known at `known_at` count.
    """

    service: Service
    valid_on: date
    answers: Mapping[str, str]
    proposed: bool = False
    known_at: datetime | None = None
    publications: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision and what it was made of."""

    decision: Decision
    found: Found
    findings: tuple[Findings, ...] = ()


def needs_place(service: Service) -> bool:
    """Whether a place has any part in who is responsible (R46)."""
    return service.location is not LocationNeed.NONE


def decide_for(
    conn: Connection | LeanConnection, question: Question, *, found: Found, reference: Reference, projection: Projection
) -> Decided:
    """The decision for these places: one, several possible ones, or none at all."""
    places = found.places if needs_place(question.service) else ()
    overlaps_of = read_by_county_rules(reference.ruleset.rules_on(question.service, question.valid_on).deciding)
    findings = tuple(
        look_up(
            cast("Connection", conn),  # it runs prepared statements only, which either kind of connection can
            projection=projection,
            position=place.position,
            radius_ft=place.radius_ft,
            valid_on=question.valid_on,
            known_at=question.known_at,
            publications=question.publications,
            segment_key=place.segment_key,
            road_reach_ft=reference.city.road_reach_ft,
            overlaps_of=overlaps_of,
        )
        for place in places
    )
    decision = _ask_policy(question, found, findings, reference)
    if len(findings) == 1 and _asks_for_a_side(decision, question):
        within_ft = places[0].radius_ft + reference.city.road_reach_ft
        findings = (with_bearings(conn, findings[0], lines_within_ft=within_ft, projection=projection),)
        decision = _ask_policy(question, found, findings, reference)
    return Decided(
        decision=replace(decision, locator_version=found.locator_version, districts=_districts(findings, reference)),
        found=replace(found, places=places),
        findings=findings,
    )


def _districts(findings: tuple[Findings, ...], reference: Reference) -> tuple[District, ...]:
    """Those of the one place; several possible places, or one too vague to decide on, have none."""
    if len(findings) != 1 or findings[0].radius_ft > reference.city.max_radius_ft:
        return ()
    return districts_at(findings[0])


def _asks_for_a_side(decision: Decision, question: Question) -> bool:
    """Whether the question is on which side of a border it lies, or was and is answered."""
    if decision.question is not None:
        return decision.question.code == WHICH_SIDE
    return WHICH_SIDE in question.answers and len(decision.candidates) > 1


def _ask_policy(question: Question, found: Found, findings: tuple[Findings, ...], reference: Reference) -> Decision:
    ruleset, directory, city = reference.ruleset, reference.directory, reference.city
    service, answers, proposed = question.service, question.answers, question.proposed
    if not findings:
        alone = decide_without_place(
            service=service,
            ruleset=ruleset,
            directory=directory,
            city=city,
            valid_on=question.valid_on,
            answers=answers,
            proposed=proposed,
            given=found.given,
        )
        if alone.kind is not DecisionKind.UNLOCATED or found.why is None:
            return alone
        return replace(alone, reason=f"{found.why} {administrator(city, directory).name} looks for it.")
    if len(findings) == 1:
        return decide(
            service=service,
            findings=findings[0],
            ruleset=ruleset,
            directory=directory,
            city=city,
            answers=answers,
            proposed=proposed,
        )
    return decide_any(
        service=service,
        findings=findings,
        labels=[place.label or "" for place in found.places],
        ruleset=ruleset,
        directory=directory,
        city=city,
        answers=answers,
        proposed=proposed,
    )
