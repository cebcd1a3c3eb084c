"""One plain question when more than one owner is possible, and what its answer means.

Each option but `unsure` leads to exactly one owner. Options that choose between owners carry the owner's slug, so that
an answer stays good when the pin moves a little or a layer gets a new version.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gis_cas.domain.decision import Question
from gis_cas.domain.directory import OwnerType
from gis_cas.domain.findings import Findings
from gis_cas.policy.responsibility.claim import NOBODY, Claim, Via
from gis_cas.policy.responsibility.sides import WHICH_SIDE, border_street
from gis_cas.policy.responsibility.words import UNSURE, UNSURE_LABEL

MOST_OWNERS: Final = 5
"""More owners than this are not a question a person can answer: somebody looks instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All claims that lead to one owner."""

    claims: tuple[Claim, ...]

    @property
    def first(self) -> Claim:
        """The claim that speaks for the group: the first that holds at the stated spot, else the first."""
        return next((claim for claim in self.claims if claim.nominal), self.claims[0])

    @property
    def share(self) -> float | None:
        """The part (0-1) of the error disc that is this owner's, where every claim was measured."""
        shares = [claim.share for claim in self.claims]
        return None if any(share is None for share in shares) else min(1.0, sum(share or 0.0 for share in shares))

    def only(self, via: Via) -> bool:
        """Whether every claim rests on the same thing."""
        return all(claim.via is via for claim in self.claims)

    def has(self, via: Via) -> bool:
        """Whether any claim rests on it."""
        return any(claim.via is via for claim in self.claims)

    @property
    def label(self) -> str:
        """The roads, parks and towns of the group, in a few words."""
        names = list(dict.fromkeys(claim.label for claim in self.claims))
        return " or ".join(names[:2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A question and the group that each option leads to."""

    question: Question
    leads_to: Mapping[str, Group]


def grouped_by_owner(claims: Sequence[Claim]) -> tuple[Group, ...]:
    """The claims by owner, in the order in which the owners first appear."""
    groups: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.owner_key, []).append(claim)
    return tuple(Group(claims=tuple(group)) for group in groups.values())


def choice_between(groups: Sequence[Group], findings: Findings) -> Choice | None:
    """The one question that tells the owners apart, or None when no plain question can."""
    if len(groups) > MOST_OWNERS or any(group.first.owner is NOBODY for group in groups):
        return None
    if all(group.has(Via.ROAD) and not group.has(Via.AREA) for group in groups):
        return _by_owner("which_road", "Which road is it on?", groups)
    if len(groups) == 2:  # noqa: PLR2004
        for one, other in ((groups[0], groups[1]), (groups[1], groups[0])):
            if one.only(Via.ROAD) and other.has(Via.AREA):
                return _on_road(one, other)
            if one.only(Via.LINE) and not other.has(Via.LINE):
                return _at_line(one, other)
    if all(group.has(Via.AREA) for group in groups):
        return _which_side(groups, findings)
    return _by_owner("which_place", "Where is it?", groups)


def answer_to(choice: Choice, answers: Mapping[str, str]) -> str | None:
    """The option somebody chose for this question; an option that is not on offer is no answer."""
    answer = answers.get(choice.question.code)
    return answer if answer in choice.question.options else None


def _on_road(road: Group, beside: Group) -> Choice:
    both_roads = beside.has(Via.ROAD)
    text = f"Is it on {road.label}, or not?" if both_roads else "Is it on the road, or beside it?"
    labels = (f"On {road.label}", "Not on it") if both_roads else ("On the road", "Beside it")
    return _two("on_road", text, ("on", labels[0], road), ("beside", labels[1], beside))


def _at_line(line: Group, away: Group) -> Choice:
    text = f"Is it at the {line.label}, or away from it?"
    return _two("at_line", text, ("at", "At it", line), ("away", "Away from it", away))


def _two(code: str, text: str, one: tuple[str, str, Group], other: tuple[str, str, Group]) -> Choice:
    options = {one[0]: one[1], other[0]: other[1], UNSURE: UNSURE_LABEL}
    return Choice(
        question=Question(code=code, text=text, options=options),
        leads_to={one[0]: one[2], other[0]: other[2]},
    )


def _which_side(groups: Sequence[Group], findings: Findings) -> Choice:
    """By the side of the street that is the border, where one is; else by the names of what lies there."""
    plain = _by_owner(WHICH_SIDE, "Which side is it on?", groups)
    areas = [[claim.finding for claim in group.claims if claim.finding is not None] for group in groups]
    street = border_street(areas[0], areas[1], findings) if len(groups) == 2 else None  # noqa: PLR2004
    if street is None:
        return plain
    axis = "north or the south" if "north" in street.sides else "east or the west"
    named = {
        option: f"{side.capitalize()}: {plain.question.options[option]}"
        for option, side in zip(plain.leads_to, street.sides, strict=True)
    }
    options = dict(sorted(named.items(), key=lambda pair: pair[1])) | {UNSURE: UNSURE_LABEL}
    text = f"Is it on the {axis} side of {street.name}?"
    return replace(plain, question=Question(code=WHICH_SIDE, text=text, options=options))


def _by_owner(code: str, text: str, groups: Sequence[Group]) -> Choice:
    leads_to: dict[str, Group] = {}
    for group in groups:
        slug = group.first.owner.slug
        leads_to[slug if slug not in leads_to else f"{slug}-{len(leads_to)}"] = group
    options = {option: _option_label(group) for option, group in leads_to.items()} | {UNSURE: UNSURE_LABEL}
    return Choice(question=Question(code=code, text=text, options=options), leads_to=leads_to)


def _option_label(group: Group) -> str:
    """What a person sees on the spot, and whose it is where the one does not tell the other."""
    owner = group.first.owner
    if owner.type is OwnerType.DEPARTMENT or owner.name == group.label:
        return group.label
    return f"{group.label} ({owner.name})"
