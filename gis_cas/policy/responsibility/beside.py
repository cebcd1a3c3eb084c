"""Split decisions (R13): the department that leads, and who else has a part in the job.

The question is only ever who leads. A part follows the stated spot: it is named so that the department can turn to its
owner, and never makes a decision less certain.
"""

from dataclasses import replace

from gis_cas.domain.decision import Decision, DecisionKind, RuleOutcome, TraceLine
from gis_cas.domain.directory import Owner, OwnerType
from gis_cas.domain.rules import Rule
from gis_cas.policy.responsibility.claim import NOBODY, Claim, Spot
from gis_cas.policy.responsibility.walk import walk


def with_parts(decision: Decision, spot: Spot) -> Decision:
    """The decision as a *split*, where a department leads and rules that stand beside name others."""
    lead = decision.owner
    if lead is None or lead.type is not OwnerType.DEPARTMENT:
        return decision
    parts: dict[tuple[str, str], Claim] = {}
    for rule in spot.parts:
        claim = _part(rule, spot)
        if claim is not None and claim.owner.slug != lead.slug:
            parts.setdefault(claim.owner_key, claim)
    return _split(decision, tuple(parts.values())) if parts else decision


def _part(rule: Rule, spot: Spot) -> Claim | None:
    """What the rule would claim at the stated spot if it stood alone."""
    claims = walk(spot.under(rule)).claims
    return next((claim for claim in claims if claim.nominal and claim.owner is not NOBODY), None)


def _split(decision: Decision, parts: tuple[Claim, ...]) -> Decision:
    reason = decision.reason
    for part in parts:
        reason = f"{reason} {part.owner.name} has a part in it: {part.reason}"
    owners: tuple[Owner, ...] = tuple(part.owner for part in parts)
    trace = (TraceLine(rule_id=part.rule.id, outcome=RuleOutcome.HELD, detail=part.reason) for part in parts)
    return replace(decision, kind=DecisionKind.SPLIT, reason=reason, beside=owners, trace=(*decision.trace, *trace))
