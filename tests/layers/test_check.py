"""Faults of a layer come as sentences that name the feature."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import LineString, MultiLineString, Point, Polygon, box

from gis_cas.geo.position import Box
from layers.check import check
from layers.manifest import Manifest
from layers.read import read
from tests.fixtures.database import TINY_CITY
from tests.layers.tiny import tiny_manifest

AROUND = Box(-122.2, 48.0, -121.4, 48.4)


def not_a_number() -> Any:
    with np.errstate(invalid="ignore"):
        return LineString([(0, 0), (float("nan"), 1)])


def frame_of(*shapes: Any, keys: list[Any] | None = None, owners: list[Any] | None = None, crs: int = 4326) -> Any:
    return gpd.GeoDataFrame(
        {
            "feature_key": keys or [f"K{number}" for number in range(len(shapes))],
            "name": [None] * len(shapes),
            "owner": owners or [None] * len(shapes),
            "attributes": [{} for _ in shapes],
        },
        geometry=list(shapes),
        crs=crs,
    )


def sentences(frame: Any, manifest: Manifest, **more: Any) -> list[str]:
    return [str(problem) for problem in check(frame, manifest, **more)]


@pytest.mark.parametrize("path", sorted((TINY_CITY / "manifests").glob("*.toml")), ids=lambda path: path.stem)
def test_a_sound_layer_has_no_problems(path: Path) -> None:
    manifest = tiny_manifest(path.stem)
    owners = {"town", "private", "state-roads", "alder-county", "east-village", "streets", "town-clerk"}
    assert check(read(manifest), manifest, owners=owners, surroundings=AROUND) == []


@pytest.mark.parametrize(
    ("layer", "shape", "sentence"),
    [
        ("parks", None, "It has no geometry"),
        ("parks", Polygon(), "It has no geometry"),
        ("parks", Point(-121.8, 48.2), "It is a Point, where the manifest promises a Polygon"),
        ("parks", Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), "Its outline is not valid (Self-intersection"),
        ("streets", LineString([(-121.8, 48.2), (-121.8, 48.2)]), "line"),
        ("streets", MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3)]]), "It has 2 parts"),
        ("streets", not_a_number(), "a coordinate that is not a number"),
    ],
)
def test_a_faulty_geometry_is_named(layer: str, shape: Any, sentence: str) -> None:
    said = sentences(frame_of(shape, keys=["F7"]), tiny_manifest(layer))
    assert len(said) == 1
    assert said[0].startswith(f"layer {layer}, feature F7: ")
    assert sentence in said[0]


def test_an_empty_layer_is_a_problem() -> None:
    assert "holds no features" in sentences(frame_of(), tiny_manifest("parks"))[0]


def test_keys_that_stand_twice_or_not_at_all_are_named() -> None:
    square = box(-121.8, 48.2, -121.79, 48.21)
    said = sentences(frame_of(square, square, square, keys=["A", "A", None]), tiny_manifest("parks"))
    assert any("feature A: This key stands 2 times" in sentence for sentence in said)
    assert any("1 features have no key" in sentence for sentence in said)


def test_an_unknown_owner_is_named_with_a_feature() -> None:
    square = box(-121.8, 48.2, -121.79, 48.21)
    said = sentences(frame_of(square, owners=["twon"]), tiny_manifest("parks"), owners={"town"})
    assert len(said) == 1
    assert said[0].startswith(
        "layer parks, feature K0: The owner 'twon' is no agency, no department, nor the city's own"
    )


def test_swapped_axes_are_recognised() -> None:
    said = sentences(frame_of(Point(48.2, -121.8)), tiny_manifest("intersections"), surroundings=AROUND)
    assert "Latitude and longitude look swapped" in said[0]


def test_what_lies_elsewhere_is_named_with_its_place() -> None:
    said = sentences(frame_of(Point(-80.06, 26.52)), tiny_manifest("intersections"), surroundings=AROUND)
    assert "It lies at -80.0600, 26.5200" in said[0]


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ({"route": None, "kind": "mile", "number": 59}, "such as 'I-95'"),
        ({"route": "I-95", "kind": "post", "number": 59}, "'mile' or 'exit'"),
        ({"route": "I-95", "kind": "mile", "number": "59A"}, "no letter"),
        ({"route": "I-95", "kind": "exit", "number": "fifty"}, "57A would be one"),
    ],
)
def test_a_mile_post_without_road_kind_or_number_is_named(said: dict[str, Any], remedy: str) -> None:
    manifest = replace(tiny_manifest("intersections"), locator="mile_posts")
    frame = frame_of(Point(-121.8, 48.2), Point(-121.8, 48.21))
    frame["attributes"] = [said, {"route": "I-95", "kind": "exit", "number": "57A"}]
    (sentence,) = sentences(frame, manifest)
    assert sentence.startswith("layer intersections, feature K0")
    assert remedy in sentence


def test_features_that_exclude_each_other_may_touch_but_not_overlap() -> None:
    manifest = tiny_manifest("districts")
    west, east = box(-121.82, 48.18, -121.80, 48.22), box(-121.80, 48.18, -121.78, 48.22)
    assert sentences(frame_of(west, east), manifest) == []
    wide = box(-121.82, 48.18, -121.7999, 48.22)
    said = sentences(frame_of(wide, east, keys=["1", "2"]), manifest)
    assert len(said) == 1
    assert said[0].startswith("layer districts, feature 1: It overlaps feature 2 by ")
    square_feet = float(said[0].split(" by ")[1].split()[0].replace(",", ""))
    assert square_feet == pytest.approx(0.0001 * 0.04 * 364_567**2 * 0.6665, rel=0.01)


def test_an_overlap_in_feet_is_measured_in_feet() -> None:
    one, other = box(1_200_000, 400_000, 1_200_100, 400_100), box(1_200_090, 400_000, 1_200_200, 400_100)
    said = sentences(frame_of(one, other, crs=2285), tiny_manifest("districts"))
    assert "by 1,000 square feet" in said[0]


def test_a_flood_of_problems_is_shortened() -> None:
    said = sentences(frame_of(*[Point(0, 0)] * 50), tiny_manifest("parks"))
    assert len(said) == 21
    assert "30 more problems" in said[-1]
