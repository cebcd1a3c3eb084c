"""What is asked for in a run: the rules of a day, and which services ask the same question."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from gis_cas.domain.city import City
from gis_cas.domain.decision import Decision
from gis_cas.domain.directory import Directory
from gis_cas.domain.findings import Findings
from gis_cas.domain.rules import Ruleset
from gis_cas.domain.service import LocationNeed, Service
from gis_cas.policy.responsibility import always_rule, decide, read_by_county_rules
from layers.bulk.ground import Bools, Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The city, its rules and directory, the day and what was known, and the layers that count (slug to id).

    streets: the layer whose segments addresses name.
    """

    city: City
    directory: Directory
    ruleset: Ruleset
    valid_on: date
    known_at: datetime | None
    publications: Mapping[str, int]
    streets: str | None = None

    def decide(self, service: Service, findings: Findings) -> Decision:
        """The policy's decision; nothing was answered, nothing is proposed."""
        return decide(
            service=service,
            findings=findings,
            ruleset=self.ruleset,
            directory=self.directory,
            city=self.city,
            answers={},
            proposed=False,
        )

    def needs_no_spot(self, service: Service) -> bool:
        """Whether the spot has no part in the answer."""
        if service.location is LocationNeed.NONE:
            return True
        rule = always_rule(service, self.ruleset, day=self.valid_on, answers={})
        return rule is not None and not service.questions


class Questions:
    """Services by the question they ask: alike in rules, owners by name, locus, need of a place and own questions.

    number: service code to question. services: one service for each question. wanted: by question and layer, whether
    a rule names it.
    """

    def __init__(self, asking: Asking, ground: Ground) -> None:
        self.number: dict[str, int] = {}
        self.services: list[Service] = []
        known: dict[object, int] = {}
        rows: list[list[bool]] = []
        self.overlaps: list[frozenset[str]] = []
        for code, service in asking.ruleset.services.items():
            rules = asking.ruleset.rules_for(service)
            alone = asking.needs_no_spot(service)
            owners = (service.department, service.county_agency)
            like = (tuple(rule.id for rule in rules), *owners, service.locus, service.location, service.questions)
            key = (code,) if alone else like
            if key not in known:
                known[key] = len(self.services)
                self.services.append(service)
                self.overlaps.append(read_by_county_rules(rules))
                named = set() if alone else {rule.layer for rule in rules}
                rows.append([layer.slug in named for layer in ground.layers])
            self.number[code] = known[key]
        self.wanted: Bools = np.array(rows, dtype=np.bool_).reshape(len(rows), len(ground.layers))
