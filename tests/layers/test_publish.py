"""Publications: past, future, correction, rollback; pieces, edges, locator and basemap follow."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Date, bindparam, select, text
from sqlalchemy.exc import IntegrityError

from gis_cas.errors import BadInput, NotAllowed, NotFound, WrongState
from gis_cas.store.layers import publications_in_force
from gis_cas.store.tables.layers import routing_edge, routing_piece
from layers.city_folder import read_city_folder
from layers.load import load_version
from layers.publish import Publication, follow_calendar, publish
from layers.read import read
from tests.fixtures.database import SEEDED_AT, TINY_CITY, Database
from tests.layers.tiny import tiny_manifest

JANUARY, MARCH, MAY, JUNE = (date(2026, month, 1) for month in (1, 3, 5, 6))
DAY = timedelta(days=1)
CITY = read_city_folder(TINY_CITY).city


def at(month: int, day: int = 1) -> datetime:
    """Noon UTC, which is the same day in the town."""
    return datetime(2026, month, day, 20, tzinfo=UTC)


def another_version(connection: Connection, layer: str, **changes: Any) -> int:
    """A new version of a layer: `changes` maps a column to the value that its first feature gets."""
    manifest = tiny_manifest(layer)
    frame = read(manifest)
    for column, value in changes.items():
        frame[column] = [value, *frame[column].iloc[1:]]
    return load_version(connection, manifest=manifest, frame=frame, city=CITY, by="gis").id


def put(connection: Connection, version: int, day: date, *, now: datetime, **more: Any) -> Publication:
    return publish(connection, version, effective_from=day, by="ann", approved_by="ben", now=now, **more)


def in_force(connection: Connection, layer: str, day: date, known_at: datetime | None = None) -> int | None:
    return publications_in_force(connection, valid_on=day, known_at=known_at).get(layer)


def by_pieces(connection: Connection, layer: str, day: date) -> set[int]:
    """What routing sees on a day: the publications whose pieces and edges hold it."""
    found = [
        set(
            connection.scalars(
                select(table.c.publication_id)
                .where(table.c.layer_slug == layer)
                .where(table.c.effective.op("@>")(bindparam("day", day, Date)))
            )
        )
        for table in (routing_piece, routing_edge)
    ]
    assert found[0] == found[1]
    return found[0]


def test_the_seed_is_in_force_from_its_manifests_day_on(tiny_database: Database) -> None:
    with tiny_database.app.connect() as connection:
        first = in_force(connection, "districts", JANUARY)
        assert first is not None
        assert in_force(connection, "districts", JANUARY - DAY) is None
        assert in_force(connection, "districts", date(2099, 1, 1)) == first
        assert in_force(connection, "districts", JANUARY, known_at=SEEDED_AT - timedelta(seconds=1)) is None
        assert in_force(connection, "districts", JANUARY, known_at=SEEDED_AT) == first
        who = connection.execute(text("SELECT DISTINCT published_by, approved_by FROM cas.layer_publication")).all()
    assert who == [("city folder", "seed")]


def test_a_future_publication_waits_for_its_day(tiny_database: Database) -> None:
    with tiny_database.app.begin() as connection:
        first = in_force(connection, "districts", JANUARY)
        second = put(connection, another_version(connection, "districts", name="Sunset"), JUNE, now=at(3)).id
        for day, expected in ((JANUARY, first), (JUNE - DAY, first), (JUNE, second), (JUNE + DAY, second)):
            assert in_force(connection, "districts", day) == expected
            assert by_pieces(connection, "districts", day) == {expected}
        assert in_force(connection, "districts", JUNE, known_at=at(2)) == first


def test_a_publication_for_a_past_day_changes_the_past_only_for_those_who_ask_today(tiny_database: Database) -> None:
    with tiny_database.app.begin() as connection:
        first = in_force(connection, "districts", JANUARY)
        late = put(connection, another_version(connection, "districts", name="Sunset"), MARCH, now=at(5)).id
        assert in_force(connection, "districts", MARCH) == late
        assert in_force(connection, "districts", MARCH, known_at=at(4)) == first
        assert in_force(connection, "districts", MARCH - DAY) == first


def test_a_correction_of_the_past_leaves_what_came_later(tiny_database: Database) -> None:
    with tiny_database.app.begin() as connection:
        first = in_force(connection, "districts", JANUARY)
        second = put(connection, another_version(connection, "districts", name="Sunset"), JUNE, now=at(6)).id
        corrected = put(connection, another_version(connection, "districts", name="Sundown"), MARCH, now=at(7))
        assert corrected.effective_until == JUNE
        for day, expected in ((JANUARY, first), (MARCH, corrected.id), (JUNE - DAY, corrected.id), (JUNE, second)):
            assert in_force(connection, "districts", day) == expected
            assert by_pieces(connection, "districts", day) == {expected}


def test_a_publication_with_an_end_cuts_a_hole_into_the_one_before(tiny_database: Database) -> None:
    with tiny_database.app.begin() as connection:
        first = in_force(connection, "districts", JANUARY)
        version = another_version(connection, "districts", name="Festival")
        stopgap = put(connection, version, MARCH, now=at(2), effective_until=MAY).id
        for day, expected in ((MARCH - DAY, first), (MARCH, stopgap), (MAY - DAY, stopgap), (MAY, first)):
            assert in_force(connection, "districts", day) == expected
            assert by_pieces(connection, "districts", day) == {expected}


def test_a_rollback_is_one_more_publication_of_an_older_version(tiny_database: Database) -> None:
    with tiny_database.app.begin() as connection:
        first = in_force(connection, "districts", JANUARY)
        old_version = connection.scalar(
            text("SELECT layer_version_id FROM cas.layer_publication WHERE id = :id"), {"id": first}
        )
        bad = put(connection, another_version(connection, "districts", name="Wrong"), MARCH, now=at(3)).id
        back = put(connection, old_version, MARCH, now=at(3, 2)).id
        assert in_force(connection, "districts", MARCH) == back
        assert in_force(connection, "districts", MARCH, known_at=at(3, 1)) == bad
        assert by_pieces(connection, "districts", MARCH) == {back}
        kept = connection.scalars(
            text("SELECT DISTINCT publication_id FROM cas.routing_piece WHERE layer_slug = 'districts'")
        )
        assert set(kept) == {first, bad, back}, "pieces stay, so that a replay finds them by publication"


def test_a_withdrawn_future_publication_never_comes(tiny_database: Database) -> None:
    with tiny_database.app.begin() as connection:
        first = in_force(connection, "districts", JANUARY)
        old_version = connection.scalar(
            text("SELECT layer_version_id FROM cas.layer_publication WHERE id = :id"), {"id": first}
        )
        put(connection, another_version(connection, "districts", name="Planned"), JUNE, now=at(2))
        back = put(connection, old_version, JUNE, now=at(3)).id
        assert in_force(connection, "districts", date(2027, 1, 1)) == back
        assert put(connection, old_version, MAY, now=at(4)).effective_until == JUNE


def test_nobody_approves_what_they_publish(tiny_database: Database) -> None:
    with tiny_database.app.begin() as connection:
        version = another_version(connection, "districts", name="Sunset")
        for approver in ("ann", " Ann ", ""):
            with pytest.raises(NotAllowed, match="A second person must approve"):
                publish(connection, version, effective_from=MARCH, by="ann", approved_by=approver, now=at(3))
    with pytest.raises(IntegrityError, match="second_person_approves"), tiny_database.app.begin() as connection:
        connection.execute(
            text("""
            INSERT INTO cas.layer_publication
                (layer_version_id, layer_slug, effective, published_by, approved_by, known_at)
            VALUES (:version, 'districts', '[2026-03-01,)', 'ann', 'ann', now())
            """),
            {"version": 1},
        )


def test_what_cannot_be_published_is_refused_in_words(tiny_database: Database) -> None:
    with tiny_database.app.begin() as connection:
        version = another_version(connection, "districts", name="Sunset")
        with pytest.raises(NotFound, match="no layer version 9999"):
            put(connection, 9999, MARCH, now=at(3))
        with pytest.raises(BadInput, match="must come after 2026-03-01"):
            put(connection, version, MARCH, now=at(3), effective_until=MARCH)
        with pytest.raises(WrongState, match="was last published at"):
            put(connection, version, MARCH, now=SEEDED_AT - DAY)


def test_pieces_are_small_whole_and_edges_are_true_boundaries(tiny_database: Database, database: Database) -> None:
    for here in (tiny_database, database):
        with here.app.connect() as connection:
            assert connection.scalar(text("SELECT max(ST_NPoints(geom_ft)) FROM cas.routing_piece")) <= 64
            assert connection.scalar(text("SELECT max(ST_NPoints(geom_ft)) FROM cas.routing_edge")) <= 64
            worst = connection.execute(
                text("""
                WITH whole AS (
                    SELECT f.id, f.geom_ft, ST_Dimension(f.geom_ft) AS dimension
                      FROM cas.layer_feature f WHERE f.id IN (SELECT feature_id FROM cas.routing_piece)
                ), cut AS (
                    SELECT feature_id, sum(ST_Area(geom_ft)) AS area, sum(ST_Length(geom_ft)) AS length
                      FROM cas.routing_piece GROUP BY 1
                ), edge AS (
                    SELECT feature_id, sum(ST_Length(geom_ft)) AS length FROM cas.routing_edge GROUP BY 1
                )
                SELECT max(abs(cut.area - ST_Area(whole.geom_ft))) AS area,
                       max(abs(cut.length - ST_Length(whole.geom_ft))) FILTER (WHERE dimension = 1) AS length,
                       max(abs(edge.length - ST_Perimeter(whole.geom_ft))) FILTER (WHERE dimension = 2) AS perimeter,
                       count(*) FILTER (WHERE dimension = 2 AND edge.feature_id IS NULL) AS without_edge
                  FROM whole JOIN cut ON cut.feature_id = whole.id LEFT JOIN edge ON edge.feature_id = whole.id
                """)
            ).one()
            assert worst.area < 1
            assert worst.length < 0.01
            assert worst.perimeter < 0.01
            assert worst.without_edge == 0


def test_only_routing_layers_have_pieces(tiny_database: Database) -> None:
    with tiny_database.app.connect() as connection:
        layers = connection.scalars(text("SELECT DISTINCT layer_slug FROM cas.routing_piece")).all()
    assert set(layers) == {"municipalities", "streets", "parks", "districts"}


def test_a_hole_has_a_true_edge(tiny_database: Database) -> None:
    """The enclave in the town: 0.001 degrees inside its rim the nearest edge is the rim."""
    with tiny_database.app.connect() as connection:
        distance = connection.scalar(
            text("""
            SELECT min(ST_Distance(e.geom_ft, p.geom_ft))
              FROM cas.routing_edge e, (
                   SELECT ST_Centroid(ST_MakePolygon(ST_InteriorRingN(ST_GeometryN(geom_ft, 1), 1))) AS geom_ft
                     FROM cas.layer_feature WHERE feature_key = 'M1') p
             WHERE e.layer_slug = 'municipalities'
            """)
        )
    half_side_ft = 0.0015 * 364_900 * 0.6665  # half of 0.003 degrees of longitude at 48.2 N
    assert distance == pytest.approx(half_side_ft, rel=0.01)


def test_unchanged_locator_rows_stay_and_changed_ones_end(tiny_database: Database) -> None:
    with tiny_database.app.begin() as connection:
        rows = connection.execute(text("SELECT segment_key, id FROM cas.locator_street"))
        before = {row.segment_key: row.id for row in rows}
        version = connection.scalar(text("SELECT max(id) FROM cas.locator_version"))
        put(connection, another_version(connection, "streets", name="Grand St"), MARCH, now=at(3))
        after = connection.execute(
            text("SELECT segment_key, id, name, since, until FROM cas.locator_street ORDER BY id")
        ).all()
        newer = connection.scalar(text("SELECT max(id) FROM cas.locator_version"))
    assert newer == version + 1
    assert [(row.segment_key, row.name) for row in after if row.until == newer] == [("S1", "Main St")]
    assert [(row.segment_key, row.name) for row in after if row.since == newer] == [("S1", "Grand St")]
    assert {row.segment_key: row.id for row in after if row.until is None and row.since < newer} == {
        key: row_id for key, row_id in before.items() if key != "S1"
    }


def test_intersections_answer_to_every_name_of_the_streets_that_meet(tiny_database: Database) -> None:
    query = text("SELECT name_keys, base_keys, segment_keys, since FROM cas.locator_intersection WHERE until IS NULL")
    with tiny_database.app.begin() as connection:
        names, bases, segments, since = connection.execute(query).one()
        assert set(names) == {"MAIN ST", "SR 9", "N 3 AVE", "S 3 AVE"}
        assert set(bases) == {"MAIN", "SR 9", "3"}
        assert segments == ["S1", "S2", "S3", "S4"]
        put(connection, another_version(connection, "streets", name="Grand St"), MARCH, now=at(3))
        names, bases, segments, later = connection.execute(query).one()
        assert "GRAND ST" in names
        assert later > since


def test_addresses_carry_the_key_of_their_street(tiny_database: Database) -> None:
    with tiny_database.app.connect() as connection:
        rows = connection.execute(
            text("SELECT address_key, number, name_key, unit, segment_key FROM cas.locator_address ORDER BY 1")
        ).all()
    assert rows[2] == ("A3", 210, "MAIN ST", "B", "S2")
    assert rows[3] == ("A4", 120, "N 3 AVE", None, "S3")


def test_locator_and_basemap_follow_the_calendar_and_not_the_keyboard(tiny_database: Database) -> None:
    shown = text("SELECT name FROM published.basemap WHERE layer_slug = 'streets' ORDER BY name LIMIT 1")
    with tiny_database.app.begin() as connection:
        put(connection, another_version(connection, "streets", name="Grand St"), JUNE, now=at(3))
        assert connection.scalar(shown) == "Main St"
        before_midnight = datetime(2026, 6, 1, 6, 59, tzinfo=UTC)  # 23:59 in the town
        assert follow_calendar(connection, now=before_midnight) == []
        assert follow_calendar(connection, now=before_midnight + timedelta(minutes=1)) == ["streets"]
        assert connection.scalar(shown) == "Grand St"
        assert follow_calendar(connection, now=before_midnight + timedelta(minutes=2)) == []
        named = connection.scalars(text("SELECT name FROM cas.locator_street WHERE until IS NULL ORDER BY name")).all()
        assert named[0] == "Grand St"


def test_the_basemap_is_the_published_layers_in_web_mercator(tiny_database: Database) -> None:
    with tiny_database.public.connect() as connection:
        rows = connection.execute(
            text("""
            SELECT kind, name, rank, ST_SRID(geom_web), ST_X(ST_Transform(ST_StartPoint(geom_web), 4326))
              FROM published.basemap WHERE kind = 'road' ORDER BY name, rank
            """)
        ).all()
        kinds = set(connection.scalars(text("SELECT kind FROM published.basemap")))
        own = connection.execute(text("SELECT name FROM published.basemap WHERE kind = 'limit' AND rank = 1")).all()
    assert kinds == {"road", "limit", "park"}
    assert own == [("Alder Falls",)]
    assert [(row[0], row[1], row[2], row[3]) for row in rows] == [
        *[("road", "Main St", 2, 3857)] * 2,
        ("road", "N 3rd Ave", 4, 3857),
        ("road", "S 3rd Ave", 4, 3857),
    ]
    assert rows[2][4] == pytest.approx(-121.805)


def test_two_who_publish_at_once_take_turns(tiny_database: Database) -> None:
    with tiny_database.app.begin() as connection:
        one = another_version(connection, "districts", name="Sunset")
        other = another_version(connection, "districts", name="Sunrise")
    with tiny_database.app.connect() as first, tiny_database.worker.connect() as second:
        put(first, one, MARCH, now=at(3))
        second.execute(text("SET lock_timeout = '200ms'"))
        with pytest.raises(Exception, match="lock timeout"):
            put(second, other, MARCH, now=at(3))
        second.rollback()
        first.commit()
        made = put(second, other, MARCH, now=at(3)).id
        assert by_pieces(second, "districts", MARCH) == {made}
