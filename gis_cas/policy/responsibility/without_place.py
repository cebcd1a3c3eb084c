"""When no place counts, none was given, or none was found (R46)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from gis_cas.domain.city import City
from gis_cas.domain.decision import Decision, DecisionKind, RuleOutcome, TraceLine
from gis_cas.domain.directory import Directory, Owner, OwnerType
from gis_cas.domain.rules import Relation, Rule, Ruleset
from gis_cas.domain.service import LocationNeed, Service
from gis_cas.policy.responsibility.claim import NOBODY
from gis_cas.policy.responsibility.conditions import by_answers, questions_that_count, rules_that_count
from gis_cas.policy.responsibility.kinds import ALGORITHM_VERSION, KIND_BY_OWNER
from gis_cas.policy.responsibility.owners import owner_everywhere, queue_name
from gis_cas.policy.responsibility.words import reason_for


def always_rule(service: Service, ruleset: Ruleset, *, day: date, answers: Mapping[str, str]) -> Rule | None:
    """The service's first rule, when it holds everywhere: then no place is needed to route."""
    rules = rules_that_count(service, ruleset, day=day, answers=answers)
    return rules[0] if rules and rules[0].relation is Relation.ALWAYS else None


def decide_without_place(
    *,
    service: Service,
    ruleset: Ruleset,
    directory: Directory,
    city: City,
    valid_on: date,
    answers: Mapping[str, str],
    proposed: bool,
    given: bool = False,
) -> Decision:
    """Whose job it is when no place counts (R46). `given` says that a place was given and could not be found.

    A rule that holds everywhere decides: an agency it names is *referred* to (R9). Otherwise the department has a
    service that needs no place; a place that is needed, or was given, and is not known leaves the request *unlocated*.
    """

    def decide(answers: Mapping[str, str]) -> Decision:
        rule = always_rule(service, ruleset, day=valid_on, answers=answers)
        if rule is None and not _needs_no_place(service, given=given):
            what = "We could not find the place that was given." if given else "This needs a place, and none was given."
            reason = f"{what} {queue_name(directory, city)} looks for it."
            return Decision(kind=DecisionKind.UNLOCATED, reason=reason, certain=False)
        return routed_by_service(rule, service, directory)

    questions = questions_that_count(service, ruleset, day=valid_on)
    decision = by_answers(questions, answers, decide, queue=queue_name(directory, city))
    return replace(decision, proposed=proposed, ruleset_id=ruleset.id, algorithm_version=ALGORITHM_VERSION)


def routed_by_service(rule: Rule | None, service: Service, directory: Directory) -> Decision:
    """The decision of a rule that holds everywhere; without one the service's own department has it."""
    if rule is None:
        owner = directory.departments.get(service.department, NOBODY)
        reason = f"{service.name}: {owner.name} answers this, wherever it is."
    else:
        owner = owner_everywhere(rule, service, directory)
        reason = reason_for(rule, owner, None)
    known = owner is not NOBODY
    rule_id = rule.id if rule else None
    return Decision(
        kind=_kind(owner),
        reason=reason,
        certain=known,
        owner=owner if known else None,
        rule_id=rule_id,
        trace=(TraceLine(rule_id=rule_id, outcome=RuleOutcome.HELD, detail=reason),) if rule_id else (),
    )


def _kind(owner: Owner) -> DecisionKind:
    if owner is NOBODY:
        return DecisionKind.REVIEW
    return DecisionKind.NO_PLACE if owner.type is OwnerType.DEPARTMENT else KIND_BY_OWNER[owner.type]


def _needs_no_place(service: Service, *, given: bool) -> bool:
    return service.location is LocationNeed.NONE or (service.location is LocationNeed.OPTIONAL and not given)
