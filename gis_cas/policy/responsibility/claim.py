"""What one rule says about one feature at one spot: a claim, and how well it fits."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from gis_cas.domain.city import City
from gis_cas.domain.directory import Directory, Owner, OwnerType
from gis_cas.domain.findings import Finding, Findings
from gis_cas.domain.rules import Rule, Ruleset
from gis_cas.domain.service import Service
from gis_cas.policy.responsibility.conditions import rules_that_count

NOBODY: Final = Owner(slug="nobody", type=OwnerType.PRIVATE, name="Nobody known", owner_class="nobody")
"""What a rule names when it knows that we do not know; never leaves this package."""


class Fit(StrEnum):
    """Whether a feature holds the spot everywhere, somewhere or nowhere inside the error radius."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    NO = "no"


class Via(StrEnum):
    """What a claim rests on; the question to ask depends on it."""

    ALWAYS = "always"
    AREA = "area"
    ROAD = "road"
    LINE = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Everything one decision is made from; the findings carry the place and its 95 % radius in feet.

    `rules` are those that have a say about this service on that day and with these answers, in order.
    """

    service: Service
    findings: Findings
    ruleset: Ruleset
    directory: Directory
    city: City
    answers: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = field(init=False)

    def __post_init__(self) -> None:
        rules = rules_that_count(self.service, self.ruleset, day=self.findings.valid_on, answers=self.answers)
        object.__setattr__(self, "rules", rules)

    @property
    def parts(self) -> tuple[Rule, ...]:
        """The rules that name who has a part in the job of a department that leads."""
        day = self.findings.valid_on
        return rules_that_count(self.service, self.ruleset, day=day, answers=self.answers, beside=True)

    def under(self, rule: Rule) -> "Spot":
        """The same spot where this rule stands alone."""
        alone = copy(self)
        object.__setattr__(alone, "rules", (rule,))
        return alone

    def reach_ft(self, finding: Finding) -> float:
        """How far an edge may be from the stated spot and still be at the true one: radius and layer accuracy."""
        return self.findings.radius_ft + finding.accuracy_ft


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One owner claimed by one rule; `nominal` when it would hold if the stated spot were exact.

    share: the part (0-1) of the error disc, for areas whose edge lies in it.
    """

    rule: Rule
    via: Via
    owner: Owner
    nominal: bool
    label: str
    reason: str
    finding: Finding | None = None
    share: float | None = None

    @property
    def owner_key(self) -> tuple[str, str]:
        """Two claims with the same key go to the same desk; private owners of two kinds do not."""
        return (self.owner.slug, self.owner.name if self.owner.type is OwnerType.PRIVATE else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """One rule at one spot: its claims, whether one of them is beyond doubt, and a few words for the trace."""

    claims: tuple[Claim, ...]
    certain: bool
    detail: str
