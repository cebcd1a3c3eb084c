"""Each contradiction in streets and address points is found, and nothing else."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from shapely import LineString

from gis_cas.geo.position import Position
from gis_cas.geocoding.findings import Finding, FindingKind, between, of_points, of_streets
from gis_cas.geocoding.fishbone import Points
from gis_cas.store.locator_rows import AddressRow, SegmentRow

NORTHWARD = SegmentRow(
    segment_key="S1",
    street="Elm St",
    keys=("ELM ST",),
    zip="1",
    left=(101, 199),
    right=(100, 198),
    parity_left=None,
    parity_right=None,
    line=LineString([(0, 0), (0, 500)]),
)
NEXT = replace(NORTHWARD, segment_key="S2", left=(201, 299), right=(200, 298), line=LineString([(0, 500), (0, 900)]))
POINT = AddressRow(
    address_key="A1",
    segment_key="S1",
    number=151,
    street="Elm St",
    name_key="ELM ST",
    unit=None,
    zip="1",
    postal_city=None,
    position=Position(lon=-80.0, lat=26.0),
    x_ft=-40.0,
    y_ft=250.0,
)


def findings(segments: Sequence[SegmentRow], points: Sequence[AddressRow]) -> list[Finding]:
    columns = Points(
        keys=[one.address_key for one in points],
        numbers=np.array([one.number for one in points], dtype=np.int64),
        streets=[one.street for one in points],
        units=[one.unit for one in points],
        zips=[one.zip for one in points],
        segment_keys=[one.segment_key for one in points],
        xy_ft=np.array([(one.x_ft, one.y_ft) for one in points]).reshape(-1, 2),
    )
    return [*of_streets(segments), *of_points(columns), *between(columns, segments)]


def test_streets_and_points_that_agree_have_no_findings() -> None:
    assert list(findings([NORTHWARD, NEXT], [POINT])) == []


@pytest.mark.parametrize(
    ("segment", "said"),
    [
        (replace(NORTHWARD, left=(101, 198)), "different parities"),
        (replace(NORTHWARD, left=(101, 199), parity_left="even"), "said to be even"),
        (replace(NORTHWARD, left=(100, 198)), "both sides have even numbers"),
    ],
)
def test_a_wrong_parity_is_found(segment: SegmentRow, said: str) -> None:
    (found,) = findings([segment], [])
    assert found.kind is FindingKind.PARITY
    assert said in found.sentence


def test_ranges_that_share_numbers_are_found_and_namesakes_elsewhere_are_not() -> None:
    overlapping = replace(NEXT, left=(191, 299))
    (found,) = findings([NORTHWARD, overlapping], [])
    assert (found.kind, found.keys) == (FindingKind.OVERLAP, ("S1", "S2"))
    assert list(findings([NORTHWARD, replace(overlapping, zip="2")], [])) == []
    assert list(findings([NORTHWARD, replace(overlapping, street="Elm Ave")], [])) == []


@pytest.mark.parametrize(
    ("point", "said"),
    [
        (replace(POINT, x_ft=40.0), "other side"),
        (replace(POINT, number=301), "outside the ranges"),
        (replace(POINT, number=199, segment_key="S3", x_ft=40.0), "other parity"),
        (replace(POINT, x_ft=-900.0), "900 ft"),
    ],
)
def test_a_point_that_disagrees_with_its_centreline_is_a_fishbone(point: AddressRow, said: str) -> None:
    only_evens = replace(NORTHWARD, segment_key="S3", left=(None, None), right=(100, 200))
    (found,) = (one for one in findings([NORTHWARD, only_evens], [point]) if one.kind is FindingKind.FISHBONE)
    assert said in found.sentence


def test_an_address_that_is_on_file_twice_is_found_and_units_are_not() -> None:
    twice = replace(POINT, address_key="A2", y_ft=260.0)
    (found,) = findings([NORTHWARD], [POINT, twice])
    assert (found.kind, found.keys) == (FindingKind.DUPLICATE, ("A1", "A2"))
    assert list(findings([NORTHWARD], [POINT, replace(twice, unit="2")])) == []
