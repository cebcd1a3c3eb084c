"""A city's own address points say how far off its lots lie and how well its ranges tell where."""

from dataclasses import replace

import pytest
from shapely import LineString

from gis_cas.geo.position import Position
from gis_cas.geocoding.calibration import LEAST_POINTS, SHARES, Habits, habits
from gis_cas.store.locator_rows import AddressRow, SegmentRow

STREET = SegmentRow(
    segment_key="S1",
    street="Elm St",
    keys=("ELM ST",),
    zip=None,
    left=(1, 999),
    right=(2, 998),
    parity_left=None,
    parity_right=None,
    line=LineString([(0, 0), (0, 1000)]),
)


def point(number: int, *, along_ft: float, off_ft: float) -> AddressRow:
    return AddressRow(
        address_key=f"A{number}",
        segment_key="S1",
        number=number,
        street="Elm St",
        name_key="ELM ST",
        unit=None,
        zip=None,
        postal_city=None,
        position=Position(lon=-80.0, lat=26.0),
        x_ft=-off_ft if number % 2 else off_ft,
        y_ft=along_ft,
    )


def measured(stretch: float, *, count: int = 2 * LEAST_POINTS) -> Habits:
    points = [point(number, along_ft=number * stretch, off_ft=60.0) for number in range(1, count + 1)]
    return habits(points, {"S1": STREET})


def test_too_few_points_leave_the_defaults() -> None:
    assert measured(1.0, count=LEAST_POINTS - 1) == Habits()
    assert Habits().measured == 0


def test_the_offset_is_the_one_that_lots_have() -> None:
    assert measured(1.0).side_offset_ft == pytest.approx(60.0)


def test_numbers_that_lie_where_the_range_says_make_the_radius_as_small_as_is_believed() -> None:
    assert measured(1.0).along_share == SHARES[0]


def test_numbers_that_end_long_before_their_range_make_it_wider() -> None:
    assert SHARES[0] < measured(2.2).along_share <= SHARES[1]


def test_units_and_numbers_outside_their_range_say_nothing() -> None:
    points = [replace(point(number, along_ft=1, off_ft=1), unit="2") for number in range(1, 600)]
    points += [point(number, along_ft=1, off_ft=1) for number in range(1_200, 1_800)]
    assert habits(points, {"S1": STREET}) == Habits()
