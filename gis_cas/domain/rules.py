"""The city's responsibility rules as data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from gis_cas.domain.service import Locus, Service

MonthDay = tuple[int, int]
"""A day of any year: month and day."""

_MOST_KEPT: Final = 2_000
"""Services and days whose rules a set remembers; a city has dozens of services and is asked about few days at once."""


class Relation(StrEnum):
    """How a rule looks at its layer."""

    WITHIN = "within"
    ON_ROAD = "on_road"
    NEAR = "near"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One ordered rule: for which services, over which layer, whose it then is.

    owner: `feature` | `feature:ATTRIBUTE` | `department` | `county` | `agency:SLUG` | `department:SLUG` |
    `private:KIND` | `nobody`.
    The first rule that holds wins. Empty selectors mean every service. `where` are conditions on the feature, `answers`
    on what was answered to the service's questions, `valid_from`, `valid_until` (the first day on which it no longer
    holds) and `season` (first and last day of each year) on the city day. A rule that stands `beside` decides nothing:
    it names who has a part in the job of a department that leads (R13).
    """

    id: str
    relation: Relation
    owner: str
    reason: str
    layer: str | None = None
    locus: tuple[Locus, ...] = ()
    services: tuple[str, ...] = ()
    except_services: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    valid_from: date | None = None
    valid_until: date | None = None
    season: tuple[MonthDay, MonthDay] | None = None
    beside: bool = False

    def is_for(self, service: Service) -> bool:
        """Whether this rule has a say about the service."""
        return (
            (not self.locus or service.locus in self.locus)
            and (not self.services or service.code in self.services)
            and (not self.groups or service.group in self.groups)
            and service.code not in self.except_services
        )

    def holds_on(self, day: date) -> bool:
        """Whether the rule counts on a city day; a season may reach over New Year."""
        if (self.valid_from and day < self.valid_from) or (self.valid_until and day >= self.valid_until):
            return False
        if self.season is None:
            return True
        (first, last), here = self.season, (day.month, day.day)
        return first <= here <= last if first <= last else here >= first or here <= last

    def meets(self, answers: Mapping[str, str]) -> bool:
        """Whether every answer that the rule waits for was given; one that is missing is not."""
        return all(answers.get(code) in options for code, options in self.answers.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRules:
    """A service's rules of one city day, in order: those that decide, and those that stand beside them.

    `waited_for`: the answers that any of them waits for, by the question's code.
    """

    deciding: tuple[Rule, ...]
    beside: tuple[Rule, ...]
    waited_for: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruleset:
    """Services and rules as they stood together; `id` is the SHA-256 of their canonical JSON.

    `road_precedence` orders owner classes and slugs where rights-of-way overlap at a crossing, strongest first.
    """

    id: str
    rules: tuple[Rule, ...]
    services: Mapping[str, Service]
    road_precedence: tuple[str, ...]
    _of_days: dict[tuple[object, ...], DayRules] = field(default_factory=dict, init=False, repr=False, compare=False)

    def rules_for(self, service: Service) -> tuple[Rule, ...]:
        """The service's rules in order, whatever the day."""
        return tuple(rule for rule in self.rules if rule.is_for(service))

    def rules_on(self, service: Service, day: date) -> DayRules:
        """The service's rules of a day, chosen once: neither what a rule looks at nor the rules ever change."""
        asked = (service.code, service.group, service.locus, day)
        of_day = self._of_days.get(asked)
        if of_day is None:
            if len(self._of_days) >= _MOST_KEPT:
                self._of_days.clear()
            of_day = self._of_days[asked] = _day_rules(rule for rule in self.rules_for(service) if rule.holds_on(day))
        return of_day


def _day_rules(rules: Iterable[Rule]) -> DayRules:
    standing = tuple(rules)
    waited_for: dict[str, set[str]] = {}
    for rule in standing:
        for code, options in rule.answers.items():
            waited_for.setdefault(code, set()).update(options)
    return DayRules(
        deciding=tuple(rule for rule in standing if not rule.beside),
        beside=tuple(rule for rule in standing if rule.beside),
        waited_for={code: frozenset(options) for code, options in waited_for.items()},
    )
