"""The city's responsibility rules as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gis_cas.domain.service import Locus, Service


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
    The first rule that holds wins. Empty selectors mean every service.
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

    def is_for(self, service: Service) -> bool:
        """Whether this rule has a say about the service."""
        return (
            (not self.locus or service.locus in self.locus)
            and (not self.services or service.code in self.services)
            and (not self.groups or service.group in self.groups)
            and service.code not in self.except_services
        )


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
