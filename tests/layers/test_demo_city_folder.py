"""The city's folder: manifests fit the data, owners exist, feet agree, and the generator repeats itself to the byte."""

import csv
import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import Point

from layers.boynton_beach.make_demo import write_city
from tests.layers.demo_city import CITY_FOLDER, city_settings, layer, pipeline

MANIFESTS = sorted((CITY_FOLDER / "manifests").glob("*.toml"))
CHANNELS = {"call", "letter_to_commissioner", "letter_to_staff", "commissioner", "walk_in", "fax_or_email", "web"}


def _manifest(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _table(name: str) -> list[dict[str, str]]:
    with (CITY_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_making_the_city_again_gives_the_same_bytes(tmp_path: Path) -> None:
    write_city(tmp_path)
    kept = {p.name: p.read_bytes() for p in (CITY_FOLDER / "data").glob("*.geojson")}
    made = {p.name: p.read_bytes() for p in (tmp_path / "data").glob("*.geojson")}
    assert sorted(kept) == sorted(made)
    assert [name for name in kept if kept[name] != made[name]] == []
    assert (tmp_path / "demo_requests.csv").read_bytes() == (CITY_FOLDER / "demo_requests.csv").read_bytes()


def test_the_data_stay_small() -> None:
    assert sum(path.stat().st_size for path in (CITY_FOLDER / "data").iterdir()) < 6_000_000


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_a_manifest_fits_its_file(path: Path) -> None:
    manifest = _manifest(path)
    assert manifest["layer"] == path.stem
    assert manifest["synthetic"] is True
    assert manifest["licence"] == "CC0-1.0"
    assert manifest["effective_from"] == date(2026, 1, 1)
    rows = layer(path.stem)
    keys = [row.attributes[manifest["key"]] for row in rows]
    assert len(keys) == len(set(keys)) > 0
    assert keys == sorted(keys)
    columns = {manifest["key"], *manifest["columns"].values()}
    columns |= {manifest[c] for c in ("name_column", "owner_column") if c in manifest}
    for row in rows:
        assert columns == set(row.attributes)
        assert row.shape.is_valid
        assert row.shape.geom_type.removeprefix("Multi") == manifest["geometry"]


def test_every_file_has_its_manifest() -> None:
    assert {p.stem for p in MANIFESTS} == {p.stem for p in (CITY_FOLDER / "data").glob("*.geojson")}


def test_every_coordinate_has_at_most_seven_decimals_and_every_feature_its_line() -> None:
    for path in (CITY_FOLDER / "data").glob("*.geojson"):
        lines = path.read_text(encoding="utf-8").splitlines()[1:-1]
        assert len(lines) == len(layer(path.stem))
        for line in lines:
            text = json.dumps(json.loads(line.rstrip(","))["geometry"]["coordinates"])
            assert all(len(n.partition(".")[2]) <= 7 for n in text.replace("[", "").replace("]", "").split(", "))


def test_every_owner_is_an_agency_a_department_the_city_or_private() -> None:
    known = {row["slug"] for row in (*_table("agencies.csv"), *_table("departments.csv"))} | {"city", "private"}
    for path in MANIFESTS:
        manifest = _manifest(path)
        column = manifest.get("owner_column")
        if column:
            named = {row.attributes[column] for row in layer(path.stem)}
            assert named - {None} <= known, path.stem
            assert None not in named or path.stem == "water_bodies"
    assert {row.attributes["signals_by"] for row in layer("streets")} <= known


def test_the_directory_is_shipped_unverified_and_complete() -> None:
    agencies = _table("agencies.csv")
    assert len({row["slug"] for row in agencies}) == len(agencies) > 40
    assert all(row["verified_on"] == "" and row["source"] for row in agencies)
    assert all(row["name"] and row["address"] and row["phone"] for row in agencies)
    assert {row["slug"] for row in _table("departments.csv") if row["under_city_manager"] == "no"} == {"city-attorney"}


def test_the_pipeline_gives_the_control_points_their_feet() -> None:
    points = city_settings()["control_point"]
    assert len(points) == 3
    for point in points:
        x, y = pipeline().transform(point["lon"], point["lat"])
        assert (x, y) == pytest.approx((point["x_ft"], point["y_ft"]), abs=0.01)


def test_canals_and_railways_belong_to_their_districts_and_companies() -> None:
    owners = {row.attributes["canal_id"]: row.attributes["owner"] for row in layer("canals")}
    assert owners["C-16"] == "sfwmd"
    assert {owners[key] for key in owners if key.startswith(("E-", "L-"))} == {"lwdd"}
    assert {f"L-{n}" for n in range(18, 31)} <= set(owners)
    assert {row.attributes["owner"] for row in layer("railways")} == {"fec", "sfrta"}
    assert layer("right_of_way")[0].attributes["owner"] == "fdot-d4"


def test_demonstration_requests_are_plain_placed_and_answered_in_order() -> None:
    rows = _table("demo_requests.csv")
    assert 290 <= len(rows) <= 320
    assert [row["seq"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert {row["channel"] for row in rows} == CHANNELS
    assert len({row["service_code"] for row in rows}) >= 30
    shares = {code: sum(row["language"] == code for row in rows) / len(rows) for code in ("es", "ht")}
    assert 0.06 < shares["es"] < 0.15
    assert 0.03 < shares["ht"] < 0.08
    streets = {row.attributes["name"] for row in layer("streets")}
    for row in rows:
        pinned, worded = bool(row["lon"] and row["lat"]), bool(row["address"])
        assert pinned + worded == (0 if row["service_code"] == "general_question" else 1)
        assert not worded or any(f" {name}" in row["address"] for name in streets)
        age = float(row["hours_before_now"])
        answered, closed = row["answered_after_hours"], row["closed_after_hours"]
        assert not answered or 0 < float(answered) < age
        assert not closed or float(answered) < float(closed) < age
        assert not any(mark in row["description"] for mark in ("@", "561"))
    young = sum(float(row["hours_before_now"]) < 72 for row in rows)
    assert 0.25 < young / len(rows) < 0.65


def test_demonstration_requests_stand_in_the_places_worth_showing() -> None:
    pins = [Point(float(r["lon"]), float(r["lat"])) for r in _table("demo_requests.csv") if r["lon"]]
    park = next(row for row in layer("parks") if row.attributes["name"] == "Oceanfront Park")
    assert sum(park.shape.contains(pin) for pin in pins) >= 5
    assert sum(any(row.shape.contains(pin) for row in layer("enclaves")) for pin in pins) >= 3
    city = next(r.shape for r in layer("municipalities") if r.attributes["municipality_id"] == "boynton-beach")
    assert sum(city.contains(pin) for pin in pins) / len(pins) > 0.6


def test_the_page_about_the_city_counts_what_is_there() -> None:
    page = (CITY_FOLDER.parents[1] / "docs" / "demo-city.md").read_text(encoding="utf-8")
    said: dict[str, int] = {}
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if line.startswith("| `"):
            slugs = cells[1].replace("`", "").split(", ")
            said |= dict(zip(slugs, (int(n.replace(",", "")) for n in cells[2].split(", ")), strict=True))
    requests = said.pop("demo_requests.csv")
    assert requests == len(_table("demo_requests.csv"))
    assert said == {path.stem: len(layer(path.stem)) for path in MANIFESTS}
