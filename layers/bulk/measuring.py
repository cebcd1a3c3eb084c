"""What is measured only for rows whose decision hangs on it: shares of the disc, then what areas have in common."""

from collections.abc import Mapping
from time import perf_counter
from typing import Final

import numpy as np

from gis_cas.domain.findings import Overlap
from layers.bulk.around import SEARCH_CAP_FT
from layers.bulk.asking import Questions
from layers.bulk.closer import Closer
from layers.bulk.ground import Floats, Ground, Ints
from layers.bulk.numbers import common_of, left_of
from layers.bulk.situations import Block, share_of

NOTHING: Final = 0
SHARES: Final = 1
OVERLAPS: Final = 2

Overlaps = Mapping[int, Mapping[str, Overlap]]
"""By entry and the other layer."""


class Measuring:
    """Measures rows of blocks; `shares_s` are the seconds that it took so far."""

    def __init__(self, ground: Ground, closer: Closer, questions: Questions) -> None:
        self._ground, self._closer, self._questions = ground, closer, questions
        self.shares_s = 0.0

    def measure(self, block: Block, rows: Ints, measured: Ints) -> None:
        """Measure what comes next for each of these rows; `measured` says how far each one is."""
        began = perf_counter()
        fresh, shared = rows[measured == NOTHING], rows[measured == SHARES]
        if len(fresh):
            self._shares(block, fresh)
        for row in shared.tolist():
            for entry, layers in self._overlaps(block, row).items():
                for layer, (left, common) in layers.items():
                    block.numbers.set(row, left_of(entry, layer), left)
                    for other, part in common.items():
                        block.numbers.set(row, common_of(entry, other), part)
        self.shares_s += perf_counter() - began

    def alone(self, block: Block, row: int) -> tuple[dict[int, float], Overlaps]:
        """The shares of one row by entry, and its overlaps, whatever its decision hangs on."""
        near = near_areas(block, row, self._ground)
        areas = np.array(list(near.values()), dtype=np.int64)
        disc_ft = self._discs_ft(np.full(len(near), block.radius_ft[row]), areas)
        shares = self._closer.shares(np.tile(block.xy[row], (len(near), 1)), disc_ft, areas).tolist() if near else []
        keys, slugs = self._ground.keys, [layer.slug for layer in self._ground.layers]
        overlaps = {
            entry: {
                slugs[layer]: Overlap(left=left, common={keys[near[other]]: part for other, part in common.items()})
                for layer, (left, common) in layers.items()
            }
            for entry, layers in self._overlaps(block, row).items()
        }
        return dict(zip(near, shares, strict=True)), overlaps

    def _shares(self, block: Block, rows: Ints) -> None:
        feature, feet = block.feature[rows], block.numbers.table[rows, 1 : share_of(0)]
        near = (feature >= 0) & np.isfinite(feet) & self._ground.is_area[feature]
        which, entry = np.nonzero(near)
        row, area = rows[which], feature[which, entry]
        disc_ft = self._discs_ft(block.radius_ft[row], area)
        block.numbers.table[row, share_of(0) + entry] = self._closer.shares(block.xy[row], disc_ft, area)

    def _overlaps(self, block: Block, row: int) -> dict[int, dict[int, tuple[float, dict[int, float]]]]:
        """By entry and the place of the other layer: what is left, and what is common by the other entry."""
        ground = self._ground
        near = near_areas(block, row, ground)
        found: dict[int, dict[int, tuple[float, dict[int, float]]]] = {}
        for one, others in overlapping(near, ground, self._questions.overlaps[int(block.question[row])]).items():
            for layer, entries in others.items():
                disc_ft = min(float(block.radius_ft[row]), SEARCH_CAP_FT) + ground.layers[layer].accuracy_ft
                areas = [near[entry] for entry in entries]
                left, common = self._closer.overlaps(block.xy[row], disc_ft, near[one], areas)
                parts = {entry: common[near[entry]] for entry in entries}
                found.setdefault(one, {})[layer] = (left, parts)
        return found

    def _discs_ft(self, radius_ft: Floats, areas: Ints) -> Floats:
        return np.minimum(radius_ft, SEARCH_CAP_FT) + self._ground.accuracy_ft[areas]


def near_areas(block: Block, row: int, ground: Ground) -> dict[int, int]:
    """The areas whose edge is near a row: the feature of each such entry."""
    return {
        entry: int(block.around.feature[at])
        for entry, at in enumerate(block.entries(row))
        if ground.is_area[block.around.feature[at]] and np.isfinite(block.around.distance_ft[at])
    }


def overlapping(near: Mapping[int, int], ground: Ground, layers: frozenset[str]) -> dict[int, dict[int, list[int]]]:
    """For each entry of these layers the entries of each other layer, by the layer's place."""
    place = {entry: int(ground.layer_of[feature]) for entry, feature in near.items()}
    found: dict[int, dict[int, list[int]]] = {}
    for one in near:
        if ground.layers[place[one]].slug in layers:
            others = found.setdefault(one, {})
            for other in near:
                if place[other] != place[one]:
                    others.setdefault(place[other], []).append(other)
    return found
