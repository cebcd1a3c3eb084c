"""The routing layers of some publications in the process: features, outlines and pieces, in the city's feet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection

from gis_cas.store.in_force import InForce
from gis_cas.store.routing_features import routing_features, routing_pieces

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Shapes = NDArray[Any]

_AREA: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerInForce:
    """One layer that counts, as findings name it."""

    slug: str
    publication_id: int
    version_number: int
    accuracy_ft: float


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Features by their place in these arrays, ordered by layer and key; every length in feet.

    `left_ft` and `right_ft` are half-widths, NaN where a line has none; `ends` are the corners of the two-point
    stretches of all outlines and lines (ax, ay, bx, by), an area on its left; `stretch_of` the feature of each.
    """

    layers: tuple[LayerInForce, ...]
    keys: list[str]
    names: list[str | None]
    owners: list[str | None]
    attributes: list[dict[str, Any]]
    layer_of: Ints
    is_area: Bools
    left_ft: Floats
    right_ft: Floats
    shapes: Shapes
    pieces: Shapes
    piece_of: Ints
    ends: Floats
    stretch_of: Ints

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def accuracy_ft(self) -> Floats:
        """The accuracy of each feature's layer."""
        return np.array([layer.accuracy_ft for layer in self.layers], dtype=np.float64)[self.layer_of]

    @cached_property
    def widest_ft(self) -> Floats:
        """The wider half-width of each feature, 0 where it has none."""
        return np.fmax(np.nan_to_num(self.left_ft), np.nan_to_num(self.right_ft))

    @cached_property
    def two_sided(self) -> Bools:
        """Lines for which it matters on which side a spot lies."""
        same = (self.left_ft == self.right_ft) | (np.isnan(self.left_ft) & np.isnan(self.right_ft))
        two_sided: Bools = ~same & ~self.is_area
        return two_sided


def read_ground(conn: Connection, in_force: InForce) -> Ground:
    """Read the features and pieces of the publications that count."""
    rows = sorted(
        routing_features(conn, list(in_force.by_id)),
        key=lambda row: (in_force.by_id[row.publication_id].layer, row.feature_key),
    )
    counting = sorted({row.publication_id for row in rows}, key=lambda one: in_force.by_id[one].layer)
    place = {row.id: number for number, row in enumerate(rows)}
    pieces = list(routing_pieces(conn, list(in_force.by_id)))
    shapes = _shapes(bytes(row.wkb) for row in rows)
    return ground_of(
        layers=tuple(
            LayerInForce(
                slug=in_force.by_id[one].layer,
                publication_id=one,
                version_number=in_force.by_id[one].version_number,
                accuracy_ft=in_force.by_id[one].accuracy_ft,
            )
            for one in counting
        ),
        features=rows,
        layer_of=np.array([counting.index(row.publication_id) for row in rows], dtype=np.int64),
        shapes=shapes,
        pieces=_shapes(bytes(row.wkb) for row in pieces),
        piece_of=np.array([place[row.feature_id] for row in pieces], dtype=np.int64),
    )


def ground_of(
    *,
    layers: tuple[LayerInForce, ...],
    features: Iterable[Any],
    layer_of: Ints,
    shapes: Shapes,
    pieces: Shapes,
    piece_of: Ints,
) -> Ground:
    """The ground of features with their shapes, already in the order of layer and key."""
    known = list(features)
    ends, stretch_of = stretches(shapes)
    return Ground(
        layers=layers,
        keys=[row.feature_key for row in known],
        names=[row.name for row in known],
        owners=[row.owner for row in known],
        attributes=[row.attributes for row in known],
        layer_of=layer_of,
        is_area=shapely.get_dimensions(shapes) == _AREA,
        left_ft=_lengths(row.half_width_left_ft for row in known),
        right_ft=_lengths(row.half_width_right_ft for row in known),
        shapes=shapes,
        pieces=pieces,
        piece_of=piece_of,
        ends=ends,
        stretch_of=stretch_of,
    )


def stretches(shapes: Shapes) -> tuple[Floats, Ints]:
    """The two-point stretches of outlines and lines, and whose each is; a lone point is a stretch without length.

    An area lies to the left of its outline.
    """
    parts, whose = shapely.get_parts(shapes, return_index=True)
    areas = shapely.get_dimensions(parts) == _AREA
    rings, part = shapely.get_rings(shapely.orient_polygons(parts[areas]), return_index=True)
    lines = np.concatenate([rings, parts[~areas]])
    line_of = np.concatenate([whose[areas][part], whose[~areas]])
    corners, at = shapely.get_coordinates(lines, return_index=True)
    if not len(corners):
        return np.zeros((0, 4)), np.zeros(0, dtype=np.int64)
    alone = np.bincount(at, minlength=len(lines))[at] == 1
    first = np.flatnonzero(np.append(at[:-1] == at[1:], False) | alone)
    second = np.where(alone[first], first, first + 1)
    return np.column_stack([corners[first], corners[second]]), line_of[at[first]].astype(np.int64)


def _shapes(wkb: Iterator[bytes]) -> Shapes:
    read: Shapes = shapely.from_wkb(np.array(list(wkb), dtype=object))
    return read


def _lengths(values: Iterable[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
