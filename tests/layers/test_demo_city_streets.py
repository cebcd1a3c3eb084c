"""The demonstration city's streets: topology, ranges, names by segment, and who keeps what."""

import re
from collections import defaultdict
from itertools import pairwise

import pytest
import shapely

from tests.layers.demo_city import Row, feet, feet_of, layer

STREETS = layer("streets")


def _named(pattern: str) -> list[Row]:
    return [row for row in STREETS if re.fullmatch(pattern, row.attributes["name"])]


def _middle(row: Row) -> tuple[float, float]:
    point = row.shape.interpolate(0.5, normalized=True)
    return point.x, point.y


def test_segments_meet_only_at_shared_end_vertices() -> None:
    shapes = [row.shape for row in STREETS]
    tree = shapely.STRtree(shapes)
    left, right = tree.query(shapes, predicate="intersects")
    for one, other in zip(left, right, strict=True):
        if one < other:
            ends = {shapes[one].coords[0], shapes[one].coords[-1]} & {shapes[other].coords[0], shapes[other].coords[-1]}
            met = {(p.x, p.y) for p in shapely.get_parts(shapes[one].intersection(shapes[other]))}
            assert met == ends, (STREETS[one].attributes["name"], STREETS[other].attributes["name"])


def test_no_end_stops_just_short_of_another_street() -> None:
    shapes = feet_of("streets")
    tree = shapely.STRtree(list(shapes))
    for shape in shapes:
        for end in (shapely.Point(shape.coords[0]), shapely.Point(shape.coords[-1])):
            near = tree.query(end, predicate="dwithin", distance=20.0)
            assert all(end.distance(shapes[i]) < 0.001 for i in near)


def test_segments_are_long_enough_to_measure_along() -> None:
    assert min(shape.length for shape in feet_of("streets")) > 60.0


def test_segments_break_where_the_limits_cross_them() -> None:
    towns = feet_of("municipalities")
    tree = shapely.STRtree(list(towns))
    for row, shape in zip(STREETS, feet_of("streets"), strict=True):
        for index in tree.query(shape, predicate="intersects"):
            inside = shape.intersection(towns[int(index)].buffer(-3.0)).length
            outside = shape.difference(towns[int(index)].buffer(3.0)).length
            assert min(inside, outside) < 45.0, row.attributes["segment_id"]


def test_ranges_keep_their_parity_and_grow_along_the_segment() -> None:
    for row in STREETS:
        for side in ("left", "right"):
            first, last = row.attributes[f"from_{side}"], row.attributes[f"to_{side}"]
            parity = row.attributes[f"parity_{side}"]
            assert (first is None) == (last is None) == (parity is None)
            if first is not None:
                assert first < last
                assert {first % 2, last % 2} == {0 if parity == "even" else 1}
        sides = {row.attributes["parity_left"], row.attributes["parity_right"]} - {None}
        assert len(sides) != 1 or None in (row.attributes["parity_left"], row.attributes["parity_right"])


def test_ranges_of_one_street_do_not_overlap_within_a_mailing_place() -> None:
    ranges: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    for row in STREETS:
        a = row.attributes
        for side in ("left", "right"):
            if a[f"from_{side}"] is not None:
                ranges[a["name"], a["zip"], a[f"parity_{side}"]].append((a[f"from_{side}"], a[f"to_{side}"]))
    for key, spans in ranges.items():
        for (_, last), (first, _) in pairwise(sorted(spans)):
            assert last < first, key


def test_even_numbers_lie_south_and_west_in_the_grid() -> None:
    for row in _named(r"[NS][EW] \d+\w\w (Ave|St)"):
        a = row.attributes
        if row.shape.centroid.x < -80.0745 or a["place_left"] != "boynton-beach" or a["parity_left"] is None:
            continue
        (x0, y0), (x1, y1) = row.shape.coords[0], row.shape.coords[-1]
        heads_east_or_south = x1 - x0 > abs(y1 - y0) or y0 - y1 > abs(x1 - x0)
        assert a["parity_left"] == ("odd" if heads_east_or_south else "even"), a["segment_id"]


def test_state_road_804_changes_its_street_three_times() -> None:
    on_804 = {row.attributes["name"] for row in STREETS if "SR 804" in row.attributes["aliases"]}
    assert on_804 == {"W Boynton Beach Blvd", "E Boynton Beach Blvd", "N Federal Hwy", "E Ocean Ave"}
    for row in _named("E Ocean Ave"):
        east_of_us1 = _middle(row)[0] > -80.0585
        assert ("SR 804" in row.attributes["aliases"]) == east_of_us1
        assert row.attributes["maintainer"] == ("fdot-d4" if east_of_us1 else "city")
    for row in _named("N Federal Hwy"):
        assert ("SR 804" in row.attributes["aliases"]) == (26.5265 < _middle(row)[1] < 26.528)
    assert len([r for r in _named("N Federal Hwy") if "SR 804" in r.attributes["aliases"]]) == 2


def test_the_boulevard_is_second_avenue_where_the_grid_has_it() -> None:
    for row in _named("[EW] Boynton Beach Blvd"):
        lon = _middle(row)[0]
        expected = {"NE 2nd Ave"} if lon > -80.0655 else {"NW 2nd Ave"} if lon > -80.0725 else set()
        assert {alias for alias in row.attributes["aliases"] if "2nd" in alias} == expected


def test_known_roads_carry_their_other_names() -> None:
    for pattern, alias in (
        ("I-95", "SR 9"), ("[NS] Congress Ave", "CR 807"), ("Military Trl", "CR 809"), ("[NS] Federal Hwy", "SR 5"),
        ("[NS] Ocean Blvd", "A1A"),
    ):  # fmt: skip
        rows = _named(pattern)
        assert rows
        assert all(alias in row.attributes["aliases"] for row in rows)


def test_state_and_county_keep_their_roads_and_the_county_its_signals() -> None:
    for row in STREETS:
        a = row.attributes
        if a["route"] in {"I-95", "US-1", "SR 804", "SR A1A"}:
            assert (a["maintainer"], a["signals_by"]) == ("fdot-d4", "fdot-d4")
        if a["maintainer"] == "pbc-engineering":
            assert a["signals_by"] == "pbc-traffic"
        elif a["maintainer"] == "city":
            assert a["signals_by"] == "city"
        if a["name"].endswith(("Congress Ave", "Woolbright Rd")):
            assert a["maintainer"] == "pbc-engineering"
    for pattern in ("[EW] Gateway Blvd", "[NS] Seacrest Blvd", "Old Boynton Rd", "Miner Rd"):
        assert {row.attributes["maintainer"] for row in _named(pattern)} == {"city", "pbc-engineering"}


def test_half_widths_follow_the_keeper() -> None:
    for row in STREETS:
        a = row.attributes
        widths = {a["half_width_left_ft"], a["half_width_right_ft"]}
        if a["class"] == "motorway":
            assert widths == {150.0}
        elif a["maintainer"] == "fdot-d4":
            assert widths == {50.0}
        elif a["maintainer"] == "pbc-engineering" and a["class"] == "arterial":
            assert min(widths) >= 40.0
            assert max(widths) <= 60.0
        elif a["class"] == "local":
            assert widths == {25.0}


def test_streets_of_other_limits_belong_to_those_beside_them() -> None:
    for row in STREETS:
        a = row.attributes
        if a["class"] == "local" and a["private_kind"] is None:
            sides = {a["place_left"], a["place_right"]}
            expected = "city" if "boynton-beach" in sides else next((s for s in sides if s), "pbc-engineering")
            assert a["maintainer"] == expected
        assert (a["private_kind"] is not None) == (a["maintainer"] == "private")


def test_bare_third_street_has_four_candidates_and_courts_places_lanes_and_ways_exist() -> None:
    names = {row.attributes["name"] for row in STREETS}
    assert {f"{quadrant} 3rd St" for quadrant in ("NE", "NW", "SE", "SW")} <= names
    assert {f"{quadrant} 3rd Ave" for quadrant in ("NE", "NW", "SE", "SW")} <= names
    for kind in ("Ct", "Pl", "Ln", "Way"):
        assert any(re.fullmatch(rf"S[EW] \d+\w\w {kind}", name) for name in names)


def test_gulfstream_boulevard_is_a_street_that_is_the_boundary() -> None:
    rows = _named("Gulfstream Blvd")
    assert {(row.attributes["place_left"], row.attributes["place_right"]) for row in rows} == {
        ("delray-beach", "boynton-beach")
    }


def test_mile_posts_stand_on_their_road_a_mile_apart_and_exits_at_their_interchange() -> None:
    lines = [feet(row.shape) for row in layer("streets") if row.attributes["name"] == "I-95"]
    road = shapely.union_all(lines)
    posts = [row for row in layer("mile_posts") if row.attributes["route"] == "I-95"]
    assert all(feet(row.shape).distance(road) < 5 for row in posts)
    miles = sorted((row.attributes["number"], feet(row.shape)) for row in posts if row.attributes["kind"] == "mile")
    for (number, here), (following, there) in pairwise(miles):
        assert following - number == 1
        assert here.distance(there) == pytest.approx(5280, rel=0.02)
    exits = {row.attributes["number"] for row in posts if row.attributes["kind"] == "exit"}
    assert exits == {56, 57, 59, 60}


def test_named_intersections_stand_on_the_ends_of_their_segments() -> None:
    ends = {row.attributes["segment_id"]: {row.shape.coords[0], row.shape.coords[-1]} for row in STREETS}
    names = {row.attributes["name"] for row in layer("intersections")}
    assert {"Ocean Ave & Seacrest Blvd", "Congress Ave & Gateway Blvd", "Federal Hwy & Woolbright Rd"} <= names
    assert "Boynton Beach Blvd & I-95" in names
    assert "I-95 & Miner Rd" not in names
    for row in layer("intersections"):
        node = row.shape.coords[0]
        assert len(row.attributes["segment_ids"]) >= 2
        assert all(node in ends[segment_id] for segment_id in row.attributes["segment_ids"])
