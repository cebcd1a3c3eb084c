"""`within`: the areas of a layer that hold the spot, or may hold it."""

from typing import Final

from gis_cas.domain.findings import Finding, GeometryKind
from gis_cas.domain.rules import Rule
from gis_cas.policy.responsibility.claim import Claim, Evaluation, Fit, Spot, Via
from gis_cas.policy.responsibility.owners import matches, owner_by_rule
from gis_cas.policy.responsibility.words import reason_for

COVERED_SHARE: Final = 0.999
"""Areas that hold this much of the error disc hold all of it: slivers between drawn borders are nobody's land."""


class Covered:
    """How much of the error disc the rules so far have claimed, by layer.

    Shares are added within one layer only, where features do not overlap; two layers may well cover the same ground.
    """

    def __init__(self) -> None:
        self._shares: dict[str, dict[str, float]] = {}

    def add(self, claim: Claim) -> None:
        """Note an area's claim."""
        if claim.finding is not None and claim.share is not None:
            self._shares.setdefault(claim.finding.layer, {})[claim.finding.feature_key] = claim.share

    @property
    def most(self) -> float:
        """The largest share (0-1) that one layer's claimed features cover together."""
        return max((min(sum(shares.values()), 1.0) for shares in self._shares.values()), default=0.0)

    @property
    def all(self) -> bool:
        """Whether nothing of the disc is left unclaimed."""
        return self.most >= COVERED_SHARE


def area_fit(finding: Finding, spot: Spot) -> Fit:
    """Whether an area holds the whole error disc, part of it, or nothing of it; a point near the border is on it."""
    if finding.distance_ft <= spot.reach_ft(finding):
        return Fit.POSSIBLE
    return Fit.CERTAIN if finding.contains else Fit.NO


def within(rule: Rule, spot: Spot, covered: Covered) -> Evaluation:
    """The rule's claims on its layer's areas, those that hold the stated spot first.

    County land is what the towns leave (a town lies inside its county): a rule that names the county claims nothing
    when the towns already found cover as much of the disc as the county itself does.
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
        if rule.owner == "county" and covered.most > 0:
            share = (1.0 if share is None else share) - covered.most
            if share <= 1 - COVERED_SHARE:
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
