"""Files become frames in our own words; what could reach out of its file is refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyogrio
import pytest

from gis_cas.errors import BadInput
from layers import KEPT_DRIVERS
from layers.read import FRAME_COLUMNS, read
from tests.fixtures.database import ROOT
from tests.layers.tiny import change, tiny_copy, tiny_manifest


def test_features_come_in_our_columns_with_lists_and_whole_numbers() -> None:
    frame = read(tiny_manifest("streets"))
    assert tuple(frame.columns) == FRAME_COLUMNS
    first = frame.iloc[0]
    assert (first["feature_key"], first["name"], first["owner"]) == ("S1", "Main St", "state-roads")
    assert (first["half_width_left_ft"], first["half_width_right_ft"]) == (40.0, 40.0)
    assert first["attributes"]["aliases"] == ["SR 9"]
    assert first["attributes"]["from_left"] == 100
    assert isinstance(first["attributes"]["from_left"], int)
    assert "half_width_left_ft" not in first["attributes"]
    assert frame.iloc[2]["attributes"]["aliases"] == []


def test_a_whole_number_stays_one_beside_a_gap(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    change(folder / "data/streets.geojson", '"from_left":100', '"from_left":null')
    frame = read(tiny_manifest("streets", folder))
    values = [attributes["from_left"] for attributes in frame["attributes"]]
    assert values == [None, 200, 100, 100]
    assert all(isinstance(value, int) for value in values[1:])


def test_one_owner_for_all_features_comes_from_the_manifest() -> None:
    frame = read(tiny_manifest("parks"))
    assert list(frame["owner"]) == ["streets"]
    assert frame.crs.to_epsg() == 2285


def test_a_crs_other_than_the_manifest_says_is_refused(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    change(folder / "manifests/parks.toml", "EPSG:2285", "EPSG:4326")
    with pytest.raises(
        BadInput, match=r"manifests/parks\.toml, crs: The manifest says EPSG:4326, the file says EPSG:2285"
    ):
        read(tiny_manifest("parks", folder))


def test_an_unknown_crs_is_refused(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    change(folder / "manifests/parks.toml", "EPSG:2285", "EPSG:999999")
    with pytest.raises(BadInput, match="not a known CRS"):
        read(tiny_manifest("parks", folder))


def test_missing_columns_are_named_with_those_there_are(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    change(folder / "manifests/streets.toml", 'owner_column = "maintainer"', 'owner_column = "owner"')
    change(folder / "manifests/streets.toml", 'zip = "zip"', 'zip = "postcode"')
    with pytest.raises(BadInput) as refused:
        read(tiny_manifest("streets", folder))
    assert {where.split(", ", 1)[1] for where in refused.value.fields} == {"owner_column", "[columns] zip"}
    assert "maintainer" in refused.value.message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    (folder / "data/parks.geojson").unlink()
    with pytest.raises(BadInput, match=r"There is no data/parks\.geojson"):
        read(tiny_manifest("parks", folder))


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    outside = tmp_path / "outside.geojson"
    outside.write_text((folder / "data/parks.geojson").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "data/parks.geojson").unlink()
    (folder / "data/parks.geojson").symlink_to(outside)
    with pytest.raises(BadInput, match="leads out of the city's folder"):
        read(tiny_manifest("parks", folder))


def test_what_is_no_geographic_data_is_said_to_be_so(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    (folder / "data/parks.geojson").write_text("<html></html>", encoding="utf-8")
    with pytest.raises(BadInput, match="cannot be read as geographic data"):
        read(tiny_manifest("parks", folder))


def test_a_virtual_file_in_disguise_is_not_followed(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    secret = tmp_path / "secret.geojson"
    secret.write_text((folder / "data/parks.geojson").read_text(encoding="utf-8"), encoding="utf-8")
    disguise = (
        f'<OGRVRTDataSource><OGRVRTLayer name="parks"><SrcDataSource>{secret}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    )
    (folder / "data/parks.geojson").write_text(disguise, encoding="utf-8")
    with pytest.raises(BadInput, match="only points at other data"):
        read(tiny_manifest("parks", folder))
    with pytest.raises(pyogrio.errors.DataSourceError):
        pyogrio.read_dataframe(folder / "data/parks.geojson")


def test_only_the_drivers_we_take_files_for_are_loaded() -> None:
    assert set(pyogrio.list_drivers()) == KEPT_DRIVERS


def test_gdal_loaded_too_early_is_noticed() -> None:
    program = (
        "import pyogrio; pyogrio.list_drivers(); from pathlib import Path\n"
        "from layers.manifest import read_manifest; from layers.read import read\n"
        "read(read_manifest(Path('tests/data/tiny_city/manifests/parks.toml')))"
    )
    without = {name: value for name, value in os.environ.items() if name != "GDAL_SKIP"}
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=without, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode != 0
    assert "GDAL was loaded before its unsafe drivers were shut out" in ended.stderr


def test_features_without_geometry_are_read_so_that_they_can_be_named(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    path = folder / "data/parks.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["features"].append({"type": "Feature", "properties": {"park_id": "P2", "name": "Lost"}, "geometry": None})
    path.write_text(json.dumps(document), encoding="utf-8")
    assert list(read(tiny_manifest("parks", folder)).geometry.isna()) == [False, True]
