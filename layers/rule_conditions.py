"""A rule's conditions in responsibility.toml beside its layer: answers, days and a season."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gis_cas.domain.rules import MonthDay, Relation, Rule
from gis_cas.domain.service import Service
from gis_cas.policy.ruleset import month_day
from layers.problem import Fields, did_you_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What a rule waits for: answers to questions, days from and until (the first day it no longer holds), a season."""

    answers: Mapping[str, tuple[str, ...]]
    valid_from: date | None
    valid_until: date | None
    season: tuple[MonthDay, MonthDay] | None


def read_conditions(fields: Fields) -> Conditions:
    """The conditions of one rule; what is wrong goes to the fields' problems."""
    answers = fields.table("answers")
    valid_from, valid_until = fields.optional_day("valid_from"), fields.optional_day("valid_until")
    if valid_from and valid_until and valid_until <= valid_from:
        fields.wrong("valid_until", f"The rule would end on {valid_until}, before it begins on {valid_from}.")
    return Conditions(
        answers={code: answers.texts(code, needed=True) for code in answers.given},
        valid_from=valid_from,
        valid_until=valid_until,
        season=_season(fields) if fields.has("season") else None,
    )


def check_conditions(fields: Fields, rule: Rule, services: Sequence[Service]) -> None:
    """Every answer must be one that each of the rule's services asks for; a rule beside others names somebody else."""
    for service in services:
        if rule.answers and rule.is_for(service):
            _answers(fields, rule, service)
    if rule.beside and rule.owner.partition(":")[0] in ("department", "nobody"):
        fields.wrong("owner", "A rule with beside = true names another body than the department that leads.")
    if rule.beside and rule.relation is Relation.ALWAYS and not rule.answers:
        fields.wrong("beside", "It would stand beside every decision; give it a layer or an answer to wait for.")


def _answers(fields: Fields, rule: Rule, service: Service) -> None:
    questions = {question.code: dict(question.options) for question in service.questions}
    for code, options in rule.answers.items():
        if code not in questions:
            known = did_you_mean(code, questions) if questions else "It asks none."
            fields.wrong("answers", f"The service {service.code!r} has no question {code!r}. {known}")
            continue
        for option in options:
            if option not in questions[code]:
                sentence = f"{option!r} is no answer to {code!r}. {did_you_mean(option, questions[code])}"
                fields.wrong("answers", sentence)


def _season(fields: Fields) -> tuple[MonthDay, MonthDay] | None:
    written = fields.texts("season", needed=True)
    try:
        first, last = (month_day(day) for day in written)
    except ValueError:
        fields.wrong("season", f'Its first and last day are needed, such as ["03-01", "10-31"]; found {list(written)}.')
        return None
    return first, last
