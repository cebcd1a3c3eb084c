"""Which edge a decision stood on: what the GIS division has to look at when the decision was wrong (R42)."""

from collections.abc import Iterator
from dataclasses import dataclass

from gis_cas.domain.findings import Finding, GeometryKind
from gis_cas.domain.rules import Rule
from gis_cas.policy.responsibility.claim import Spot
from gis_cas.policy.responsibility.lines import gap_ft
from gis_cas.policy.responsibility.owners import matches, owner_by_rule
from gis_cas.policy.responsibility.words import road_name

REACH_FT = 1000.0
"""An edge farther away than this had no part in the decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidingEdge:
    """A feature's edge (an area's boundary, or where a line's right-of-way ends) and its feet from the spot.

    `beyond` names the ground on the other side where no feature of the same layer does: the county behind a town.
    """

    finding: Finding
    distance_ft: float
    name: str
    beyond: str | None = None


def deciding_edge(spot: Spot, *, rule_id: str | None, rightful: str | None = None) -> DecidingEdge | None:
    """The edge that decided, from findings that reach `REACH_FT` around the spot.

    The nearest edge of what the rule that held looked at, or of what is the rightful owner's; else of anything that the
    service's rules name. None where no edge is within reach.
    """
    edges = sorted(_edges(spot), key=lambda edge: (round(edge[0]), edge[1].id != rule_id))
    meant = [edge for edge in edges if edge[1].id == rule_id or (rightful and _slug(*edge[1:], spot) == rightful)]
    if not edges:
        return None
    distance_ft, _, finding = (meant or edges)[0]
    line = finding.geometry_kind is GeometryKind.LINE
    name = road_name(finding) if line else finding.name or finding.feature_key
    return DecidingEdge(
        finding=finding, distance_ft=distance_ft, name=name, beyond=None if line else _beyond(finding, spot)
    )


def _edges(spot: Spot) -> Iterator[tuple[float, Rule, Finding]]:
    for rule in spot.rules:
        for finding in spot.findings.of(rule.layer or ""):
            line = finding.geometry_kind is GeometryKind.LINE
            distance_ft = abs(gap_ft(finding)) if line else finding.distance_ft
            if distance_ft <= REACH_FT and matches(rule, finding, spot):
                yield distance_ft, rule, finding


def _slug(rule: Rule, finding: Finding, spot: Spot) -> str | None:
    owner = owner_by_rule(rule, finding, spot)
    return owner.slug if owner else None


def _beyond(edge: Finding, spot: Spot) -> str | None:
    """What lies on the other side of an area's edge in another layer, the first in the order of the rules.

    From outside it is what holds the spot. From inside it is what has the same edge and does not hold the spot, such as
    an enclave; else what holds both sides, as a county does.
    """
    others = [
        finding
        for rule in spot.rules
        for finding in spot.findings.of(rule.layer or "")
        if finding.layer != edge.layer and finding.geometry_kind is GeometryKind.POLYGON
    ]
    holding = (other for other in others if other.contains and not (edge.contains and _same_edge(other, edge)))
    sharing = (other for other in others if not other.contains and _same_edge(other, edge))
    beyond = next(sharing, None) if edge.contains else None
    found = beyond or next(holding, None)
    return found.name if found else None


def _same_edge(other: Finding, edge: Finding) -> bool:
    return abs(other.distance_ft - edge.distance_ft) <= max(other.accuracy_ft, edge.accuracy_ft)
