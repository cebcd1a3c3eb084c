"""Whose job it is: the answer, its reason, and everything needed to prove it next year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gis_cas.domain.directory import Owner
from gis_cas.domain.district import District


class DecisionKind(StrEnum):
    """The seven answers; any of them may be *proposed* (R53)."""

    ASSIGNED = "assigned"
    REFERRED = "referred"
    PRIVATE_OWNER = "private_owner"
    SPLIT = "split"
    REVIEW = "review"
    NO_PLACE = "no_place"
    UNLOCATED = "unlocated"


class RuleOutcome(StrEnum):
    """What became of one rule."""

    HELD = "held"
    POSSIBLE = "possible"
    FAILED = "failed"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceLine:
    """One rule, what became of it, and why in a few words a clerk can read."""

    rule_id: str
    outcome: RuleOutcome
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerCandidate:
    """An owner that is possible within the error radius; share is None where it was not measured."""

    owner: Owner | None
    rule_id: str
    reason: str
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One plain question; `options` maps the answer's code to its label, and always offers `unsure`."""

    code: str
    text: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer for one request.

    `owner` is None for review and unlocated (and may be for no_place); `certain` means nobody else is possible within
    the error radius. `beside` are the bodies that have a part in the job which the owner, a department, leads (R13):
    then the kind is *split*. `districts` are told of the place and decide nothing. `ruleset_id`, `publications`,
    `locator_version` and `algorithm_version` are what replay needs.
    """

    kind: DecisionKind
    reason: str
    certain: bool
    owner: Owner | None = None
    rule_id: str | None = None
    proposed: bool = False
    question: Question | None = None
    candidates: tuple[OwnerCandidate, ...] = ()
    trace: tuple[TraceLine, ...] = ()
    ruleset_id: str = ""
    publications: Mapping[str, int] = field(default_factory=dict)
    locator_version: int = 0
    algorithm_version: str = ""
    beside: tuple[Owner, ...] = ()
    districts: tuple[District, ...] = ()
