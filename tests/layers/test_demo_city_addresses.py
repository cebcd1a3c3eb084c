"""The demonstration city's address points: right side, right parity, right limits, clear of other owners' ground."""

from collections import Counter

import shapely
from shapely.geometry import Point

from tests.layers.demo_city import by, feet, feet_of, layer

ADDRESSES = layer("address_points")
SEGMENTS = by("streets", "segment_id")


def test_there_are_enough_addresses_inside_and_outside() -> None:
    assert len(ADDRESSES) >= 5_000
    outside = [row for row in ADDRESSES if row.attributes["zip"] in {"33436", "33437", "33472"}
               and row.attributes["postal_city"] == "Boynton Beach"]  # fmt: skip
    assert len(outside) >= 250
    towns = shapely.union_all([row.shape for row in layer("municipalities")])
    shapely.prepare(towns)
    assert not any(towns.contains(row.shape) for row in outside)
    assert {row.attributes["zip"] for row in outside} == {"33436", "33437", "33472"}
    assert sum(row.attributes["unit"] is not None for row in ADDRESSES) > 50


def test_each_stands_on_its_own_side_with_that_sides_parity_and_range() -> None:
    lines = dict(zip((r.attributes["segment_id"] for r in layer("streets")), feet_of("streets"), strict=True))
    for row, point in zip(ADDRESSES, feet_of("address_points"), strict=True):
        a = row.attributes
        segment, line = SEGMENTS[a["segment_id"]].attributes, lines[a["segment_id"]]
        assert a["street"] == segment["name"]
        assert 29.9 < line.distance(point) < 60.1, a["address_id"]
        here = line.project(point)
        back, ahead = line.interpolate(max(0.0, here - 5)), line.interpolate(min(line.length, here + 5))
        assert isinstance(point, Point)
        cross = (ahead.x - back.x) * (point.y - back.y) - (ahead.y - back.y) * (point.x - back.x)
        side = "left" if cross > 0 else "right"
        assert a["number"] % 2 == (0 if segment[f"parity_{side}"] == "even" else 1), a["address_id"]
        assert segment[f"from_{side}"] <= a["number"] <= segment[f"to_{side}"], a["address_id"]


def test_each_lies_in_the_municipality_that_its_side_of_the_segment_says() -> None:
    shapes = {row.attributes["municipality_id"]: row.shape for row in layer("municipalities")}
    names = [*shapes]
    tree = shapely.STRtree(list(shapes.values()))
    points, hits = tree.query([row.shape for row in ADDRESSES], predicate="within")
    place = {int(p): names[int(h)] for p, h in zip(points, hits, strict=True)}
    for index, row in enumerate(ADDRESSES):
        segment = SEGMENTS[row.attributes["segment_id"]].attributes
        odd = "left" if segment["parity_left"] == "odd" else "right"
        even = "right" if odd == "left" else "left"
        assert place.get(index) == segment[f"place_{odd if row.attributes['number'] % 2 else even}"]


def test_no_two_doors_share_an_address() -> None:
    keys = Counter(
        (a["number"], a["street"], a["unit"], a["zip"], a["postal_city"]) for a in (r.attributes for r in ADDRESSES)
    )
    assert [key for key, count in keys.items() if count > 1] == []


def test_most_stand_well_clear_of_other_owners_rights_of_way() -> None:
    lines, rows = feet_of("streets"), layer("streets")
    tree = shapely.STRtree(list(lines))
    touching = 0
    for row, point in zip(ADDRESSES, feet_of("address_points"), strict=True):
        own = SEGMENTS[row.attributes["segment_id"]].attributes["maintainer"]
        for index in tree.query(point, predicate="dwithin", distance=183.0):
            other = rows[int(index)].attributes
            reach = max(other["half_width_left_ft"], other["half_width_right_ft"]) + 33.0
            if other["maintainer"] != own and lines[int(index)].distance(point) < reach:
                touching += 1
                break
    assert touching / len(ADDRESSES) < 0.02


def test_no_house_stands_in_water_on_rails_or_on_the_motorway() -> None:
    strips = [
        shape.buffer(row.attributes["half_width_ft"])
        for slug in ("canals", "railways")
        for row, shape in zip(layer(slug), feet_of(slug), strict=True)
    ]
    blocked = shapely.STRtree([*strips, *feet_of("right_of_way"), *feet_of("water_bodies")])
    points, _ = blocked.query(list(feet_of("address_points")), predicate="within")
    assert len(points) == 0


def test_the_known_doors_exist() -> None:
    doors = {(row.attributes["number"], row.attributes["street"]) for row in ADDRESSES}
    assert {
        (100, "E Ocean Ave"), (100, "E Boynton Beach Blvd"), (400, "E Boynton Beach Blvd"), (222, "NE 9th Ave"),
        (124, "E Woolbright Rd"), (2100, "High Ridge Rd"), (1530, "W Boynton Beach Blvd"), (6450, "N Ocean Blvd"),
        (7580, "S Federal Hwy"),
    } <= doors  # fmt: skip
    hall = next(r for r in ADDRESSES if (r.attributes["number"], r.attributes["street"]) == (100, "E Ocean Ave"))
    assert feet(Point(-80.064, 26.5262)).distance(feet(hall.shape)) < 150.0
