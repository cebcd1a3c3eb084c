import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString

from gis_cas.geocoding.ranges import SIDE_OFFSET_FT, NumberRange, point_at, radius_ft, ranges_of

NORTHWARD = LineString([(0, 0), (0, 1000)])


def side(first: int, last: int, parity: str | None = None) -> NumberRange:
    return NumberRange(side="left", first=first, last=last, parity=parity)


def test_a_range_holds_its_ends_and_its_parity() -> None:
    assert side(100, 198).holds(100)
    assert side(100, 198).holds(198)
    assert not side(100, 198).holds(101)
    assert not side(100, 198).holds(200)
    assert side(198, 100).holds(150)
    assert side(1, 100).holds(50)
    assert side(1, 100).holds(51)
    assert not side(1, 100, "odd").holds(50)


@pytest.mark.parametrize(("number", "fraction"), [(100, 0.0), (149, 0.5), (198, 1.0)])
def test_numbers_are_spread_along_the_line(number: int, fraction: float) -> None:
    assert side(100, 198).fraction(number) == pytest.approx(fraction)
    assert side(198, 100).fraction(number) == pytest.approx(1 - fraction)


def test_a_range_of_one_number_is_in_the_middle() -> None:
    assert side(7, 7).fraction(7) == 0.5
    assert side(7, 7).holds(7)
    assert side(7, 7).parity_in_force is None


def test_missing_and_zero_ends_are_no_range() -> None:
    found = ranges_of(left=(None, None), right=(0, 0), parity_left=None, parity_right=None)
    assert found == ()
    (only,) = ranges_of(left=(5, None), right=(None, None), parity_left=None, parity_right=None)
    assert (only.first, only.last) == (5, 5)


def test_the_left_side_is_left_of_the_direction() -> None:
    x_ft, y_ft = point_at(NORTHWARD, fraction=0.5, side="left")
    assert (x_ft, y_ft) == pytest.approx((-SIDE_OFFSET_FT, 500))
    x_ft, y_ft = point_at(NORTHWARD, fraction=0.5, side="right")
    assert (x_ft, y_ft) == pytest.approx((SIDE_OFFSET_FT, 500))
    assert point_at(NORTHWARD, fraction=0.5, side=None) == pytest.approx((0, 500))


def test_no_number_lies_in_the_crossing() -> None:
    assert point_at(NORTHWARD, fraction=0, side=None)[1] == 33
    assert point_at(NORTHWARD, fraction=1, side=None)[1] == 967
    assert point_at(LineString([(0, 0), (0, 40)]), fraction=0, side=None)[1] == 10


def test_the_offset_is_square_to_a_bend() -> None:
    bent = LineString([(0, 0), (0, 500), (500, 500)])
    x_ft, y_ft = point_at(bent, fraction=1, side="right")
    assert (x_ft, y_ft) == pytest.approx((467, 500 - SIDE_OFFSET_FT))


def test_the_radius_grows_with_the_segment() -> None:
    assert radius_ft(length_ft=0, accuracy_ft=0) == 60
    assert radius_ft(length_ft=600, accuracy_ft=30) == pytest.approx(math.hypot(300, 60, 30))


@given(
    spots=st.lists(st.tuples(st.integers(-500, 500), st.integers(-500, 500)), min_size=2, max_size=6, unique=True),
    fraction=st.floats(-0.5, 1.5),
)
def test_a_place_along_a_bent_line_is_where_its_length_says(spots: list[tuple[int, int]], fraction: float) -> None:
    line = LineString(spots)
    squeeze = min(33, line.length / 4)
    along = squeeze + min(max(fraction, 0), 1) * (line.length - 2 * squeeze)
    place = line.interpolate(along)
    assert point_at(line, fraction=fraction, side=None) == pytest.approx((place.x, place.y), abs=1e-6)


def test_an_interval_longer_than_a_block_becomes_the_whole_segment() -> None:
    assert radius_ft(length_ft=1000, accuracy_ft=0, fraction=0.2) == pytest.approx(math.hypot(800, 60))
    assert radius_ft(length_ft=1000, accuracy_ft=0, fraction=0.2, along_share=0.3) == pytest.approx(math.hypot(300, 60))
