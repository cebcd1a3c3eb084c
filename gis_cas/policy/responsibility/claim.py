"""What one rule says about one feature at one spot: a claim, and how well it fits."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from gis_cas.domain.city import City
from gis_cas.domain.directory import Directory, Owner, OwnerType
from gis_cas.domain.findings import Finding, Findings
from gis_cas.domain.rules import Rule, Ruleset
from gis_cas.domain.service import Service

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

    `rules` are those that have a say about this service, in order.
    """

    service: Service
    findings: Findings
    ruleset: Ruleset
    directory: Directory
    city: City
    rules: tuple[Rule, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rules", self.ruleset.rules_for(self.service))

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
