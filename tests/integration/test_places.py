"""What the published layers say about a spot, on real PostGIS with the demonstration city."""

import math
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import shapely
from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql import Range

from gis_cas.domain.findings import Findings, GeometryKind
from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from gis_cas.store import layer_routing
from gis_cas.store.city import load_city
from gis_cas.store.places import locate
from tests.fixtures.database import SEEDED_AT, Database

QUERIES = Path(__file__).parents[2] / "gis_cas" / "store" / "queries"
DAY = date(2026, 11, 23)
FROM_JUNE = Range(date(2026, 6, 1), None, bounds="[)")
CITY_HALL = Position(lon=-80.064, lat=26.5262)
ON_GULFSTREAM_BLVD = Position(lon=-80.0715, lat=26.4855)
ON_SR_804 = Position(lon=-80.0675, lat=26.5280)
AT_SEA = Position(lon=-80.02, lat=26.528)
ROAD_REACH_FT = 150.0


@pytest.fixture
def projection(connection: Connection) -> Projection:
    return _projection(connection)


def _projection(connection: Connection) -> Projection:
    city = load_city(connection)
    assert city is not None
    return Projection(pipeline=city.datum_pipeline, srid_ft=city.srid_ft)


def _at(conn: Connection, position: Position, radius_ft: float = 33.0, **more: object) -> Findings:
    return locate(
        conn,
        projection=_projection(conn),
        position=position,
        radius_ft=radius_ft,
        valid_on=more.pop("valid_on", DAY),  # type: ignore[arg-type]
        road_reach_ft=ROAD_REACH_FT,
        **more,  # type: ignore[arg-type]
    )


def test_the_statement_and_its_twin_differ_only_in_what_counts() -> None:
    def body(name: str) -> str:
        return re.sub(r"--[^\n]*\n", "", (QUERIES / f"{name}.sql").read_text(encoding="utf-8"))

    counts = "p.publication_id = ANY (:publications::integer[])"
    assert body("locate").replace("p.effective @> :valid_on::date", counts) == body("locate_as_of")


def test_inside_the_city_every_area_that_holds_the_spot_is_found(connection: Connection) -> None:
    findings = _at(connection, CITY_HALL)
    town = findings.of("municipalities")
    assert [(f.name, f.owner, f.contains, f.share) for f in town] == [("City of Boynton Beach", "city", True, None)]
    assert math.isinf(town[0].distance_ft)
    assert {"county", "commission_districts", "water_service_area"} <= {f.layer for f in findings.findings}
    assert set(findings.publications) >= {f.layer for f in findings.findings}


def test_far_out_at_sea_no_land_is_found_and_the_publications_still_are(connection: Connection) -> None:
    findings = _at(connection, AT_SEA)
    assert {f.layer for f in findings.findings} <= {"water_bodies"}
    assert "municipalities" in findings.publications


def test_on_a_border_both_towns_are_found_and_their_shares_fill_the_disc(connection: Connection) -> None:
    towns = _at(connection, ON_GULFSTREAM_BLVD).of("municipalities")
    assert {f.owner for f in towns} == {"city", "delray-beach"}
    assert sum(f.contains for f in towns) == 1
    assert sum(f.share or 0 for f in towns) == pytest.approx(1.0, abs=1e-6)
    assert all(f.distance_ft < 15 for f in towns)


@pytest.mark.parametrize("radius_ft", [16.0, 65.0, 500.0])
def test_a_share_is_the_part_of_the_disc_that_shapely_finds(connection: Connection, radius_ft: float) -> None:
    projection = _projection(connection)
    spot = Position(lon=-80.0715, lat=26.48553)
    x_ft, y_ft = projection.to_ft(spot)
    towns = _at(connection, spot, radius_ft).of("municipalities")
    assert len(towns) >= 2
    for town in towns:
        geometry = connection.execute(
            text(
                "SELECT ST_AsBinary(f.geom_ft) FROM cas.layer_feature f"
                " JOIN cas.layer_version v ON v.id = f.layer_version_id"
                " WHERE v.layer_slug = 'municipalities' AND f.feature_key = :key"
            ),
            {"key": town.feature_key},
        ).scalar_one()
        shape = shapely.from_wkb(bytes(geometry))
        disc = shapely.Point(x_ft, y_ft).buffer(radius_ft + town.accuracy_ft, quad_segs=64)
        assert town.share == pytest.approx(shape.intersection(disc).area / disc.area, abs=0.003)
        assert town.distance_ft == pytest.approx(shape.boundary.distance(shapely.Point(x_ft, y_ft)), abs=1e-6)
        assert town.contains == shape.contains(shapely.Point(x_ft, y_ft))


def test_an_edge_counts_by_its_own_layers_accuracy(connection: Connection, projection: Projection) -> None:
    town = _at(connection, ON_GULFSTREAM_BLVD).of("municipalities")[0]
    x_ft, y_ft = projection.to_ft(ON_GULFSTREAM_BLVD)
    away = projection.to_position(x_ft=x_ft, y_ft=y_ft + 60)
    edge_ft = _at(connection, away, 200).of("municipalities")[0].distance_ft
    just_in = _at(connection, away, edge_ft - town.accuracy_ft + 0.01).of("municipalities")
    just_out = _at(connection, away, edge_ft - town.accuracy_ft - 0.01).of("municipalities")
    assert (len(just_in), len(just_out)) == (2, 1)


def test_a_cut_inside_a_polygon_is_no_edge(connection: Connection) -> None:
    cut = connection.execute(
        text(
            "SELECT ST_X(ST_LineInterpolatePoint(cut, 0.5)), ST_Y(ST_LineInterpolatePoint(cut, 0.5))"
            " FROM (SELECT ST_LineMerge(ST_Intersection(a.geom_ft, b.geom_ft)) AS cut"
            " FROM cas.routing_piece a JOIN cas.routing_piece b"
            "   ON a.feature_id = b.feature_id AND a.id < b.id AND ST_Intersects(a.geom_ft, b.geom_ft)"
            " WHERE a.layer_slug = 'county') AS cuts"
            " WHERE GeometryType(cut) = 'LINESTRING' AND ST_Length(cut) > 5000 LIMIT 1"
        )
    ).one()
    projection = _projection(connection)
    county = _at(connection, projection.to_position(x_ft=cut[0], y_ft=cut[1])).of("county")
    assert [(f.contains, math.isinf(f.distance_ft)) for f in county] == [(True, True)]


def test_a_road_is_found_with_its_distance_and_half_width(connection: Connection) -> None:
    roads = _at(connection, ON_SR_804).of("streets")
    assert (roads[0].name, roads[0].owner, roads[0].geometry_kind) == (
        "W Boynton Beach Blvd",
        "fdot-d4",
        GeometryKind.LINE,
    )
    assert roads[0].distance_ft < 5
    assert roads[0].half_width_ft == 50
    assert [f.distance_ft for f in roads] == sorted(f.distance_ft for f in roads)


def test_the_half_width_is_that_of_the_spots_side(connection: Connection) -> None:
    row = connection.execute(
        text(
            "SELECT f.feature_key, f.half_width_left_ft, f.half_width_right_ft,"
            " ST_X(ST_LineInterpolatePoint(f.geom_ft, 0.499)), ST_Y(ST_LineInterpolatePoint(f.geom_ft, 0.499)),"
            " ST_X(ST_LineInterpolatePoint(f.geom_ft, 0.501)), ST_Y(ST_LineInterpolatePoint(f.geom_ft, 0.501))"
            " FROM cas.layer_feature f JOIN cas.layer_version v ON v.id = f.layer_version_id"
            " WHERE v.layer_slug = 'streets' AND f.half_width_left_ft <> f.half_width_right_ft LIMIT 1"
        )
    ).one()
    key, left_ft, right_ft, ax, ay, bx, by = row
    long = math.hypot(bx - ax, by - ay)
    projection = _projection(connection)
    for side, turn, expected in (("left", 1, left_ft), ("right", -1, right_ft)):
        x_ft, y_ft = (ax + bx) / 2 - turn * 20 * (by - ay) / long, (ay + by) / 2 + turn * 20 * (bx - ax) / long
        street = next(
            f
            for f in _at(connection, projection.to_position(x_ft=x_ft, y_ft=y_ft)).of("streets")
            if f.feature_key == key
        )
        assert (street.side, street.half_width_ft) == (side, expected)
        assert street.distance_ft == pytest.approx(20, abs=0.1)


def test_the_addressed_segment_is_found_however_far_it_is(connection: Connection) -> None:
    key = _at(connection, ON_SR_804).of("streets")[0].feature_key
    segment = _at(connection, AT_SEA, segment_key=key).segment
    assert segment is not None
    assert (segment.layer, segment.owner) == ("streets", "fdot-d4")
    assert segment.distance_ft > 10_000
    assert _at(connection, AT_SEA, segment_key="no such segment").segment is None
    assert _at(connection, AT_SEA).segment is None


def test_a_day_before_the_first_publication_has_no_layers(connection: Connection) -> None:
    findings = _at(connection, CITY_HALL, valid_on=date(2025, 12, 31))
    assert (findings.publications, findings.findings) == ({}, ())


def test_what_we_knew_before_the_first_publication_is_nothing(connection: Connection) -> None:
    before = _at(connection, CITY_HALL, known_at=datetime(2025, 6, 1, tzinfo=UTC))
    assert (before.publications, before.findings) == ({}, ())
    assert _at(connection, CITY_HALL, known_at=SEEDED_AT).findings == _at(connection, CITY_HALL).findings


@pytest.mark.parametrize("position", [CITY_HALL, ON_GULFSTREAM_BLVD, ON_SR_804, AT_SEA])
def test_a_replay_by_publications_finds_the_same(connection: Connection, position: Position) -> None:
    now = _at(connection, position)
    assert _at(connection, position, publications=now.publications).findings == now.findings
    only = {"municipalities": now.publications["municipalities"]}
    replayed = _at(connection, position, publications=only)
    assert replayed.publications == only
    assert {f.layer for f in replayed.findings} <= {"municipalities"}


def test_a_new_publication_counts_at_the_next_question_on_every_connection(database: Database) -> None:
    with database.app.connect() as asking, database.app.begin() as publishing:
        before = _at(asking, CITY_HALL)
        version = publishing.execute(
            text("SELECT layer_version_id FROM cas.layer_publication WHERE layer_slug = 'county'")
        ).scalar_one()
        newer = publishing.execute(
            text(
                "INSERT INTO cas.layer_publication"
                " (layer_version_id, layer_slug, effective, published_by, approved_by, known_at)"
                " VALUES (:version, 'county', '[2026-06-01,)', 'one', 'two', now()) RETURNING id"
            ),
            {"version": version},
        ).scalar_one()
        layer_routing.derive(publishing, publication_id=newer)
        layer_routing.supersede(publishing, layer_slug="county", publication_id=newer, effective=FROM_JUNE)
        assert _at(asking, CITY_HALL).publications == before.publications
        publishing.commit()
        after = _at(asking, CITY_HALL)
        assert after.publications == {**before.publications, "county": newer}
        assert _at(asking, CITY_HALL, valid_on=date(2026, 5, 31)).publications == before.publications


def test_a_vague_place_is_searched_no_farther_than_it_can_be_decided(connection: Connection) -> None:
    vague = _at(connection, CITY_HALL, 50_000.0)
    assert vague.radius_ft == 50_000.0
    assert max(f.distance_ft for f in vague.findings if not math.isinf(f.distance_ft)) < 1_300
