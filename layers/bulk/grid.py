"""An exact grid over the ground: each cell knows what is the same everywhere in it, and what must still be measured."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.bulk.ground import Bools, Floats, Ground, Ints
from layers.bulk.lists import Lists, lists_of

MOST_RADIUS_FT: Final = 125.0
"""Spots with a larger error radius are looked up in a tree: the grid would have to keep too much in each cell."""

FEWEST, MOST = 64, 1024
"""Cells along the longer side."""

_AT_ONCE: Final = 4_000_000
_SIDES: Final = 4
"""A stretch longer than so many cells is cut before it is entered, so that its box holds few cells besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Cells in rows from the south-west; the last number, `len`, stands for everywhere else.

    kinds: the cell's number in `held`, which lists the areas that hold all of it. borders: areas whose edge crosses it.
    edges, lines: stretches that may be within reach of a spot in it with at most MOST_RADIUS_FT. near_layers,
    border_layers: the bits (`layer_bits`) of the layers in these lists, and of those in `borders`.
    """

    west_ft: float
    south_ft: float
    cell_ft: float
    columns: int
    rows: int
    kinds: NDArray[np.int32]
    held: Lists
    borders: Lists
    edges: Lists
    lines: Lists
    near_layers: NDArray[np.uint64]
    border_layers: NDArray[np.uint64]

    def cells(self, xy: Floats) -> Ints:
        """The number of each spot's cell."""
        with np.errstate(invalid="ignore"):
            column = np.floor((xy[:, 0] - self.west_ft) / self.cell_ft)
            row = np.floor((xy[:, 1] - self.south_ft) / self.cell_ft)
            inside = (column >= 0) & (row >= 0) & (column < self.columns) & (row < self.rows)
            number = np.where(inside, row * self.columns + column, self.columns * self.rows)
        return number.astype(np.int64)


def build_grid(ground: Ground, *, road_reach_ft: float, most_cells: int | None = None) -> Grid:
    """Lay the grid over all features; `road_reach_ft` is how far a road is looked for at the least."""
    reach_ft = reaches_ft(ground, np.full(len(ground), MOST_RADIUS_FT), road_reach_ft=road_reach_ft)
    frame = _frame(ground, float(reach_ft.max(initial=0.0)), most_cells)
    near = _Near(ground, frame, reach_ft)
    count = frame.columns * frame.rows
    borders = lists_of(near.border_cells, near.border_features, count + 1)
    kinds, held = _held(ground, frame, borders)
    edges, lines = near.lists(areas=True, count=count), near.lists(areas=False, count=count)
    stretch_layers = ground.layer_of[ground.stretch_of]
    return Grid(
        west_ft=frame.west_ft,
        south_ft=frame.south_ft,
        cell_ft=frame.cell_ft,
        columns=frame.columns,
        rows=frame.rows,
        kinds=kinds,
        held=held,
        borders=borders,
        edges=edges,
        lines=lines,
        near_layers=_layers_in(edges, stretch_layers) | _layers_in(lines, stretch_layers),
        border_layers=_layers_in(borders, ground.layer_of),
    )


def layer_bits(layers: Ints) -> NDArray[np.uint64]:
    """A bit for each layer by its place; from the 65th on layers share one, which only makes more seem near."""
    return np.uint64(1) << (layers % 64).astype(np.uint64)


def _layers_in(lists: Lists, layer_of: Ints) -> NDArray[np.uint64]:
    bits = np.append(layer_bits(layer_of)[lists.items], np.uint64(0))
    found: NDArray[np.uint64] = np.bitwise_or.reduceat(bits, lists.starts[:-1])
    return np.where(np.diff(lists.starts) > 0, found, np.uint64(0))


def reaches_ft(ground: Ground, radius_ft: Floats, *, road_reach_ft: float, features: Ints | None = None) -> Floats:
    """How far each feature may be and still have a say: an area's edge, or a line by its own half-width."""
    of = slice(None) if features is None else features
    reach = radius_ft + ground.accuracy_ft[of]
    return np.where(ground.is_area[of], reach, np.maximum(road_reach_ft, ground.widest_ft[of]) + reach)


@dataclass(frozen=True, slots=True)
class _Frame:
    west_ft: float
    south_ft: float
    cell_ft: float
    columns: int
    rows: int

    @property
    def half_diagonal_ft(self) -> float:
        return self.cell_ft * 0.7071067811865476 + 1e-6

    def middle_ft(self, column: Ints, row: Ints) -> tuple[Floats, Floats]:
        middle = (np.column_stack([column, row]).astype(np.float64) + 0.5) * self.cell_ft
        return self.west_ft + middle[:, 0], self.south_ft + middle[:, 1]

    def clipped(self, values: Floats, *, south: bool) -> Ints:
        start, most = (self.south_ft, self.rows) if south else (self.west_ft, self.columns)
        return np.clip(np.floor((values - start) / self.cell_ft), 0, most - 1).astype(np.int64)


def _frame(ground: Ground, margin_ft: float, most_cells: int | None) -> _Frame:
    if not len(ground.ends):
        return _Frame(0.0, 0.0, 1.0, 1, 1)
    corners = ground.ends.reshape(-1, 2)
    west, south = corners.min(axis=0) - margin_ft
    east, north = corners.max(axis=0) + margin_ft
    along = most_cells or int(np.clip(16 * np.sqrt(len(ground.ends)), FEWEST, MOST))
    cell = max(float(max(east - west, north - south)) / along, 1.0)
    columns, rows = int(np.ceil((east - west) / cell)), int(np.ceil((north - south) / cell))
    return _Frame(float(west), float(south), cell, max(columns, 1), max(rows, 1))


class _Near:
    """Which stretches are near which cells; a cell may list one that is a little too far, never miss one."""

    def __init__(self, ground: Ground, frame: _Frame, reach_ft: Floats) -> None:
        self._is_area = ground.is_area[ground.stretch_of]
        cells, near, crossed = [], [], []
        for cell, stretch, border in _pairs(ground, frame, reach_ft):
            cells.append(cell)
            near.append(stretch)
            crossed.append(border)
        self._cells, self._stretches, border = _joined(cells), _joined(near), np.concatenate([*crossed, _NO_BOOLS])
        border &= self._is_area[self._stretches]
        whose = ground.stretch_of[self._stretches[border]]
        both = np.unique(self._cells[border] * len(ground) + whose) if border.any() else self._cells[:0]
        self.border_cells, self.border_features = both // max(len(ground), 1), both % max(len(ground), 1)

    def lists(self, *, areas: bool, count: int) -> Lists:
        wanted = self._is_area[self._stretches] == areas
        return lists_of(self._cells[wanted], self._stretches[wanted], count + 1)


_NO_BOOLS: Final[Bools] = np.zeros(0, dtype=np.bool_)


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate([*parts, np.zeros(0, dtype=np.int64)])


def _pairs(ground: Ground, frame: _Frame, reach_ft: Floats) -> Iterator[tuple[Ints, Ints, Bools]]:
    """Cells, the stretches within reach of some point of them, and whether a stretch crosses the cell itself."""
    ends, whole = _cut(ground.ends, frame.cell_ft * _SIDES)
    reach = reach_ft[ground.stretch_of[whole]]
    far = reach + frame.half_diagonal_ft
    low = np.minimum(ends[:, :2], ends[:, 2:]) - reach[:, None]
    high = np.maximum(ends[:, :2], ends[:, 2:]) + reach[:, None]
    first, last = frame.clipped(low[:, 0], south=False), frame.clipped(high[:, 0], south=False)
    bottom, top = frame.clipped(low[:, 1], south=True), frame.clipped(high[:, 1], south=True)
    wide, counts = last - first + 1, (last - first + 1) * (top - bottom + 1)
    ends_at = np.cumsum(counts)
    start = 0
    while start < len(ends):
        stop = max(int(np.searchsorted(ends_at, ends_at[start] - counts[start] + _AT_ONCE, side="right")), start + 1)
        some = slice(start, stop)
        places = np.repeat(np.arange(start, stop), counts[some])
        number = np.arange(len(places)) - np.repeat(
            ends_at[some] - counts[some] - (ends_at[start] - counts[start]), counts[some]
        )
        column, row = first[places] + number % wide[places], bottom[places] + number // wide[places]
        distance = distances_ft(np.column_stack(frame.middle_ft(column, row)), ends[places])
        kept = distance <= far[places]
        cell, stretch = row[kept] * frame.columns + column[kept], whole[places[kept]]
        border = distance[kept] <= frame.half_diagonal_ft
        once, at, again = np.unique(cell * len(ground.ends) + stretch, return_index=True, return_inverse=True)
        crossed = np.zeros(len(once), dtype=np.bool_)
        np.logical_or.at(crossed, again, border)
        yield cell[at], stretch[at], crossed
        start = stop


def _cut(ends: Floats, longest_ft: float) -> tuple[Floats, Ints]:
    """Stretches cut into equal parts no longer than this, and which stretch each part is of."""
    length = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1])
    parts = np.maximum(np.ceil(length / longest_ft), 1).astype(np.int64)
    whole = np.repeat(np.arange(len(ends)), parts)
    number = np.arange(len(whole)) - np.repeat(np.cumsum(parts) - parts, parts)
    begin, end = number / parts[whole], (number + 1) / parts[whole]
    step = ends[whole, 2:] - ends[whole, :2]
    return np.hstack([ends[whole, :2] + step * begin[:, None], ends[whole, :2] + step * end[:, None]]), whole


def distances_ft(spots: Floats, ends: Floats) -> Floats:
    """From each spot to the stretch beside it: exactly to its corner where that is what is nearest."""
    ax, ay = ends[:, 0], ends[:, 1]
    dx, dy = ends[:, 2] - ax, ends[:, 3] - ay
    px, py = spots[:, 0] - ax, spots[:, 1] - ay
    square = dx * dx + dy * dy
    with np.errstate(divide="ignore", invalid="ignore"):
        along = np.where(square > 0, (px * dx + py * dy) / square, 0.0)
    beside_x, beside_y = px - along * dx, py - along * dy
    before, after = along <= 0, along >= 1
    x = np.where(before, px, np.where(after, spots[:, 0] - ends[:, 2], beside_x))
    y = np.where(before, py, np.where(after, spots[:, 1] - ends[:, 3], beside_y))
    distance: Floats = np.sqrt(x * x + y * y)
    return distance


def _held(ground: Ground, frame: _Frame, borders: Lists) -> tuple[NDArray[np.int32], Lists]:
    """For each cell a number, and for each number the areas that hold every point of such a cell."""
    count = frame.columns * frame.rows
    marks = np.random.default_rng(2).integers(1, 2**63, size=(len(ground), 2), dtype=np.uint64)
    sums = np.zeros((count + 1, 2), dtype=np.uint64)
    by_area = lists_of(borders.items, np.repeat(np.arange(count + 1), np.diff(borders.starts)), max(len(ground), 1))
    for number in np.flatnonzero(ground.is_area & ~shapely.is_empty(ground.shapes)):
        shape = ground.shapes[number]
        shapely.prepare(shape)
        west, south, east, north = shapely.bounds(shape)
        low = frame.clipped(np.array([west, east]), south=False)
        high = frame.clipped(np.array([south, north]), south=True)
        column, row = np.meshgrid(np.arange(low[0], low[1] + 1), np.arange(high[0], high[1] + 1))
        inside = shapely.contains_xy(shape, *frame.middle_ft(column.ravel(), row.ravel()))
        cells = (row * frame.columns + column).ravel()[inside]
        sums[cells] += marks[number]
        border = by_area.of(int(number))
        sums[border[np.isin(border, cells, assume_unique=True)]] -= marks[number]
    _, first, kinds = np.unique(sums[:, 0], return_index=True, return_inverse=True)
    if not np.array_equal(sums[first][kinds], sums):
        raise AssertionError("Two sets of areas have the same mark.")
    middles = np.column_stack(frame.middle_ft(first % frame.columns, first // frame.columns))
    areas = np.flatnonzero(ground.is_area)
    tree = shapely.STRtree(ground.shapes[areas])
    held_by, which = tree.query(shapely.points(middles), predicate="within")
    known = first[held_by] * len(ground) + areas[which]
    edges = np.repeat(np.arange(count + 1), np.diff(borders.starts)) * len(ground) + borders.items
    whole = (first[held_by] < count) & ~np.isin(known, edges)
    return kinds.astype(np.int32), lists_of(held_by[whole], areas[which][whole], len(first))
