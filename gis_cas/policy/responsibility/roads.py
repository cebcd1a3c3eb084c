"""`on_road`: which road the thing is on, by what kind of thing it is.

A pothole cannot lie in a yard: what must be on a road is on the road its address names, else on one whose right-of-way
the error disc touches, else on the nearest. Litter may lie beside a road as well, so for it "on no road" stays an
answer. A signal belongs to the strongest road of its crossing.
"""

from dataclasses import dataclass, replace
from typing import Final

from gis_cas.domain.findings import Finding, GeometryKind
from gis_cas.domain.rules import Relation, Rule
from gis_cas.domain.service import Locus
from gis_cas.policy.responsibility.areas import area_fit
from gis_cas.policy.responsibility.claim import Claim, Fit, Spot, Via
from gis_cas.policy.responsibility.lines import gap_ft, line_fit
from gis_cas.policy.responsibility.owners import matches, owner_by_rule, owner_of_feature
from gis_cas.policy.responsibility.words import along_line, feet, reason_for, road_name

ROAD_LOCI: Final = frozenset({Locus.ROADWAY, Locus.ROADSIDE, Locus.SIGNAL})
ON_A_ROAD: Final = frozenset({Locus.ROADWAY, Locus.SIGNAL})
"""Loci that allow nothing but a road."""

_AREA_RANK: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Roads:
    """The road claims that stand, strongest first, and those that lost at a crossing.

    decided: no claim that is not a road's is possible any more.
    """

    claims: tuple[Claim, ...] = ()
    lost: tuple[Claim, ...] = ()
    decided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Road:
    claim: Claim
    finding: Finding
    fit: Fit
    rank: int


def roads_at(spot: Spot) -> Roads:
    """Every road claim at the spot after address, reach, precedence and locus have had their say."""
    rules = tuple(rule for rule in spot.rules if rule.relation is Relation.ON_ROAD)
    if not rules:
        return Roads()
    addressed = addressed_claim(spot)
    if addressed is not None:
        return Roads(claims=(addressed,), decided=True)
    must_be_on_road = spot.service.locus in ON_A_ROAD and _all_roads_are_mapped(spot)
    roads = sorted(_roads(rules, spot), key=lambda road: (road.rank, gap_ft(road.finding)))
    touched = [road for road in roads if road.fit is not Fit.NO]
    if touched:
        end = next((place for place, road in enumerate(touched) if _settles(road, spot)), None)
        standing, lost = (touched, []) if end is None else (touched[: end + 1], touched[end + 1 :])
        beside = end is None and must_be_on_road and spot.service.locus is Locus.ROADWAY
        return Roads(
            claims=(*(road.claim for road in standing), *(_as_near(roads, spot) if beside else ())),
            lost=tuple(road.claim for road in lost),
            decided=must_be_on_road or end is not None,
        )
    if must_be_on_road:
        nearest = _nearest(roads, spot)
        return Roads(claims=nearest, decided=bool(nearest))
    return Roads()


def addressed_claim(spot: Spot) -> Claim | None:
    """The claim on the street segment that the address names; for what lies at a road it outranks every distance."""
    segment = spot.findings.segment
    if segment is None or spot.service.locus not in ROAD_LOCI:
        return None
    for rule in spot.rules:
        if rule.relation is Relation.ON_ROAD and rule.layer == segment.layer and matches(rule, segment, spot):
            return _claim(rule, segment, spot, nominal=True, where="the street that the address names")
    return None


def _settles(road: _Road, spot: Spot) -> bool:
    """Whether no weaker road counts beside this one: the disc is all inside it, or it has the crossing's signal."""
    return road.fit is Fit.CERTAIN or (spot.service.locus is Locus.SIGNAL and road.claim.nominal)


def _all_roads_are_mapped(spot: Spot) -> bool:
    """Inside its own limits the city's centrelines are complete; elsewhere a road may be missing from the map."""
    return any(
        finding.contains and finding.owner == spot.city.owner_slug and finding.geometry_kind is GeometryKind.POLYGON
        for finding in spot.findings.findings
    )


def _roads(rules: tuple[Rule, ...], spot: Spot) -> list[_Road]:
    roads: list[_Road] = []
    for layer in dict.fromkeys(rule.layer for rule in rules):
        for finding in spot.findings.of(layer or ""):
            rule = next((r for r in rules if r.layer == layer and matches(r, finding, spot)), None)
            road = _road(rule, finding, spot) if rule else None
            if road:
                roads.append(road)
    return roads


def _road(rule: Rule, finding: Finding, spot: Spot) -> _Road | None:
    if finding.geometry_kind is GeometryKind.POLYGON:
        claim = _claim(rule, finding, spot, nominal=finding.contains, where="")
        return _Road(claim=claim, finding=finding, fit=area_fit(finding, spot), rank=_AREA_RANK) if claim else None
    nominal = gap_ft(finding) <= 0
    where = along_line(finding, nominal=nominal, line="centreline")
    claim = _claim(rule, finding, spot, nominal=nominal, where=where)
    return (
        _Road(claim=claim, finding=finding, fit=line_fit(finding, spot), rank=_rank(finding, spot)) if claim else None
    )


def _claim(rule: Rule, finding: Finding, spot: Spot, *, nominal: bool, where: str) -> Claim | None:
    owner = owner_by_rule(rule, finding, spot)
    if owner is None:
        return None
    return Claim(
        rule=rule,
        via=Via.ROAD,
        owner=owner,
        nominal=nominal,
        label=road_name(finding),
        reason=reason_for(rule, owner, finding, where),
        finding=finding,
    )


def _rank(finding: Finding, spot: Spot) -> int:
    """The place of the road's maintainer in the precedence at crossings; who is not listed comes last."""
    precedence = spot.ruleset.road_precedence
    owner = owner_of_feature(finding, spot)
    names = (owner.slug, owner.owner_class) if owner else ()
    return min((precedence.index(name) for name in names if name in precedence), default=len(precedence))


def _nearest(roads: list[_Road], spot: Spot) -> tuple[Claim, ...]:
    """The road whose right-of-way is nearest, within the city's reach, and each that could as well be."""
    lines = [road for road in roads if road.finding.geometry_kind is GeometryKind.LINE]
    reached = [road for road in lines if road.finding.distance_ft <= spot.city.road_reach_ft]
    first = min(reached, key=lambda road: gap_ft(road.finding), default=None)
    if first is None:
        return ()
    others = tuple(_by_nearness(road, "about as near") for road in _could_be_nearest(lines, spot) if road is not first)
    return (replace(_by_nearness(first, "the nearest road"), nominal=True), *others)


def _as_near(roads: list[_Road], spot: Spot) -> tuple[Claim, ...]:
    """The roads that the disc does not touch and that are the nearest somewhere in it, where it lies on none."""
    lines = [road for road in roads if road.finding.geometry_kind is GeometryKind.LINE]
    return tuple(_by_nearness(road, "about as near") for road in _could_be_nearest(lines, spot) if road.fit is Fit.NO)


def _could_be_nearest(lines: list[_Road], spot: Spot) -> list[_Road]:
    """The roads of which a spot somewhere in the disc may be nearer than of any other, the nearest first.

    Going as far as the disc reaches, one road's right-of-way comes nearer by that much and another's goes farther.
    """
    if not lines:
        return []
    nearest = sorted(lines, key=lambda road: gap_ft(road.finding))
    limit_ft = gap_ft(nearest[0].finding) + 2 * spot.reach_ft(nearest[0].finding)
    return [
        road
        for road in nearest
        if gap_ft(road.finding) <= limit_ft
        and road.finding.distance_ft <= spot.city.road_reach_ft + spot.reach_ft(road.finding)
    ]


def _by_nearness(road: _Road, kind: str) -> Claim:
    where = f"{kind}, {feet(road.finding.distance_ft)} ft from its centreline"
    reason = reason_for(road.claim.rule, road.claim.owner, road.finding, where)
    return replace(road.claim, nominal=False, reason=reason)
