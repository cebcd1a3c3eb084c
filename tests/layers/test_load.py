"""A version holds the truth of its source: in degrees, in the city's feet, with a fingerprint of what it says."""

import gc
import hashlib
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, box
from sqlalchemy import text

from gis_cas.errors import BadInput
from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from layers.city_folder import CityFolder, read_city_folder
from layers.load import fingerprint, load_version
from layers.manifest import canonical_json
from layers.many_rows import many_rows
from layers.read import read
from layers.seed import load_layer
from layers.shapes import densified, ewkb_hex, to_degrees, to_feet
from tests.fixtures.database import CITY_FOLDER, TINY_CITY, Database
from tests.layers.tiny import change, tiny_copy, tiny_manifest


@pytest.fixture(scope="module")
def town() -> CityFolder:
    return read_city_folder(TINY_CITY)


def projection_of(folder: CityFolder) -> Projection:
    return Projection(pipeline=folder.city.datum_pipeline, srid_ft=folder.city.srid_ft)


def test_features_lie_in_degrees_and_in_feet(tiny_database: Database, town: CityFolder) -> None:
    with tiny_database.app.connect() as connection:
        rows = connection.execute(
            text("""
            SELECT f.feature_key, ST_SRID(f.geom), ST_SRID(f.geom_ft), ST_X(f.geom), ST_Y(f.geom),
                   ST_X(f.geom_ft), ST_Y(f.geom_ft)
              FROM cas.layer_feature f JOIN cas.layer_version v ON v.id = f.layer_version_id
             WHERE v.layer_slug = 'address_points' ORDER BY 1
            """)
        ).all()
    assert len(rows) == 5
    for _, srid, srid_ft, lon, lat, x, y in rows:
        assert (srid, srid_ft) == (4326, 2285)
        assert (x, y) == pytest.approx(projection_of(town).to_ft(Position(lon=lon, lat=lat)), abs=1e-6)


def test_a_source_in_the_citys_own_feet_comes_back_to_the_same_feet(tiny_database: Database) -> None:
    source = read(tiny_manifest("parks")).geometry.iloc[0]
    with tiny_database.app.connect() as connection:
        stored = connection.execute(
            text("""
            SELECT ST_AsBinary(f.geom_ft) FROM cas.layer_feature f
              JOIN cas.layer_version v ON v.id = f.layer_version_id WHERE v.layer_slug = 'parks'
            """)
        ).scalar_one()
    assert shapely.hausdorff_distance(shapely.from_wkb(bytes(stored)), source) < 0.001


def test_a_source_in_another_crs_needs_a_pinned_pipeline(tmp_path: Path, town: CityFolder) -> None:
    folder = tiny_copy(tmp_path)
    change(folder / "manifests/parks.toml", "EPSG:2285", "EPSG:32610")
    parks = np.asarray([box(590_000, 5_337_000, 590_100, 5_337_100)])
    with pytest.raises(BadInput, match="neither EPSG:4326 nor the city's EPSG:2285; give the PROJ pipeline"):
        to_degrees(parks, manifest=tiny_manifest("parks", folder), city=town.city)
    change(
        folder / "manifests/parks.toml",
        'crs = "EPSG:32610"',
        'crs = "EPSG:32610"\npipeline = "+proj=pipeline +step +inv +proj=utm +zone=10 +ellps=WGS84 '
        '+step +proj=unitconvert +xy_in=rad +xy_out=deg"',
    )
    moved = to_degrees(parks, manifest=tiny_manifest("parks", folder), city=town.city)
    west, south, east, north = moved[0].bounds
    assert -121.8 < west < east < -121.7
    assert 48.1 < south < north < 48.2


@pytest.mark.parametrize("folder", [TINY_CITY, CITY_FOLDER], ids=["tiny", "demonstration"])
def test_no_edge_bows_a_twentieth_of_a_foot(folder: Path) -> None:
    """113,118 ft in one edge: left as two points it bows tens of feet."""
    city_folder = read_city_folder(folder)
    projection = projection_of(city_folder)
    box_ = city_folder.city.surroundings
    long_edge = LineString([(box_.west, box_.south), (box_.east, box_.north)])
    straight = shapely.transform(long_edge, projection.array_to_ft)
    bent = to_feet(np.asarray([long_edge]), projection=projection)[0]
    on_it = projection.array_to_ft(
        np.asarray([(p.x, p.y) for p in (long_edge.interpolate(i / 9973, normalized=True) for i in range(9974))])
    )
    assert shapely.distance(shapely.points(on_it), bent).max() < 0.05
    assert shapely.distance(shapely.points(on_it), straight).max() > 5
    assert len(bent.coords) < 2000


def test_short_edges_and_points_are_left_as_they_are() -> None:
    square = np.asarray([box(0, 0, 1, 1), MultiPolygon([box(2, 2, 3, 3), box(5, 5, 6, 6)])])
    same = densified(square, lambda points: points * 2, tolerance=0.01)
    assert shapely.equals(square, same).all()
    assert shapely.get_num_coordinates(same).tolist() == shapely.get_num_coordinates(square).tolist()


def test_holes_and_parts_keep_their_shape_when_vertices_are_added() -> None:
    ring = box(0, 0, 8, 8).difference(box(2, 2, 4, 4))
    both = np.asarray([ring, MultiPolygon([box(20, 0, 21, 1), box(30, 0, 38, 8)])])

    def curved(points: np.ndarray) -> np.ndarray:
        return np.column_stack([points[:, 0], points[:, 1] + points[:, 0] ** 2 / 10])

    bent = densified(both, curved, tolerance=0.01)
    assert shapely.area(bent) == pytest.approx(shapely.area(both))
    assert shapely.get_num_interior_rings(shapely.get_geometry(bent[0], 0)) == 1
    assert shapely.get_num_coordinates(bent)[0] > shapely.get_num_coordinates(both)[0]
    assert shapely.is_valid(bent).all()


def test_the_same_content_is_the_same_version_whatever_its_file_looks_like(
    tiny_database: Database, tmp_path: Path
) -> None:
    folder = tiny_copy(tmp_path)
    lines = (folder / "data/streets.geojson").read_text(encoding="utf-8").splitlines()
    head, features, tail = lines[0], [line.rstrip(",") for line in lines[1:-1]], lines[-1]
    (folder / "data/streets.geojson").write_text(
        "\n".join([head, ",\n".join(reversed(features)), tail]), encoding="utf-8"
    )
    city_folder = read_city_folder(folder)
    manifest = next(entry for entry in city_folder.manifests if entry.layer == "streets")
    with tiny_database.app.begin() as connection:
        again = load_layer(connection, city_folder, manifest, by="gis")
        assert (again.new, again.number) == (False, 1)
        change(folder / "data/streets.geojson", '"name":"N 3rd Ave"', '"name":"North 3rd Ave"')
        other = load_layer(connection, city_folder, manifest, by="gis")
        assert (other.new, other.number, other.feature_count) == (True, 2, 4)
        numbers = connection.execute(
            text("SELECT number, feature_count, length(sha256) FROM cas.layer_version WHERE layer_slug = 'streets'")
        ).all()
    assert sorted(numbers) == [(1, 4, 64), (2, 4, 64)]


def test_a_layer_that_is_called_districts_is_a_version_of_its_own(tiny_database: Database, tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    change(folder / "manifests" / "districts.toml", "routing = true", "routing = true\ndistrict = true")
    town = read_city_folder(folder)
    with tiny_database.app.begin() as connection:
        loaded = load_layer(connection, town, tiny_manifest("districts", folder), by="test")
        again = load_layer(connection, town, tiny_manifest("districts", folder), by="test")
        told = connection.execute(
            text("SELECT number, manifest->'district' FROM cas.layer_version WHERE layer_slug = 'districts' ORDER BY 1")
        ).all()
    assert (loaded.new, again.new) == (True, False)
    assert [tuple(row) for row in told] == [(1, None), (2, True)]


def test_loading_puts_nothing_in_force(tiny_database: Database, town: CityFolder) -> None:
    manifest = tiny_manifest("districts")
    frame = read(manifest)
    frame["name"] = ["Sunset side", "Sunrise side"]
    with tiny_database.app.begin() as connection:
        before = connection.execute(text("SELECT count(*) FROM cas.layer_publication")).scalar_one()
        pieces = connection.execute(text("SELECT count(*) FROM cas.routing_piece")).scalar_one()
        assert load_version(connection, manifest=manifest, frame=frame, city=town.city, by="gis").new
        assert connection.execute(text("SELECT count(*) FROM cas.layer_publication")).scalar_one() == before
        assert connection.execute(text("SELECT count(*) FROM cas.routing_piece")).scalar_one() == pieces


def test_text_of_any_kind_survives_the_bulk_load(tiny_database: Database, town: CityFolder) -> None:
    manifest = tiny_manifest("parks")
    frame = read(manifest)
    odd = "Mill\tGreen\\N \"quoted\", 'single'\nsecond line — Ñandú {a,b}"
    frame["name"] = [odd]
    frame["attributes"] = [{"note": odd, "list": [odd]}]
    with tiny_database.app.begin() as connection:
        loaded = load_version(connection, manifest=manifest, frame=frame, city=town.city, by="gis")
        row = connection.execute(
            text("SELECT name, attributes FROM cas.layer_feature WHERE layer_version_id = :id"), {"id": loaded.id}
        ).one()
    assert row.name == odd
    assert row.attributes == {"note": odd, "list": [odd]}


def test_a_faulty_layer_is_not_loaded(tiny_database: Database, tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    change(folder / "data/streets.geojson", '"maintainer":"town"', '"maintainer":"nobody-knows"')
    city_folder = read_city_folder(folder)
    manifest = next(entry for entry in city_folder.manifests if entry.layer == "streets")
    with tiny_database.app.begin() as connection:
        with pytest.raises(BadInput, match="layer streets, feature S3: The owner 'nobody-knows'"):
            load_layer(connection, city_folder, manifest, by="gis")
        assert connection.execute(text("SELECT count(*) FROM cas.layer_version")).scalar_one() == 6


def test_the_fingerprint_is_over_every_value_with_its_type() -> None:
    manifest = tiny_manifest("streets")
    frame = read(manifest).sort_values("feature_key")
    said = [canonical_json(one) for one in frame["attributes"]]
    shapes = shapely.to_wkb(np.asarray(frame.geometry.array)).tolist()

    def with_width(width: object) -> str:
        return fingerprint(frame.assign(half_width_left_ft=width), said, shapes, manifest)

    whole = hashlib.sha256(canonical_json([manifest.accuracy_ft, manifest.geometry]).encode())
    for row, attributes, shape in zip(frame.itertuples(), said, shapes, strict=True):
        values = (row.feature_key, row.name, row.owner, row.half_width_left_ft, row.half_width_right_ft)
        whole.update(f"{canonical_json(values)[:-1]},{attributes}]".encode() + shape)
    assert fingerprint(frame, said, shapes, manifest) == whole.hexdigest()
    assert len({with_width(None), with_width(1), with_width(1.0), with_width("1")}) == 4


def test_nothing_is_collected_while_many_rows_are_made() -> None:
    with many_rows():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_shapes_are_written_as_geos_writes_them() -> None:
    ring = box(0, 0, 1, 1)
    shapes = np.array(
        [ring.centroid, ring.exterior.segmentize(0.3), LineString(ring.exterior), ring, MultiPolygon([ring])]
    )
    geos = shapely.to_wkb(shapely.set_srid(shapes, 2881), hex=True, include_srid=True, byte_order=1)
    assert ewkb_hex(shapely.to_wkb(shapes, byte_order=1).tolist(), srid=2881) == list(geos)
