"""In which district a request lies is recorded with its decision: on a border the lowest key, and that it is one."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from gis_cas.domain.decision import Decision
from gis_cas.domain.district import District
from gis_cas.domain.place import StatedPlace
from gis_cas.service_requests.ask import responsibility
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.replay import replay
from gis_cas.store.district_values import districts_from
from layers.publish import publish
from tests.factories.desk import one
from tests.factories.districts import Expected, beside_border, expected, outlines
from tests.factories.service_requests import pin, received, words
from tests.fixtures.clock import FixedClock

LAYER = "commission_districts"


def decided(office: Office, clock: FixedClock, *, lon: float, lat: float, radius_ft: float = 0.0) -> Decision:
    place = pin(lon, lat, radius_ft)
    return responsibility(
        office, service_code="litter", now=clock.now, position=place.position, radius_ft=radius_ft
    ).decision


def told(decision: Decision) -> Expected:
    if not decision.districts:
        return Expected(None)
    (district,) = decision.districts
    assert district.layer == LAYER
    return Expected(district.key, district.on_the_line, district.others)


@pytest.mark.parametrize("radius_ft", [0.0, 33.0, 120.0])
def test_every_spot_has_the_district_that_the_source_gives_it(
    office: Office, clock: FixedClock, radius_ft: float
) -> None:
    projection = office.projection
    areas = outlines(projection)
    pairs = [(a, b) for a in areas for b in areas if a < b and areas[a].boundary.intersection(areas[b].boundary).length]
    assert len(pairs) >= 3
    spots = [
        beside_border(projection, *pair, part=part, feet=feet)
        for pair in pairs
        for part in (0.2, 0.5, 0.8)
        for feet in (0, 9, -9, 11, -11, 60, -60, 300)
    ]
    seen = set()
    for spot in spots:
        wanted = expected(spot, radius_ft, projection)
        assert told(decided(office, clock, lon=spot.lon, lat=spot.lat, radius_ft=radius_ft)) == wanted
        seen.add((wanted.on_the_line, bool(wanted.others)))
    assert {(True, True), (False, radius_ft > 0)} <= seen


def test_a_place_on_the_line_counts_to_the_lowest_key_from_either_side(office: Office, clock: FixedClock) -> None:
    left, right = (beside_border(office.projection, "II", "III", part=0.5, feet=feet) for feet in (6, -6))
    for spot in (left, right):
        (district,) = decided(office, clock, lon=spot.lon, lat=spot.lat).districts
        assert district == District(
            layer=LAYER, key="II", name="Commission District II", on_the_line=True, others=("III",)
        )


@pytest.mark.parametrize(
    "place", [words("Nowhere Road 5"), StatedPlace(), pin(-80.0655, 26.5195, 900), pin(-80.02, 26.528)]
)
def test_without_one_sure_enough_place_in_the_city_there_is_no_district(
    office: Office, clock: FixedClock, place: StatedPlace
) -> None:
    receipt = received(office, now=clock.now, place=place)
    assert receipt.decision is not None
    assert receipt.decision.districts == ()


def test_it_stands_in_the_inputs_and_comes_out_the_same(office: Office, clock: FixedClock) -> None:
    spot = beside_border(office.projection, "II", "III", part=0.5, feet=4)
    receipt = received(office, now=clock.now, place=pin(spot.lon, spot.lat, 0.0))
    row = one(office, "SELECT inputs FROM cas.decision")
    assert row.inputs["districts"] == [
        {"layer": LAYER, "key": "II", "name": "Commission District II", "on_the_line": True, "others": ["III"]}
    ]
    replayed = replay(office, receipt.number)
    assert receipt.decision is not None
    assert replayed.stored.districts == receipt.decision.districts
    assert replayed.same


def test_a_version_that_is_no_district_layer_any_more_tells_none_and_older_decisions_keep_theirs(
    office: Office, clock: FixedClock
) -> None:
    place = pin(-80.0655, 26.5195, 0.0)
    before = received(office, now=clock.now, place=place)
    _publish_without(office, clock)
    after = received(office, now=clock.now, place=place)
    assert before.decision is not None
    assert after.decision is not None
    assert (len(before.decision.districts), after.decision.districts) == (1, ())
    assert replay(office, before.number).same
    assert replay(office, after.number).same


def test_inputs_from_before_there_were_districts_hold_none() -> None:
    assert districts_from({"service_code": "litter", "given": True}) == ()


def _publish_without(office: Office, clock: FixedClock) -> None:
    """The same districts as a version whose manifest does not call them so."""
    clock.now += timedelta(minutes=1)
    with office.engine.begin() as conn:
        version = conn.execute(
            text("""
            INSERT INTO cas.layer_version (layer_slug, number, sha256, source, synthetic, accuracy_ft, feature_count,
                                           manifest, loaded_by)
            SELECT layer_slug, number + 1, 'plain', 'test', true, accuracy_ft, feature_count,
                   manifest - 'district', 'test'
              FROM cas.layer_version WHERE layer_slug = :layer RETURNING id
            """),
            {"layer": LAYER},
        ).scalar_one()
        conn.execute(
            text("""
            INSERT INTO cas.layer_feature (layer_version_id, feature_key, name, owner, attributes, geom, geom_ft)
            SELECT :version, f.feature_key, f.name, f.owner, f.attributes, f.geom, f.geom_ft
              FROM cas.layer_feature f JOIN cas.layer_version v ON v.id = f.layer_version_id
             WHERE v.layer_slug = :layer AND v.number = 1
            """),
            {"version": version, "layer": LAYER},
        )
        day = clock.now.date()
        publish(conn, version, effective_from=day, by="gis", approved_by="approver", now=clock.now)
