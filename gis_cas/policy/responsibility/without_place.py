"""When no place counts, none was given, or none was found (R46)."""

from gis_cas.domain.city import City
from gis_cas.domain.decision import Decision, DecisionKind, RuleOutcome, TraceLine
from gis_cas.domain.directory import Directory, Owner, OwnerType
from gis_cas.domain.rules import Relation, Rule, Ruleset
from gis_cas.domain.service import LocationNeed, Service
from gis_cas.policy.responsibility.claim import NOBODY
from gis_cas.policy.responsibility.kinds import ALGORITHM_VERSION, KIND_BY_OWNER
from gis_cas.policy.responsibility.owners import owner_everywhere, queue_name
from gis_cas.policy.responsibility.words import reason_for


def always_rule(service: Service, ruleset: Ruleset) -> Rule | None:
    """The service's first rule, when it holds everywhere: then no place is needed to route."""
    rules = ruleset.rules_for(service)
    return rules[0] if rules and rules[0].relation is Relation.ALWAYS else None


def decide_without_place(
    *,
    service: Service,
    ruleset: Ruleset,
    directory: Directory,
    city: City,
    proposed: bool,
    given: bool = False,
) -> Decision:
    """Whose job it is when no place counts (R46). `given` says that a place was given and could not be found.

    A rule that holds everywhere decides: an agency it names is *referred* to (R9). Otherwise the department has a
    service that needs no place; a place that is needed, or was given, and is not known leaves the request *unlocated*.
    """
    rule = always_rule(service, ruleset)
    if rule is None and not _needs_no_place(service, given=given):
        what = "We could not find the place that was given." if given else "This needs a place, and none was given."
        kind, owner, reason = DecisionKind.UNLOCATED, None, f"{what} {queue_name(directory, city)} looks for it."
    else:
        kind, owner, reason = _routed_by_service(rule, service, directory)
    rule_id = rule.id if rule else None
    return Decision(
        kind=kind,
        reason=reason,
        certain=owner is not None,
        owner=owner,
        rule_id=rule_id,
        proposed=proposed,
        trace=(TraceLine(rule_id=rule_id, outcome=RuleOutcome.HELD, detail=reason),) if rule_id else (),
        ruleset_id=ruleset.id,
        algorithm_version=ALGORITHM_VERSION,
    )


def _needs_no_place(service: Service, *, given: bool) -> bool:
    return service.location is LocationNeed.NONE or (service.location is LocationNeed.OPTIONAL and not given)


def _routed_by_service(
    rule: Rule | None, service: Service, directory: Directory
) -> tuple[DecisionKind, Owner | None, str]:
    if rule is None:
        owner = directory.departments.get(service.department, NOBODY)
        reason = f"{service.name}: {owner.name} answers this, wherever it is."
    else:
        owner = owner_everywhere(rule, service, directory)
        reason = reason_for(rule, owner, None)
    if owner is NOBODY:
        return DecisionKind.REVIEW, None, reason
    if owner.type is OwnerType.DEPARTMENT:
        return DecisionKind.NO_PLACE, owner, reason
    return KIND_BY_OWNER[owner.type], owner, reason
