"""When the words fit several places: a certain owner is not a certain place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from gis_cas.domain.city import City
from gis_cas.domain.decision import Decision, DecisionKind, OwnerCandidate, Question
from gis_cas.domain.directory import Directory
from gis_cas.domain.findings import Findings
from gis_cas.domain.rules import Ruleset
from gis_cas.domain.service import Service
from gis_cas.policy.responsibility.decide import decide
from gis_cas.policy.responsibility.questions import UNSURE, UNSURE_LABEL
from gis_cas.policy.responsibility.without_place import decide_without_place
from gis_cas.policy.responsibility.words import any_of

WHICH_ADDRESS: Final = "which_address"
"""The code of the question between places; its options are `place_1`, `place_2` and so on, in the order given."""


def decide_any(
    *,
    service: Service,
    findings: Sequence[Findings],
    ruleset: Ruleset,
    directory: Directory,
    city: City,
    answers: Mapping[str, str],
    proposed: bool,
    labels: Sequence[str] = (),
) -> Decision:
    """Whose job it is when the words fit several places: silent only if each has the same certain owner.

    `labels` name the places, one for each of the findings, for the question; without them somebody looks.
    """
    if not findings:
        return decide_without_place(
            service=service, ruleset=ruleset, directory=directory, city=city, proposed=proposed, given=True
        )
    decisions = [
        decide(
            service=service,
            findings=place,
            ruleset=ruleset,
            directory=directory,
            city=city,
            answers=answers,
            proposed=proposed,
        )
        for place in findings
    ]
    if len(decisions) == 1 or _agreed(decisions):
        return decisions[0]
    options = {f"place_{number}": label for number, label in enumerate(labels, 1)}
    answer = answers.get(WHICH_ADDRESS)
    if answer in options and len(options) == len(decisions):
        return decisions[list(options).index(answer)]
    return _undecided(decisions, options if answer != UNSURE and len(options) == len(decisions) else {})


def _agreed(decisions: Sequence[Decision]) -> bool:
    owners = {(d.owner.slug, d.owner.name) for d in decisions if d.owner is not None}
    return len(owners) == 1 and all(d.certain and d.owner is not None for d in decisions)


def _undecided(decisions: Sequence[Decision], options: Mapping[str, str]) -> Decision:
    candidates = _without_repeats(candidate for decision in decisions for candidate in _as_candidates(decision))
    owners = any_of([candidate.owner.name if candidate.owner else "somebody not known" for candidate in candidates])
    question = None
    if options:
        text = "Which of these places is it?"
        question = Question(code=WHICH_ADDRESS, text=text, options={**options, UNSURE: UNSURE_LABEL})
    return replace(
        decisions[0],
        kind=DecisionKind.REVIEW,
        owner=None,
        rule_id=None,
        certain=False,
        question=question,
        candidates=candidates,
        reason=f"The words fit {len(decisions)} places. This could be the job of {owners}.",
        trace=tuple(dict.fromkeys(line for decision in decisions for line in decision.trace)),
    )


def _as_candidates(decision: Decision) -> tuple[OwnerCandidate, ...]:
    if decision.candidates and not decision.certain:
        return decision.candidates
    return (OwnerCandidate(owner=decision.owner, rule_id=decision.rule_id or "", reason=decision.reason),)


def _without_repeats(candidates: Iterable[OwnerCandidate]) -> tuple[OwnerCandidate, ...]:
    """Each owner once, with the first reason given for it and no share: the places' discs differ."""
    by_owner: dict[str, OwnerCandidate] = {}
    for candidate in candidates:
        key = f"{candidate.owner.slug} {candidate.owner.name}" if candidate.owner else ""
        by_owner.setdefault(key, replace(candidate, share=None))
    return tuple(by_owner.values())
