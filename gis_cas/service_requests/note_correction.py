"""Write down a correction: what was wrong, who had it, who should have, and which edge the decision stood on (R42)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row

from gis_cas.domain.decision import Decision
from gis_cas.errors import WrongState
from gis_cas.policy.responsibility.claim import Spot
from gis_cas.policy.responsibility.deciding_edge import REACH_FT, deciding_edge
from gis_cas.policy.sight import INSPECTOR
from gis_cas.service_requests.accountable import Accountable, desk_of
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.replay import as_it_was
from gis_cas.store.corrections import EdgeAt, add_correction, stretch_of
from gis_cas.store.history import decision_from, decision_row
from gis_cas.store.parts import Part
from gis_cas.store.places import locate as look_up
from gis_cas.store.requests import decided_places

STREETS = "streets"
"""The layer whose names say along which street a boundary runs."""


class Wrong(StrEnum):
    """What was wrong with a decision."""

    OWNER = "owner"
    PLACE = "place"
    PART = "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """One correction to be noted: whose event says so, and who should have had the request, None when nobody knows."""

    event_id: int
    wrong: Wrong
    rightful: Accountable | None
    actor: str
    now: datetime


def standing_decision(conn: Connection, row: Row[Any]) -> Row[Any]:
    """The decision on file of a held request; raises WrongState when there is none yet."""
    stored = decision_row(conn, row.decision_id) if row.decision_id is not None else None
    if stored is None:
        raise WrongState("The place of this request is still being looked up. Please try again in a moment.")
    return stored


def note_correction(conn: Connection, office: Office, row: Row[Any], stored: Row[Any], corrected: Corrected) -> int:
    """Append the correction of a held request's decision, and answer its id.

    It counts as a misroute when the decision itself, and nobody by hand, had sent the request where it did not belong.
    """
    decision, rightful = decision_from(stored), corrected.rightful
    had = (row.owner_type, row.owner_slug)
    elsewhere = rightful is None or (rightful.type, rightful.slug) != had
    return add_correction(
        conn,
        {
            "request_id": row.id,
            "event_id": corrected.event_id,
            "decision_id": stored.id,
            "place_id": stored.place_id,
            "kind": corrected.wrong.value,
            "at": corrected.now,
            "actor": corrected.actor,
            "service_code": row.service_code,
            "had_type": row.owner_type,
            "had_slug": row.owner_slug,
            "rightful_type": rightful.type if rightful else None,
            "rightful_slug": rightful.slug if rightful else None,
            "misrouted": elsewhere and _sent_by(decision, row),
            "rule_id": decision.rule_id,
            **_edge_values(conn, office, stored, decision, rightful),
        },
    )


def note_part_correction(conn: Connection, row: Row[Any], part: Part, corrected: Corrected) -> int:
    """Append the correction of one part of a held request's decision, and answer its id; it stands on no one edge.

    It counts as a misroute when the decision itself, and nobody by hand, had named whose the part is.
    """
    rightful = corrected.rightful
    return add_correction(
        conn,
        {
            "request_id": row.id,
            "event_id": corrected.event_id,
            "decision_id": part.decision_id,
            "place_id": row.place_id,
            "kind": corrected.wrong.value,
            "at": corrected.now,
            "actor": corrected.actor,
            "service_code": row.service_code,
            "had_type": part.type,
            "had_slug": part.slug,
            "rightful_type": rightful.type if rightful else None,
            "rightful_slug": rightful.slug if rightful else None,
            "misrouted": not part.by_hand,
        },
    )


def _sent_by(decision: Decision, row: Row[Any]) -> bool:
    if decision.owner is None or decision.proposed:
        return False
    desk = desk_of(decision.owner)
    return (row.owner_type, row.owner_slug) == (desk.type, desk.slug) or row.owner_slug == desk.slug + INSPECTOR


def _edge_values(
    conn: Connection, office: Office, stored: Row[Any], decision: Decision, rightful: Accountable | None
) -> dict[str, Any]:
    """The deciding edge as column values; none where the request had no single place, or no edge is near it."""
    places = decided_places(conn, stored.place_id) if stored.place_id is not None else None
    if not places or len(places) > 1 or not decision.publications:
        return {}
    reference = as_it_was(conn, office.reference, decision, stored.inputs)
    position = places[0].position
    findings = look_up(
        conn,
        projection=office.projection,
        position=position,
        radius_ft=REACH_FT,
        valid_on=date.fromisoformat(stored.inputs["valid_on"]),
        publications=decision.publications,
        road_reach_ft=reference.city.road_reach_ft,
    )
    spot = Spot(
        service=reference.service(stored.inputs["service_code"]),
        findings=findings,
        ruleset=reference.ruleset,
        directory=reference.directory,
        city=reference.city,
        answers=stored.inputs["answers"],
    )
    edge = deciding_edge(spot, rule_id=decision.rule_id, rightful=rightful.slug if rightful else None)
    if edge is None:
        return {}
    finding = edge.finding
    at = EdgeAt(
        position=position,
        publication_id=finding.publication_id,
        feature_key=finding.feature_key,
        name=edge.name,
        beyond=edge.beyond,
        accuracy_ft=finding.accuracy_ft,
        reach_ft=REACH_FT + (finding.half_width_ft or 0.0),
        streets_publication=decision.publications.get(STREETS),
    )
    stretch_id = stretch_of(conn, at, projection=office.projection)
    if stretch_id is None:
        return {}
    return {
        "publication_id": finding.publication_id,
        "layer_version": finding.layer_version,
        "distance_ft": edge.distance_ft,
        "stretch_id": stretch_id,
    }
