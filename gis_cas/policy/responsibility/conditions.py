"""A rule's conditions beside its layer: the city day, and what was answered to the service's own questions.

Where an answer is missing, every answer is tried. Only one that would change who is responsible is asked for: the first
such question, and no other. "I'm not sure" goes to a person, and so does what is still open after the answer: nobody is
asked twice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from gis_cas.domain.decision import Decision, DecisionKind, OwnerCandidate, Question
from gis_cas.domain.rules import Rule, Ruleset
from gis_cas.domain.service import Service, ServiceQuestion
from gis_cas.policy.responsibility.candidates import as_candidates, owners_of, without_repeats
from gis_cas.policy.responsibility.words import UNSURE, UNSURE_LABEL

Decide = Callable[[Mapping[str, str]], Decision]
"""A decision made with these answers to the service's questions, and with no other."""


def rules_that_count(
    service: Service, ruleset: Ruleset, *, day: date, answers: Mapping[str, str], beside: bool = False
) -> tuple[Rule, ...]:
    """The service's rules on a day that wait for no other answer; those that decide, or those that stand beside."""
    of_day = ruleset.rules_on(service, day)
    rules = of_day.beside if beside else of_day.deciding
    return tuple(rule for rule in rules if rule.meets(answers)) if of_day.waited_for else rules


def questions_that_count(
    service: Service, ruleset: Ruleset, *, day: date
) -> tuple[tuple[ServiceQuestion, frozenset[str]], ...]:
    """The service's own questions, in its order, each with the answers that a rule of that day waits for."""
    waited_for = ruleset.rules_on(service, day).waited_for
    return tuple((asked, options) for asked in service.questions if (options := waited_for.get(asked.code)))


def by_answers(
    questions: Sequence[tuple[ServiceQuestion, frozenset[str]]],
    answers: Mapping[str, str],
    decide: Decide,
    *,
    queue: str,
) -> Decision:
    """The decision with the answers given, or the one question whose answer would change it.

    An answer that no rule waits for comes to the same as none, so it is not decided again. `queue` is how the
    administrator's queue is called, for who is not sure.
    """
    if not questions:
        return decide(answers)
    (asked, waited_for), rest = questions[0], questions[1:]
    others = {code: option for code, option in answers.items() if code != asked.code}
    plain = by_answers(rest, others, decide, queue=queue)
    outcomes = {
        code: by_answers(rest, {**others, asked.code: code}, decide, queue=queue) if code in waited_for else plain
        for code, _ in asked.options
    }
    answer, first = answers.get(asked.code), next(iter(outcomes.values()))
    if all(_same(outcome, first) for outcome in outcomes.values()):
        return outcomes.get(answer or "", plain if _same(plain, first) else first)
    if answer in outcomes:
        return _told(asked, answer, outcomes, queue=queue)
    nowhere = next((one for one in outcomes.values() if one.kind is DecisionKind.UNLOCATED), None)
    return nowhere or _open(asked, outcomes, plain, unsure=answer == UNSURE, queue=queue)


def _told(asked: ServiceQuestion, answer: str, outcomes: Mapping[str, Decision], *, queue: str) -> Decision:
    outcome = outcomes[answer]
    if outcome.question is not None:
        return replace(outcome, question=None, reason=f"{outcome.reason} {queue} finds out.")
    if outcome.owner is None:
        return outcome
    told = f"{outcome.reason} You told us: {dict(asked.options)[answer]}."
    return replace(outcome, reason=told, candidates=_possible(outcomes))


def _open(
    asked: ServiceQuestion, outcomes: Mapping[str, Decision], plain: Decision, *, unsure: bool, queue: str
) -> Decision:
    candidates = _possible(outcomes)
    reason = f"This could be the job of {owners_of(candidates)}."
    options = {**dict(asked.options), UNSURE: UNSURE_LABEL}
    return replace(
        plain,
        kind=DecisionKind.REVIEW,
        owner=None,
        rule_id=None,
        certain=False,
        beside=(),
        candidates=candidates,
        reason=f"{reason} {queue} finds out." if unsure else reason,
        question=None if unsure else Question(code=asked.code, text=asked.text, options=options),
    )


def _possible(outcomes: Mapping[str, Decision]) -> tuple[OwnerCandidate, ...]:
    return without_repeats(one for outcome in outcomes.values() for one in as_candidates(outcome))


def _same(one: Decision, other: Decision) -> bool:
    """Whether two answers come to the same: the owner, or what would be asked next."""
    return _outcome(one) == _outcome(other)


def _outcome(decision: Decision) -> tuple[object, ...]:
    owner, question = decision.owner, decision.question
    whose = (owner.slug, owner.name) if owner else decision.kind
    return (whose, question and (question.code, *question.options))
