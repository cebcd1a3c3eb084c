"""Rows near nothing that the rules name: all in one kind of cell with one question are told the same."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from layers.bulk import answer
from layers.bulk.decider import Decider, Told
from layers.bulk.filling import Filling
from layers.bulk.forms import Form
from layers.bulk.grid import MOST_RADIUS_FT, layer_bits
from layers.bulk.ground import Bools, Floats, Ints
from layers.bulk.learnt import ALONE
from layers.bulk.situations import RADIUS
from layers.bulk.tree import end

MOST_KEPT: Final = 200_000
"""Texts that are kept; then all are forgotten, so that a large file needs no more memory than a small one."""


class Answers:
    """The words of spots: looked up where nothing is near, else decided and filled in."""

    def __init__(self, decider: Decider) -> None:
        self._decider = decider
        self._filling = Filling(decider, before=answer.BEFORE, after=answer.AFTER)
        self._grid = decider.surroundings.grid
        ground, wanted = decider.surroundings.ground, decider.questions.wanted
        self._wanted = _layer_bits(wanted)
        ours = np.zeros(len(ground.layers), dtype=np.bool_)
        ours[ground.layer_of[decider.situations.ours]] = True
        self._ours = _layer_bits(ours[None, :])[0]
        self._kinds = len(self._grid.held)
        self._spans: dict[int, tuple[int, float, float]] = {}
        self._same: dict[int, bool] = {}
        self._forget()

    def words(
        self, xy: Floats, radius_ft: Floats, question: Ints, segment: Ints
    ) -> tuple[NDArray[np.object_], Told | None]:
        """The words of each spot, and what had to be decided for them; see `Decider.decide`."""
        cells = self._grid.cells(xy)
        near = (self._grid.near_layers[cells] & self._wanted[question]) | (self._grid.border_layers[cells] & self._ours)
        alike = (near == 0) & (radius_ft <= MOST_RADIUS_FT) & (segment < 0)
        code = question * self._kinds + self._grid.kinds[cells]
        known = alike & (radius_ft > self._above[code]) & (radius_ft < self._below[code])
        words = self._texts[code]
        rest = np.flatnonzero(~known)
        if not len(rest):
            return words, None
        told = self._decider.decide(xy[rest], radius_ft[rest], question[rest], segment[rest])
        words[rest] = self._filling.rows(told)
        self._learn(told, np.where(alike[rest], code[rest], -1), words[rest])
        return words, told

    def _learn(self, told: Told, code: Ints, words: NDArray[np.object_]) -> None:
        """Keep what was found for codes that were not tried yet (-1: of none)."""
        some = np.flatnonzero((code >= 0) & ~self._tried[code])
        codes, first = np.unique(code[some], return_index=True)
        if self._kept + len(codes) > MOST_KEPT:
            self._forget()
        self._kept += len(codes)
        self._tried[codes] = True
        learnt = self._decider.knows
        for one, row in zip(codes.tolist(), some[first].tolist(), strict=True):
            node = learnt.root(*told.block.marks[row].tolist()).node
            stop, above, below = self._span(node, float(told.block.radius_ft[row]))
            if stop == end(int(told.ends[row])) and self._same_for_all(int(told.ends[row])):
                self._above[one], self._below[one], self._texts[one] = above, below, words[row]

    def _span(self, node: int, radius_ft: float) -> tuple[int, float, float]:
        """See `Trees.alike`; many codes have the same tree."""
        known = self._spans.get(node)
        if known is None or not known[1] < radius_ft < known[2]:
            known = self._spans[node] = self._decider.knows.trees.alike(node, RADIUS, radius_ft)
        return known

    def _same_for_all(self, ending: int) -> bool:
        """Whether nothing but words of the areas around is filled in."""
        known = self._same.get(ending)
        if known is None:
            marks = self._decider.knows.endings[ending].marks
            known = self._same[ending] = ending != ALONE and not any(isinstance(what, Form) for what, _ in marks)
        return known

    def _forget(self) -> None:
        size = self._kinds * len(self._wanted)
        self._texts = np.full(size, b"", dtype=np.object_)
        self._above, self._below = np.full(size, np.inf), np.full(size, -np.inf)
        self._tried: Bools = np.zeros(size, dtype=np.bool_)
        self._kept = 0


def _layer_bits(layers: Any) -> NDArray[np.uint64]:
    bits = np.where(layers, layer_bits(np.arange(layers.shape[1])), np.uint64(0))
    found: NDArray[np.uint64] = np.bitwise_or.reduce(bits, axis=1, initial=0)
    return found
