"""`within`: the areas of a layer that hold the spot, or may hold it."""

from collections.abc import Iterable
from typing import Final

from gis_cas.domain.findings import Finding, GeometryKind
from gis_cas.domain.rules import Relation, Rule
from gis_cas.policy.responsibility.claim import Claim, Evaluation, Fit, Spot, Via
from gis_cas.policy.responsibility.owners import matches, owner_by_rule
from gis_cas.policy.responsibility.words import reason_for

ROUNDING: Final = 1e-7
"""Less of the error disc (0-1) than this is rounding where two borders are one; more is somebody's, however narrow."""


def read_by_county_rules(rules: Iterable[Rule]) -> frozenset[str]:
    """The layers whose areas are claimed only where earlier claims leave something: their overlaps must be measured."""
    return frozenset(
        rule.layer for rule in rules if rule.layer and rule.owner == "county" and rule.relation is Relation.WITHIN
    )


class Covered:
    """How much of the error disc the rules so far have claimed, by layer.

    Shares are added within one layer only, where features do not overlap; two layers may well cover the same ground.
    """

    def __init__(self) -> None:
        self._shares: dict[str, dict[str, float]] = {}

    def add(self, claim: Claim) -> None:
        """Note an area's claim."""
        finding = claim.finding
        if finding is not None and claim.share is not None:
            self._shares.setdefault(finding.layer, {})[finding.feature_key] = claim.share

    @property
    def any(self) -> bool:
        """Whether an area with an edge in the disc was claimed."""
        return bool(self._shares)

    @property
    def all(self) -> bool:
        """Whether nothing of some layer's disc is left unclaimed."""
        return any(1.0 - sum(shares.values()) <= ROUNDING for shares in self._shares.values())

    def left_of(self, finding: Finding) -> float:
        """The part (0-1) of the error disc that lies in the area and in no area claimed so far; 0 for rounding."""
        left = 1.0 if finding.share is None else finding.share
        for layer, shares in self._shares.items():
            overlap = finding.overlaps.get(layer)
            if finding.share is None:
                rest = 1.0 - sum(shares.values())
            elif overlap is not None:
                rest = overlap.left + sum(part for key, part in overlap.common.items() if key not in shares)
            else:
                rest = left
            left = min(left, rest if rest > ROUNDING else 0.0)
        return left


def area_fit(finding: Finding, spot: Spot) -> Fit:
    """Whether an area holds the whole error disc, part of it, or nothing of it; a point near the border is on it."""
    if finding.distance_ft <= spot.reach_ft(finding):
        return Fit.POSSIBLE
    return Fit.CERTAIN if finding.contains else Fit.NO


def within(rule: Rule, spot: Spot, covered: Covered) -> Evaluation:
    """The rule's claims on its layer's areas, those that hold the stated spot first.

    County land is what the towns leave (a town lies inside its county): a rule that names the county claims of its area
    only what no area claimed before holds.
    """
    claims: list[Claim] = []
    certain = False
    found = [f for f in spot.findings.of(rule.layer or "") if f.geometry_kind is GeometryKind.POLYGON]
    for finding in found:
        fit = area_fit(finding, spot)
        if fit is Fit.NO or not matches(rule, finding, spot):
            continue
        owner = owner_by_rule(rule, finding, spot)
        if owner is None:
            continue
        share = finding.share if fit is Fit.POSSIBLE else None
        if rule.owner == "county" and covered.any:
            share = covered.left_of(finding)
            if share == 0:
                continue
        certain = certain or fit is Fit.CERTAIN
        claims.append(
            Claim(
                rule=rule,
                via=Via.AREA,
                owner=owner,
                nominal=finding.contains,
                label=finding.name or owner.name,
                reason=reason_for(rule, owner, finding),
                finding=finding,
                share=share,
            )
        )
    claims.sort(key=lambda claim: not claim.nominal)
    if claims:
        detail = claims[0].reason if claims[0].nominal else f"{claims[0].label} begins within the error radius."
    else:
        detail = f"Nothing of {rule.layer} that this rule names holds the place."
    return Evaluation(claims=tuple(claims), certain=certain, detail=detail)
