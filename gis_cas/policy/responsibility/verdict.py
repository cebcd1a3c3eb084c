"""Is every spot somebody's, and only one body's? One spot under one service's rules, as the proof of a city asks it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from gis_cas.domain.city import City
from gis_cas.domain.decision import Decision, RuleOutcome
from gis_cas.domain.directory import Directory
from gis_cas.domain.findings import Findings
from gis_cas.domain.rules import Relation, Rule, Ruleset
from gis_cas.domain.service import LocationNeed, Service
from gis_cas.policy.responsibility.areas import Covered, within
from gis_cas.policy.responsibility.claim import NOBODY, Spot
from gis_cas.policy.responsibility.decide import decide
from gis_cas.policy.responsibility.owners import queue_name
from gis_cas.policy.responsibility.without_place import always_rule, decide_without_place
from gis_cas.policy.responsibility.words import any_of

HAIR_FT: Final = 0.1
"""A spot nearer to a border than this is on it, and on both sides of it."""


class Standing(StrEnum):
    """What came of one spot; the last two are faults of the map or the rules."""

    ONE_OWNER = "one owner"
    EXPLAINED = "named reason"
    ORPHAN = "orphan"
    DOUBLE = "double"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of it, the reason by a name that can be counted, and a sentence."""

    standing: Standing
    reason: str
    sentence: str

    @property
    def fault(self) -> bool:
        """Whether somebody must mend something, or say why it is right."""
        return self.standing in (Standing.ORPHAN, Standing.DOUBLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Services that come to the same standing everywhere: same rules, questions and locus, same bodies on file.

    `anywhere`: no place is looked at for them.
    """

    services: tuple[Service, ...]
    rules: tuple[Rule, ...]
    anywhere: bool

    @property
    def first(self) -> Service:
        """The one that speaks for all."""
        return self.services[0]

    @property
    def on_roads(self) -> bool:
        """Whether the distance to a line may decide."""
        return any(rule.relation in (Relation.ON_ROAD, Relation.NEAR) for rule in self.rules)


def alike(ruleset: Ruleset, directory: Directory, *, day: date) -> list[Alike]:
    """The services in groups as the rules stand on a city day, in the order in which they are on file."""
    groups: dict[object, list[Service]] = {}
    for service in ruleset.services.values():
        key = (
            tuple(rule.id for rule in ruleset.rules_for(service) if rule.holds_on(day)),
            service.questions,
            service.locus,
            service.location is LocationNeed.NONE,
            service.department in directory.departments,
            service.county_agency in directory.agencies,
        )
        groups.setdefault(key, []).append(service)
    return [
        Alike(
            services=tuple(services),
            rules=ruleset.rules_for(services[0]),
            anywhere=services[0].location is LocationNeed.NONE
            or (not services[0].questions and always_rule(services[0], ruleset, day=day, answers={}) is not None),
        )
        for services in groups.values()
    ]


def verdict_anywhere(service: Service, *, ruleset: Ruleset, directory: Directory, city: City, day: date) -> Verdict:
    """What comes of a service for which no place is looked at."""
    decision = decide_without_place(
        service=service,
        ruleset=ruleset,
        directory=directory,
        city=city,
        valid_on=day,
        answers={},
        proposed=False,
        given=True,
    )
    return verdict_of(decision, ruleset=ruleset, queue=queue_name(directory, city))


def verdict(*, service: Service, findings: Findings, ruleset: Ruleset, directory: Directory, city: City) -> Verdict:
    """What comes of one spot: the decision without any answers, and whether two own the ground under its very point.

    A border within the accuracy of its layer, several roads, a rule that says nobody: these are reasons with a name.
    That no rule holds, or only one whose owner nobody filed, or a layer that is not in force, makes an orphan.
    """
    decision = decide(
        service=service,
        findings=findings,
        ruleset=ruleset,
        directory=directory,
        city=city,
        answers={},
        proposed=False,
    )
    if may_be_double(decision):
        spot = Spot(service=service, findings=findings, ruleset=ruleset, directory=directory, city=city)
        double = _double(spot, {candidate.rule_id for candidate in decision.candidates})
        if double:
            return Verdict(standing=Standing.DOUBLE, reason="two owners of one spot", sentence=double)
    return verdict_of(decision, ruleset=ruleset, queue=queue_name(directory, city))


def may_be_double(decision: Decision) -> bool:
    """Whether only the findings tell if two own the very point."""
    return decision.owner is None and bool(decision.candidates)


def verdict_of(decision: Decision, *, ruleset: Ruleset, queue: str) -> Verdict:
    """What a decision comes to that is no double; `queue` is how the administrator's queue is called."""
    if decision.owner is not None:
        return Verdict(standing=Standing.ONE_OWNER, reason=decision.rule_id or "department", sentence=decision.reason)
    if decision.question is not None:
        reason, sentence = f"asks: {decision.question.code}", decision.reason
        return Verdict(standing=Standing.EXPLAINED, reason=reason, sentence=sentence)
    if len(decision.candidates) > 1:
        return Verdict(standing=Standing.EXPLAINED, reason="several owners are near", sentence=decision.reason)
    said = _says_nobody(decision, ruleset.rules)
    if said is not None:
        return Verdict(standing=Standing.EXPLAINED, reason=f"rule {said.id} says nobody", sentence=decision.reason)
    sentence = decision.reason.removesuffix(f" {queue} looks at it.")
    return Verdict(standing=Standing.ORPHAN, reason="nobody is known", sentence=sentence)


def _says_nobody(decision: Decision, rules: Sequence[Rule]) -> Rule | None:
    """The rule that held and names nobody on purpose; a layer that is not in force only seems to say so."""
    held = {line.rule_id for line in decision.trace if line.outcome in (RuleOutcome.HELD, RuleOutcome.POSSIBLE)}
    named = (rule for rule in rules if rule.id in held and rule.owner == "nobody")
    return next((rule for rule in named if rule.layer is None or rule.layer in decision.publications), None)


def _double(spot: Spot, rule_ids: set[str]) -> str | None:
    """Two areas of one rule that both hold the very point, each for an owner of its own."""
    for rule in spot.rules:
        if rule.relation is not Relation.WITHIN or rule.id not in rule_ids:
            continue
        holding = [
            claim
            for claim in within(rule, spot, Covered()).claims
            if claim.nominal
            and claim.owner is not NOBODY
            and claim.finding is not None
            and claim.finding.distance_ft > HAIR_FT
        ]
        owners = list(dict.fromkeys(claim.owner.name for claim in holding))
        if len(owners) > 1:
            names = any_of([claim.label for claim in holding]).replace(" or ", " and ")
            return f"Both {names} of {rule.layer} hold this spot, for {any_of(owners)}."
    return None
