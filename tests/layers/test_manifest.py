"""Every fault of a manifest is named with file, field and what would be right."""

from pathlib import Path

import pytest

from gis_cas.errors import BadInput
from layers.manifest import read_manifest
from tests.layers.tiny import change, tiny_copy, tiny_manifest


def test_a_manifest_says_what_its_file_means() -> None:
    streets = tiny_manifest("streets")
    assert streets.title == "Road centrelines"
    assert streets.owner_column == "maintainer"
    assert streets.columns["aliases"] == "aliases"
    assert (streets.locator, streets.basemap, streets.routing, streets.exclusive) == ("streets", "road", True, False)
    assert streets.data.is_file()


@pytest.mark.parametrize(
    ("old", "new", "field", "remedy"),
    [
        ('layer = "streets"', 'layer = "roads"', "layer", "'streets'"),
        ('layer = "streets"', 'layer = "Main Streets"', "layer", "small letters"),
        ('title = "Road centrelines"', "", "title", "A text is needed"),
        ("accuracy_ft = 5.0", 'accuracy_ft = "5 ft"', "accuracy_ft", "A number of at least 0"),
        ("accuracy_ft = 5.0", "accuracy_ft = -1", "accuracy_ft", "A number of at least 0"),
        ("accuracy_ft = 5.0", "accuracy_ft = nan", "accuracy_ft", "A number of at least 0"),
        ("synthetic = true", 'synthetic = "yes"', "synthetic", "true or false"),
        ('geometry = "LineString"', 'geometry = "Lines"', "geometry", "Known are: LineString"),
        ('geometry = "LineString"', 'geometry = "Polygon"', "geometry", "LineString features"),
        ("effective_from = 2026-01-01", 'effective_from = "2026-01-01"', "effective_from", "without quotation marks"),
        ('file = "data/streets.geojson"', 'file = "../../etc/passwd.json"', "file", "inside the city's folder"),
        ('file = "data/streets.geojson"', 'file = "https://example.org/x.json"', "file", "inside the city's folder"),
        ('file = "data/streets.geojson"', 'file = "data/streets.vrt"', "file", ".geojson"),
        ('crs = "EPSG:4326"', 'crs = "WGS 84"', "crs", "'EPSG:4326'"),
        ('locator = "streets"', 'locator = "roads"', "locator", "streets"),
        ('owner_column = "maintainer"', 'owner_colum = "maintainer"', "owner_colum", "Did you mean 'owner_column'?"),
        ('owner_column = "maintainer"', 'owner_column = "maintainer"\nowner = "town"', "owner", "not both"),
        ('from_left = "from_left"', "", "[columns]", "from_left"),
        ('name_column = "name"', "", "name_column", "Streets need a name"),
        ("routing = true", "routing = true\nexclusive = true", "exclusive", "Only polygons"),
        ("routing = true", "routing = true\ndistrict = true", "district", "geometry = 'Polygon' and routing = true"),
    ],
)
def test_a_faulty_field_is_named_with_its_remedy(tmp_path: Path, old: str, new: str, field: str, remedy: str) -> None:
    path = tiny_copy(tmp_path) / "manifests" / "streets.toml"
    change(path, old, new)
    with pytest.raises(BadInput) as refused:
        read_manifest(path)
    assert list(refused.value.fields) == [f"manifests/streets.toml, {field}"]
    assert remedy in refused.value.message


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    path = tiny_copy(tmp_path) / "manifests" / "parks.toml"
    path.write_text('layer = "parks"\ngeometry = "Polygon"\n', encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        read_manifest(path)
    named = {where.removeprefix("manifests/parks.toml, ") for where in refused.value.fields}
    assert named == {
        *("title", "authority", "source", "licence", "file"),
        *("crs", "key", "accuracy_ft", "effective_from"),
    }


def test_what_is_not_toml_is_said_to_be_so(tmp_path: Path) -> None:
    path = tiny_copy(tmp_path) / "manifests" / "parks.toml"
    path.write_text("layer: parks\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"manifests/parks\.toml: This is not valid TOML"):
        read_manifest(path)
