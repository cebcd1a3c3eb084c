"""The city's responsibility rules as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gis_cas.domain.service import Locus, Service

MonthDay = tuple[int, int]
"""A day of any year: month and day."""


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
class Ruleset:
    """Services and rules as they stood together; `id` is the SHA-256 of their canonical JSON.

    `road_precedence` orders owner classes and slugs where rights-of-way overlap at a crossing, strongest first.
    """

    id: str
    rules: tuple[Rule, ...]
    services: Mapping[str, Service]
    road_precedence: tuple[str, ...]
    _chosen: dict[Service, tuple[Rule, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def rules_for(self, service: Service) -> tuple[Rule, ...]:
        """The service's rules in order, chosen once."""
        chosen = self._chosen.get(service)
        if chosen is None:
            chosen = self._chosen[service] = tuple(rule for rule in self.rules if rule.is_for(service))
        return chosen
