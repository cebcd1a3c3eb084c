"""The same proof for many spots at once: by the index of `layers/bulk`, which decides alike rows once."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from sqlalchemy import Connection

from gis_cas.domain.decision import Decision
from gis_cas.geo.projection import Projection
from gis_cas.policy.responsibility.owners import queue_name
from gis_cas.policy.responsibility.verdict import Standing, Verdict, may_be_double, verdict_of
from gis_cas.store.in_force import read_in_force
from layers.bulk.asking import Asking
from layers.bulk.closer import Closer
from layers.bulk.decider import Decider
from layers.bulk.filling import Filling
from layers.bulk.index import index_for, read_index
from layers.city_ground import EXACT_FT, looking
from layers.proof import Judge, Look, Proof, Rulebook, begun, look_at, note
from layers.spots import Spot

AT_A_TIME: Final = 4_000

_APART: Final = "\t"
_OPEN: Final = "look closer"

Progress = Callable[[int], object]
"""Told how many more spots are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is looked at: a connection, the layers that count (slug to publication), and the city's feet."""

    connection: Connection
    publications: Mapping[str, int]
    projection: Projection


def prove_at_once(book: Rulebook, spots: Sequence[Spot], ground: Ground, *, progress: Progress) -> Proof:
    """What `prove` comes to for these spots.

    Alike spots are decided once; those at which a closer look is needed, and addresses, whose street segment counts,
    are looked at one by one.
    """
    judge = Judge(book)
    proof = begun(judge)
    with TemporaryDirectory() as folder:
        blocks = _Blocks(book, judge, ground, folder=Path(folder))
        look = looking(ground.connection, book, publications=ground.publications, projection=ground.projection)
        plain = [spot for spot in spots if spot.segment_key is None]
        for start in range(0, len(plain), AT_A_TIME):
            some = plain[start : start + AT_A_TIME]
            blocks.add(proof, some, look)
            progress(len(some))
        for spot in spots:
            if spot.segment_key is not None:
                look_at(proof, judge, spot, look)
                progress(1)
    return proof


class _Blocks:
    """Blocks of spots judged together; the index is made for this proof and goes with it."""

    def __init__(self, book: Rulebook, judge: Judge, ground: Ground, *, folder: Path) -> None:
        city = book.city
        in_force = read_in_force(ground.connection, valid_on=book.day, publications=ground.publications)
        index = index_for(ground.connection, in_force, road_reach_ft=city.road_reach_ft, folder=folder)
        asking = Asking(
            city=city,
            directory=book.directory,
            ruleset=book.ruleset,
            valid_on=book.day,
            known_at=None,
            publications=ground.publications,
        )
        surroundings = read_index(index.folder)
        queue = queue_name(book.directory, city)

        def tell(decision: Decision) -> str:
            made = verdict_of(decision, ruleset=book.ruleset, queue=queue)
            closer = may_be_double(decision) or made.fault
            return _OPEN if closer else f"{made.standing.value}{_APART}{made.reason}"

        self._judge, self._projection = judge, ground.projection
        self._asked = [number for number, group in enumerate(judge.groups) if not group.anywhere]
        closer = Closer(surroundings.ground, surroundings.grid)
        self._decider = Decider(surroundings, asking, projection=ground.projection, tell=tell, closer=closer)
        self._filling = Filling(self._decider)

    def add(self, proof: Proof, spots: Sequence[Spot], look: Look) -> None:
        """Judge every group at every one of these spots."""
        open_groups: dict[int, list[int]] = defaultdict(list)
        for place, (number, words) in self._told(spots):
            if words == _OPEN:
                open_groups[place].append(number)
            else:
                standing, reason = words.split(_APART)
                proof.counts[number][Standing(standing), reason] += 1
        for place, numbers in open_groups.items():
            findings = look(spots[place])
            for number in numbers:
                made: Verdict = self._judge.verdict(self._judge.groups[number], findings)
                note(proof, number, made, spots[place])
        proof.spots += Counter(spot.kind for spot in spots)

    def _told(self, spots: Sequence[Spot]) -> Iterator[tuple[int, tuple[int, str]]]:
        lonlat = np.array([(spot.position.lon, spot.position.lat) for spot in spots])
        xy = self._projection.array_to_ft(lonlat)
        for number in self._asked:
            question = self._decider.questions.number[self._judge.groups[number].first.code]
            told = self._decider.decide(xy, np.full(len(xy), EXACT_FT), np.full(len(xy), question, dtype=np.int64))
            for place, words in enumerate(self._filling.rows(told)):
                yield place, (number, words.decode())
