"""When the words fit several places: a certain owner is not a certain place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from gis_cas.domain.city import City
from gis_cas.domain.decision import Decision, DecisionKind, Question
from gis_cas.domain.directory import Directory
from gis_cas.domain.findings import Findings
from gis_cas.domain.rules import Ruleset
from gis_cas.domain.service import Service
from gis_cas.policy.responsibility.candidates import as_candidates, owners_of, without_repeats
from gis_cas.policy.responsibility.decide import decide
from gis_cas.policy.responsibility.words import UNSURE, UNSURE_LABEL

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
    """Whose job it is when the words fit several places (one at least): silent only if each has the same certain owner.

    `labels` name the places, one for each of the findings, for the question; without them somebody looks.
    """
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
    candidates = without_repeats(candidate for decision in decisions for candidate in as_candidates(decision))
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
        reason=f"The words fit {len(decisions)} places. This could be the job of {owners_of(candidates)}.",
        trace=tuple(dict.fromkeys(line for decision in decisions for line in decision.trace)),
    )
