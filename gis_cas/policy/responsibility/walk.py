"""The tri-state walk: every rule in order is certain, possible or not; possible owners are kept until a certain one."""

from dataclasses import dataclass

from gis_cas.domain.decision import RuleOutcome, TraceLine
from gis_cas.domain.rules import Relation, Rule
from gis_cas.policy.responsibility.areas import Covered, within
from gis_cas.policy.responsibility.claim import NOBODY, Claim, Evaluation, Spot, Via
from gis_cas.policy.responsibility.lines import near
from gis_cas.policy.responsibility.owners import owner_by_rule
from gis_cas.policy.responsibility.roads import Roads, roads_at
from gis_cas.policy.responsibility.words import feet, reason_for

_NO_ROAD = "No road that this rule names is at the place."


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The claims that stand, in the order of the rules, and what became of every rule."""

    claims: tuple[Claim, ...]
    trace: tuple[TraceLine, ...]


def walk(spot: Spot) -> Walk:
    """Read the service's rules from the top until nothing else is possible within the error radius."""
    roads = roads_at(spot)
    open_roads = {id(claim) for claim in roads.claims}
    covered = Covered()
    claims: list[Claim] = []
    trace: list[TraceLine] = []
    done = False
    for rule in spot.rules:
        evaluation = _evaluate(rule, spot, roads, covered)
        if done:
            trace.extend(_too_late(rule, evaluation))
        else:
            claims.extend(evaluation.claims)
            for claim in evaluation.claims:
                covered.add(claim)
                open_roads.discard(id(claim))
            settled = bool(roads.claims) and roads.decided and not open_roads
            done = evaluation.certain or settled or covered.all
            trace.append(TraceLine(rule_id=rule.id, outcome=_outcome(evaluation, done=done), detail=evaluation.detail))
        if roads.lost:
            trace.extend(_lost(rule, roads))
    return Walk(claims=tuple(claims), trace=tuple(trace))


def _evaluate(rule: Rule, spot: Spot, roads: Roads, covered: Covered) -> Evaluation:
    if rule.layer is not None and rule.layer not in spot.findings.publications:
        return _not_in_force(rule, spot)
    match rule.relation:
        case Relation.ALWAYS:
            return _always(rule, spot)
        case Relation.WITHIN:
            return within(rule, spot, covered)
        case Relation.NEAR:
            return near(rule, spot)
        case Relation.ON_ROAD:
            claims = tuple(claim for claim in roads.claims if claim.rule.id == rule.id)
            return Evaluation(claims=claims, certain=False, detail=claims[0].reason if claims else _NO_ROAD)


def _always(rule: Rule, spot: Spot) -> Evaluation:
    owner = owner_by_rule(rule, None, spot) or NOBODY
    reason = reason_for(rule, owner, None)
    claim = Claim(rule=rule, via=Via.ALWAYS, owner=owner, nominal=True, label=owner.name, reason=reason)
    return Evaluation(claims=(claim,), certain=True, detail=reason)


def _not_in_force(rule: Rule, spot: Spot) -> Evaluation:
    """A layer that was not in force cannot say no: somebody has to look."""
    reason = f"The map layer {rule.layer} was not in force on {spot.findings.valid_on.isoformat()}."
    claim = Claim(rule=rule, via=Via.AREA, owner=NOBODY, nominal=True, label=str(rule.layer), reason=reason)
    return Evaluation(claims=(claim,), certain=False, detail=reason)


def _outcome(evaluation: Evaluation, *, done: bool) -> RuleOutcome:
    if not evaluation.claims:
        return RuleOutcome.FAILED
    return RuleOutcome.HELD if done else RuleOutcome.POSSIBLE


def _too_late(rule: Rule, evaluation: Evaluation) -> list[TraceLine]:
    """A rule that would have held if an earlier one had not."""
    if any(claim.nominal and claim.owner is not NOBODY for claim in evaluation.claims):
        return [
            TraceLine(rule_id=rule.id, outcome=RuleOutcome.LOST, detail=f"An earlier rule held. {evaluation.detail}")
        ]
    return []


def _lost(rule: Rule, roads: Roads) -> list[TraceLine]:
    """The road claims of this rule that a stronger road beat where their rights-of-way overlap."""
    return [
        TraceLine(
            rule_id=rule.id,
            outcome=RuleOutcome.LOST,
            detail=f"{claim.label}, {feet(claim.finding.distance_ft if claim.finding else 0)} ft away: "
            f"{roads.claims[-1].label} comes first where the two meet.",
        )
        for claim in roads.lost
        if claim.rule.id == rule.id
    ]
