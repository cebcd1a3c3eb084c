"""The proof of a city: every spot, under every service's rules, has exactly one owner or a reason with a name."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from math import isfinite

from gis_cas.domain.city import City
from gis_cas.domain.directory import Directory
from gis_cas.domain.findings import Findings, GeometryKind
from gis_cas.domain.rules import Ruleset
from gis_cas.policy.responsibility.verdict import Alike, Standing, Verdict, alike, verdict, verdict_anywhere
from layers.spots import Spot

Look = Callable[[Spot], Findings]
"""What the layers say about one exact spot."""

_MOST_KEPT = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """Everything but the ground that a verdict is made of, as it stands on a city day."""

    ruleset: Ruleset
    directory: Directory
    city: City
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A spot that is nobody's, or two bodies', for some services; no spot where no place is looked at."""

    services: tuple[str, ...]
    verdict: Verdict
    spot: Spot | None


@dataclass(slots=True, kw_only=True)
class Proof:
    """What was found: `counts` by group of services and reason, `spots` by kind, and every fault."""

    groups: tuple[Alike, ...]
    counts: list[Counter[tuple[Standing, str]]] = field(default_factory=list)
    spots: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)


def prove(book: Rulebook, spots: Iterable[Spot], look: Look) -> Proof:
    """Ask every group of services about every spot.

    Where no edge and no line is near, the areas that hold a spot are all that counts: such verdicts are made once.
    """
    judge = Judge(book)
    proof = begun(judge)
    for spot in spots:
        look_at(proof, judge, spot, look)
    return proof


def begun(judge: "Judge") -> Proof:
    """A proof in which only the services are judged for which no place is looked at."""
    proof = Proof(groups=judge.groups, counts=[Counter() for _ in judge.groups])
    for number, group in enumerate(judge.groups):
        if group.anywhere:
            note(proof, number, judge.anywhere(group), None)
    return proof


def look_at(proof: Proof, judge: "Judge", spot: Spot, look: Look) -> None:
    """Judge every group at one spot."""
    proof.spots[spot.kind] += 1
    findings = look(spot)
    for number, group in enumerate(judge.groups):
        if not group.anywhere:
            note(proof, number, judge.verdict(group, findings), spot)


class Judge:
    """Verdicts on spots, kept by the areas that hold them."""

    def __init__(self, book: Rulebook) -> None:
        self.groups = tuple(alike(book.ruleset, book.directory, day=book.day))
        self._book = book
        self._layers = {id(group): {rule.layer for rule in group.rules} for group in self.groups}
        self._kept: dict[object, Verdict] = {}

    def anywhere(self, group: Alike) -> Verdict:
        """The verdict on a group for which no place is looked at."""
        book = self._book
        return verdict_anywhere(
            group.first, ruleset=book.ruleset, directory=book.directory, city=book.city, day=book.day
        )

    def verdict(self, group: Alike, findings: Findings) -> Verdict:
        """The verdict on a group at one spot."""
        key = self._key(group, findings)
        kept = self._kept.get(key) if key is not None else None
        if kept is not None:
            return kept
        book = self._book
        made = verdict(
            service=group.first,
            findings=findings,
            ruleset=book.ruleset,
            directory=book.directory,
            city=book.city,
        )
        if key is not None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = made
        return made

    def _key(self, group: Alike, findings: Findings) -> object | None:
        """What the verdict depends on, where that is the areas alone; None where a distance may count."""
        if group.on_roads and findings.segment is not None:
            return None
        layers = self._layers[id(group)]
        counting = []
        for found in findings.findings:
            asked = found.layer in layers
            if found.geometry_kind is GeometryKind.LINE:
                if asked:
                    return None
            elif asked and isfinite(found.distance_ft):
                return None
            elif asked or group.on_roads:  # what lies on a road also asks whether the spot is inside the limits
                counting.append((found.layer, found.feature_key, found.contains))
        return (id(group), tuple(counting))


def note(proof: Proof, number: int, made: Verdict, spot: Spot | None) -> None:
    """Count a verdict on one group, and keep it when it is a fault."""
    proof.counts[number][made.standing, made.reason] += 1
    if made.fault:
        codes = tuple(service.code for service in proof.groups[number].services)
        proof.faults.append(Fault(services=codes, verdict=made, spot=spot))
