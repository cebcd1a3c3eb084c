"""The grid gives what shapely gives, whatever the shapes and wherever the spots."""

import math
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.bulk.around import Surroundings
from layers.bulk.closer import Closer
from layers.bulk.discs import parts_held
from layers.bulk.grid import build_grid, reaches_ft
from layers.bulk.ground import Ground
from layers.bulk.index import read_index, write_index
from tests.layers.made_ground import made_ground

REACH_FT = 150.0
EVERYTHING = np.array([[True, True]])

corner = st.tuples(st.integers(0, 4_000), st.integers(0, 4_000))
spot = st.tuples(st.floats(-600, 4_600), st.floats(-600, 4_600))


@st.composite
def polygons(draw: st.DrawFn) -> shapely.Geometry:
    """A polygon, perhaps with a hole or a second part, perhaps far longer than a cell."""
    shape = shapely.convex_hull(shapely.multipoints(draw(st.lists(corner, min_size=3, max_size=6))))
    if draw(st.booleans()):
        shape = shape.difference(
            shapely.convex_hull(shapely.multipoints(draw(st.lists(corner, min_size=3, max_size=4))))
        )
    return (
        shape
        if shapely.get_dimensions(shape) == 2 and shape.geom_type != "GeometryCollection"
        else shapely.box(9, 9, 99, 99)
    )


@st.composite
def streets(draw: st.DrawFn) -> shapely.Geometry:
    return shapely.linestrings(draw(st.lists(corner, min_size=2, max_size=5, unique=True)))


def surroundings(ground: Ground, cells: int) -> Surroundings:
    return Surroundings(ground, build_grid(ground, road_reach_ft=REACH_FT, most_cells=cells), road_reach_ft=REACH_FT)


def around_by_shapely(ground: Ground, x: float, y: float, radius_ft: float) -> dict[int, tuple[float, bool]]:
    """Feet to every edge and line within reach (infinite where only the area counts), and whether an area holds it."""
    point = shapely.Point(x, y)
    reach = reaches_ft(ground, np.full(len(ground), min(radius_ft, 1000.0)), road_reach_ft=REACH_FT)
    found = {}
    for number, shape in enumerate(ground.shapes):
        area = bool(ground.is_area[number])
        distance = shapely.distance(shapely.boundary(shape) if area else shape, point)
        holds = area and bool(shapely.intersects(shape, point))
        if distance <= reach[number] or holds:
            found[number] = (distance if distance <= reach[number] else math.inf, holds)
    return found


def around_by_grid(found: Surroundings, x: float, y: float, radius_ft: float) -> dict[int, tuple[float, bool]]:
    around = found.around(np.array([[x, y]]), np.array([radius_ft]), EVERYTHING, np.array([0]))
    held = {int(one): (math.inf, True) for one in found.grid.held.of(int(around.kinds[0]))}
    entries = zip(around.feature.tolist(), around.distance_ft.tolist(), around.holds.tolist(), strict=True)
    return held | {feature: (distance, holds) for feature, distance, holds in entries}


@settings(max_examples=60, deadline=None)
@given(
    areas=st.lists(polygons(), min_size=1, max_size=5),
    lines=st.lists(streets(), max_size=4),
    spots=st.lists(st.tuples(spot, st.sampled_from([0.3, 10.0, 65.0, 125.0, 300.0])), min_size=1, max_size=12),
    cells=st.sampled_from([3, 17, 90]),
)
def test_what_is_around_a_spot_is_what_shapely_measures(
    areas: list[shapely.Geometry],
    lines: list[shapely.Geometry],
    spots: list[tuple[tuple[float, float], float]],
    cells: int,
) -> None:
    ground = made_ground(areas, lines)
    found = surroundings(ground, cells)
    for (x, y), radius_ft in spots:
        by_grid, expected = around_by_grid(found, x, y, radius_ft), around_by_shapely(ground, x, y, radius_ft)
        assert set(by_grid) == set(expected)
        for feature, (distance, holds) in expected.items():
            assert by_grid[feature][1] == holds
            assert by_grid[feature][0] == pytest.approx(distance, abs=1e-9)


def test_containment_of_many_spots_is_that_of_shapely() -> None:
    chance = np.random.default_rng(5)
    areas: list[shapely.Geometry] = [
        shapely.box(x, y, x + 310, y + 270) for x in range(0, 3000, 300) for y in range(0, 3000, 300)
    ]
    areas.append(shapely.Point(1500, 1500).buffer(900).difference(shapely.Point(1500, 1500).buffer(500)))
    ground = made_ground(areas)
    found = surroundings(ground, 64)
    xy = chance.uniform(-200, 3400, (20_000, 2))
    row, feature = found.containing(xy)
    tree_row, tree_feature = shapely.STRtree(ground.shapes).query(shapely.points(xy), predicate="intersects")
    assert set(zip(row.tolist(), feature.tolist(), strict=True)) == set(
        zip(tree_row.tolist(), tree_feature.tolist(), strict=True)
    )


def test_a_share_and_a_side_are_those_that_are_drawn() -> None:
    ground = made_ground([shapely.box(0, 0, 1000, 1000)], [shapely.LineString([(0, 2000), (1000, 2000)])])
    closer = Closer(ground, build_grid(ground, road_reach_ft=REACH_FT))
    shares = closer.shares(
        np.array([[0.0, 500.0], [500.0, 500.0], [-50.0, 500.0], [-5.0, 500.0]]),
        np.full(4, 30.0),
        np.zeros(4, dtype=int),
    )
    assert shares[:3] == pytest.approx([0.5, 1.0, 0.0], abs=1e-9)
    disc = shapely.Point(-5, 500).buffer(30, quad_segs=8 + math.ceil(4 * math.sqrt(30)))
    assert shares[3] == pytest.approx(disc.intersection(ground.shapes[0]).area / disc.area, abs=1e-9)
    assert closer.sides(np.array([[500.0, 2010.0], [500.0, 1990.0]]), np.array([1, 1])).tolist() == [1, 2]


@settings(max_examples=120, deadline=None)
@given(
    areas=st.lists(polygons(), min_size=1, max_size=3),
    spots=st.lists(st.tuples(spot, st.sampled_from([0.3, 10.0, 65.0, 120.0, 300.0])), min_size=1, max_size=12),
)
def test_shares_are_those_that_shapely_cuts_out(
    areas: list[shapely.Geometry], spots: list[tuple[tuple[float, float], float]]
) -> None:
    ground = made_ground(areas)
    closer = Closer(ground, build_grid(ground, road_reach_ft=REACH_FT, most_cells=17))
    corners = np.vstack([shapely.get_coordinates(np.array(areas, dtype=object)), [[0.0, 0.0]]])
    xy = np.array([place for place, _ in spots])
    xy[::2] = corners[np.arange(len(xy[::2])) % len(corners)] + xy[::2] % 50
    radius_ft = np.array([radius for _, radius in spots])
    for number, area in enumerate(areas):
        shares = closer.shares(xy, radius_ft, np.full(len(xy), number))
        quarters = 8 + np.ceil(4 * np.sqrt(radius_ft)).astype(int)
        discs = [shapely.Point(*at).buffer(r, quad_segs=q) for at, r, q in zip(xy, radius_ft, quarters, strict=True)]
        expected = shapely.area(shapely.intersection(discs, area)) / shapely.area(discs)
        assert shares == pytest.approx(expected, abs=1e-9)


def test_most_shares_come_from_the_outline_alone() -> None:
    chance = np.random.default_rng(8)
    ground = made_ground([shapely.Point(0, 0).buffer(500).difference(shapely.box(0, 0, 60, 60))])
    angle = chance.uniform(0, 2 * np.pi, 500)
    xy = np.column_stack([np.cos(angle), np.sin(angle)]) * chance.normal(500, 8, 500)[:, None]
    row, stretch = np.divmod(np.arange(500 * len(ground.ends)), len(ground.ends))
    told = parts_held(row, ground.ends[stretch] - np.tile(xy[row], (1, 2)), np.full(500, 30.0))
    assert np.isnan(told).mean() < 0.02


def test_an_index_on_disk_answers_as_the_one_that_was_built(tmp_path: Path) -> None:
    ground = made_ground(
        [shapely.box(0, 0, 700, 900), shapely.box(700, 0, 1500, 900)], [shapely.LineString([(0, 0), (9, 999)])]
    )
    grid = build_grid(ground, road_reach_ft=REACH_FT)
    write_index(tmp_path / "one", ground, grid, road_reach_ft=REACH_FT)
    read = read_index(tmp_path / "one")
    built = Surroundings(ground, grid, road_reach_ft=REACH_FT)
    for x, y in ((5, 5), (690, 450), (701, 20), (3000, 3000)):
        assert around_by_grid(read, x, y, 20.0) == around_by_grid(built, x, y, 20.0)
    assert read.ground.names == ground.names
    assert [one.name for one in tmp_path.iterdir()] == ["one"]


def test_a_ground_without_anything_holds_nothing() -> None:
    ground = made_ground([])
    found = surroundings(ground, 8)
    assert around_by_grid(found, 1.0, 2.0, 33.0) == {}
    assert [len(part) for part in found.containing(np.array([[1.0, 2.0]]))] == [0, 0]
