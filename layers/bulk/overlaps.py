"""Where edges of two layers are near and a county rule reads one of them: such rows are decided one by one."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import shapely

from gis_cas.domain.findings import Overlap
from layers.bulk.closer import discs
from layers.bulk.ground import Bools, Floats, Ground, Ints
from layers.bulk.situations import Block, feet_of, share_of

_RIM_FT: Final = 0.03
"""What remains once so much is taken from all sides of it is more than a thread between two drawings of one border."""


def at_two_edges(block: Block, ground: Ground, shared: Bools) -> Bools:
    """The rows for which overlaps count; `shared` says by question and layer whether a county rule reads it."""
    feature = block.feature
    if not len(ground):
        return np.zeros(len(feature), dtype=np.bool_)
    near = (feature >= 0) & np.isfinite(block.numbers[:, feet_of(0) : share_of(0)]) & ground.is_area[feature]
    layer = np.where(near, ground.layer_of[feature], -1)
    asked = near & shared[block.question[:, None], layer]
    first = np.where(asked, layer, -1).max(axis=1, initial=-1)
    rows: Bools = asked.any(axis=1) & (near & (layer != first[:, None])).any(axis=1)
    return rows


class Overlaps:
    """Measures, as the store does, what an area has in common with another layer's areas near a spot."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def at(self, xy: Floats, radius_ft: float, near: Ints, shared: Bools) -> dict[int, Mapping[str, Overlap]]:
        """By feature, the overlaps of the `near` areas in a layer of `shared` with every other layer's near areas."""
        ground = self._ground
        layers = ground.layer_of[near]
        found: dict[int, Mapping[str, Overlap]] = {}
        for one in near[shared[layers]].tolist():
            others = [int(layer) for layer in np.unique(layers) if layer != ground.layer_of[one]]
            found[one] = {
                ground.layers[layer].slug: self._overlap(xy, radius_ft, one, near[layers == layer]) for layer in others
            }
        return found

    def _overlap(self, xy: Floats, radius_ft: float, one: int, others: Ints) -> Overlap:
        disc = discs(xy[None, :], np.array([radius_ft + self._ground.accuracy_ft[others[0]]]))[0]
        own = self._inside(one, disc)
        common = {self._ground.keys[other]: self._inside(other, own) for other in others.tolist()}
        remains = shapely.difference(own, shapely.union_all(list(common.values())))
        thread = shapely.is_empty(shapely.buffer(remains, -_RIM_FT))
        whole = shapely.area(disc)
        return Overlap(
            left=0.0 if thread else float(shapely.area(remains) / whole),
            common={key: float(shapely.area(shape) / whole) for key, shape in common.items()},
        )

    def _inside(self, feature: int, shape: Any) -> Any:
        pieces = self._ground.pieces[self._ground.piece_of == feature]
        return shapely.union_all(shapely.intersection(pieces, shape))
