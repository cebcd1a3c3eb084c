"""The owners that several possible decisions come to."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from gis_cas.domain.decision import Decision, OwnerCandidate
from gis_cas.policy.responsibility.words import any_of


def as_candidates(decision: Decision) -> tuple[OwnerCandidate, ...]:
    """Whom a decision leaves possible: its owner, or those that it could not choose between."""
    if decision.candidates and not decision.certain:
        return decision.candidates
    return (OwnerCandidate(owner=decision.owner, rule_id=decision.rule_id or "", reason=decision.reason),)


def without_repeats(candidates: Iterable[OwnerCandidate]) -> tuple[OwnerCandidate, ...]:
    """Each owner once, with the first reason given for it and no share: what they were measured in differs."""
    by_owner: dict[str, OwnerCandidate] = {}
    for candidate in candidates:
        key = f"{candidate.owner.slug} {candidate.owner.name}" if candidate.owner else ""
        by_owner.setdefault(key, replace(candidate, share=None))
    return tuple(by_owner.values())


def owners_of(candidates: Sequence[OwnerCandidate]) -> str:
    """The candidates' names as a choice."""
    return any_of([candidate.owner.name if candidate.owner else "somebody not known" for candidate in candidates])
