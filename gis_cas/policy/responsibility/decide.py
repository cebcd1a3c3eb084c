"""From findings to a decision (R9, R11, R12, R25, R53): silent when one owner holds, else a question or a person.

Nothing is ownerless (R25): what nobody claims, and what stays between two owners, belongs to the administrator's queue.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from gis_cas.domain.city import City
from gis_cas.domain.decision import Decision, DecisionKind, OwnerCandidate, RuleOutcome
from gis_cas.domain.directory import Directory
from gis_cas.domain.findings import Findings
from gis_cas.domain.rules import Ruleset
from gis_cas.domain.service import LocationNeed, Service
from gis_cas.policy.responsibility.beside import with_parts
from gis_cas.policy.responsibility.claim import NOBODY, Claim, Spot, Via
from gis_cas.policy.responsibility.conditions import by_answers, questions_that_count
from gis_cas.policy.responsibility.kinds import ALGORITHM_VERSION, KIND_BY_OWNER
from gis_cas.policy.responsibility.owners import queue_name
from gis_cas.policy.responsibility.questions import Group, answer_to, choice_between, grouped_by_owner
from gis_cas.policy.responsibility.roads import addressed_claim
from gis_cas.policy.responsibility.walk import Walk, walk
from gis_cas.policy.responsibility.without_place import always_rule, routed_by_service
from gis_cas.policy.responsibility.words import UNSURE, any_of, feet


def decide(
    *,
    service: Service,
    findings: Findings,
    ruleset: Ruleset,
    directory: Directory,
    city: City,
    answers: Mapping[str, str],
    proposed: bool,
) -> Decision:
    """Whose job one spot is.

    `answers` maps a question's code to the option chosen; `proposed` marks a Commissioner's request (R53). A service
    that needs no place, or whose first rule holds everywhere, is decided without looking at the spot.
    """
    day, queue = findings.valid_on, queue_name(directory, city)

    def decide_with(own_answers: Mapping[str, str]) -> Decision:
        rule = always_rule(service, ruleset, day=day, answers=own_answers)
        if service.location is LocationNeed.NONE or rule is not None:
            return routed_by_service(rule, service, directory)
        spot = Spot(
            service=service, findings=findings, ruleset=ruleset, directory=directory, city=city, answers=own_answers
        )
        if findings.radius_ft > city.max_radius_ft and addressed_claim(spot) is None:
            return _too_vague(spot)
        return with_parts(_concluded(walk(spot), spot), spot)

    decision = by_answers(questions_that_count(service, ruleset, day=day), answers, decide_with, queue=queue)
    return replace(
        decision,
        proposed=proposed,
        ruleset_id=ruleset.id,
        publications=dict(findings.publications),
        algorithm_version=ALGORITHM_VERSION,
    )


def _too_vague(spot: Spot) -> Decision:
    reason = (
        f"The place is known only to within {feet(spot.findings.radius_ft)} ft, and we decide up to "
        f"{feet(spot.city.max_radius_ft)} ft. {queue_name(spot.directory, spot.city)} looks at it."
    )
    return Decision(kind=DecisionKind.REVIEW, reason=reason, certain=False)


def _concluded(walked: Walk, spot: Spot) -> Decision:
    queue = queue_name(spot.directory, spot.city)
    groups = grouped_by_owner(_rivals(walked.claims))
    if not groups:
        return _review(f"Nobody is known to be responsible at this spot. {queue} looks at it.", walked)
    if len(groups) == 1:
        claim = groups[0].first
        if claim.owner is NOBODY:
            return _review(f"{claim.reason} {queue} looks at it.", walked)
        return _settled(groups[0], walked, reason=claim.reason)
    candidates = tuple(_candidate(group) for group in groups)
    choice = choice_between(groups, spot.findings)
    answer = answer_to(choice, spot.answers) if choice else None
    if choice and answer and answer != UNSURE:
        group = choice.leads_to[answer]
        told = f"{group.first.reason} You told us: {choice.question.options[answer]}."
        return replace(_settled(group, walked, reason=told), candidates=candidates)
    owners = any_of([group.first.owner.name for group in groups])
    decision = replace(_review(f"This could be the job of {owners}.", walked), candidates=candidates)
    if choice is None or answer == UNSURE:
        return replace(decision, reason=f"{decision.reason} {queue} finds out.")
    return replace(decision, question=choice.question)


def _rivals(claims: Sequence[Claim]) -> list[Claim]:
    """The claims that count.

    A rule that says nobody ("no road is mapped here") is no rival of a road or line that is mapped.
    """
    if any(claim.via in (Via.ROAD, Via.LINE) for claim in claims):
        return [claim for claim in claims if claim.rule.owner != "nobody" or claim.finding is None]
    return list(claims)


def _candidate(group: Group) -> OwnerCandidate:
    claim = group.first
    return OwnerCandidate(
        owner=None if claim.owner is NOBODY else claim.owner,
        rule_id=claim.rule.id,
        reason=claim.reason,
        share=group.share,
    )


def _settled(group: Group, walked: Walk, *, reason: str) -> Decision:
    claim = group.first
    trace = tuple(
        replace(line, outcome=RuleOutcome.HELD)
        if line.rule_id == claim.rule.id and line.outcome is RuleOutcome.POSSIBLE
        else line
        for line in walked.trace
    )
    return Decision(
        kind=KIND_BY_OWNER[claim.owner.type],
        reason=reason,
        certain=True,
        owner=claim.owner,
        rule_id=claim.rule.id,
        trace=trace,
    )


def _review(reason: str, walked: Walk) -> Decision:
    return Decision(kind=DecisionKind.REVIEW, reason=reason, certain=False, trace=walked.trace)
