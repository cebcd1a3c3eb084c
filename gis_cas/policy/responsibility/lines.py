"""`near`: lines that own the ground within their half-width, such as railways and canals."""

from gis_cas.domain.findings import Finding, GeometryKind
from gis_cas.domain.rules import Rule
from gis_cas.policy.responsibility.claim import Claim, Evaluation, Fit, Spot, Via
from gis_cas.policy.responsibility.owners import matches, owner_by_rule
from gis_cas.policy.responsibility.words import along_line, reason_for


def gap_ft(finding: Finding) -> float:
    """Feet from the spot to the edge of a line's right-of-way; negative inside it."""
    return finding.distance_ft - (finding.half_width_ft or 0.0)


def line_fit(finding: Finding, spot: Spot) -> Fit:
    """Whether the right-of-way holds the whole error disc, part of it, or nothing of it.

    A disc that reaches across the line is held only if the narrower side holds it too.
    """
    reach = spot.reach_ft(finding)
    if gap_ft(finding) > reach:
        return Fit.NO
    half_width = finding.half_width_ft or 0.0
    if reach > finding.distance_ft:
        sides = (finding.attributes.get("half_width_left_ft"), finding.attributes.get("half_width_right_ft"))
        half_width = min([half_width, *(float(side) for side in sides if side is not None)])
    return Fit.CERTAIN if finding.distance_ft + reach <= half_width else Fit.POSSIBLE


def near(rule: Rule, spot: Spot) -> Evaluation:
    """The rule's claims on its layer's lines, nearest first."""
    claims: list[Claim] = []
    certain = False
    for finding in spot.findings.of(rule.layer or ""):
        if finding.geometry_kind is not GeometryKind.LINE or not matches(rule, finding, spot):
            continue
        fit = line_fit(finding, spot)
        owner = owner_by_rule(rule, finding, spot)
        if fit is Fit.NO or owner is None:
            continue
        nominal = gap_ft(finding) <= 0
        where = along_line(finding, nominal=nominal, line="middle")
        certain = certain or fit is Fit.CERTAIN
        claims.append(
            Claim(
                rule=rule,
                via=Via.LINE,
                owner=owner,
                nominal=nominal,
                label=finding.name or owner.name,
                reason=reason_for(rule, owner, finding, where),
                finding=finding,
            )
        )
    claims.sort(key=lambda claim: not claim.nominal)
    detail = claims[0].reason if claims else f"Nothing of {rule.layer} is near enough."
    return Evaluation(claims=tuple(claims), certain=certain, detail=detail)
