"""R43, R50: what the public role can read about a request, and that it follows every event."""

from typing import Any

import pytest
from sqlalchemy import text

from gis_cas.domain.request import AnswerChannel, Person
from gis_cas.service_requests.assign import reassign
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.respond import respond
from tests.factories.desk import anonymous, shown
from tests.factories.service_requests import pin, received
from tests.fixtures.clock import FixedClock

SECRET = "Xanthippe"  # noqa: S105 - a name that must not show
IN_TOWN = pin(-80.0640321, 26.5262123)


def public(office: Office, statement: str, **values: Any) -> list[Any]:
    with office.public_engine.connect() as conn:
        return [tuple(row) for row in conn.execute(text(statement), values)]


POSITION = (
    "SELECT round(ST_X(geom)::numeric, 7)::float8, round(ST_Y(geom)::numeric, 7)::float8, place_precision"
    " FROM published.request"
)


def test_an_asset_is_shown_where_it_is(office: Office, clock: FixedClock) -> None:
    anonymous(office, now=clock.now, place=pin(-80.0655001, 26.5195002))
    assert public(office, POSITION) == [(-80.0655, 26.5195, "exact")]
    assert public(office, "SELECT ST_SRID(geom), ST_SRID(geom_web), located FROM published.request") == [
        (4326, 3857, True)
    ]


def test_a_home_is_shown_as_its_block_and_without_its_number(office: Office, clock: FixedClock) -> None:
    received(office, now=clock.now, service_code="missed_garbage", place=IN_TOWN)
    [(lon, lat, precision)] = public(office, POSITION)
    assert precision == "block"
    assert (lon, lat) != (-80.064032, 26.526212)
    assert abs(lon + 80.0640321) < 0.001
    assert abs(lat - 26.5262123) < 0.001
    [(label,)] = public(office, "SELECT place_label FROM published.request")
    assert label is None or label.startswith("near ")


def test_a_masked_service_gives_no_reason_and_no_street(office: Office, clock: FixedClock) -> None:
    received(office, now=clock.now, service_code="noise", place=IN_TOWN)
    assert public(office, "SELECT reason, place_label, place_precision FROM published.request") == [
        (None, None, "masked")
    ]


def test_a_service_that_is_never_published_has_no_place_at_all(office: Office, clock: FixedClock) -> None:
    received(office, now=clock.now, service_code="fire_or_danger", place=IN_TOWN)
    assert public(office, "SELECT geom, geom_web, place_label, reason FROM published.request") == [
        (None, None, None, None)
    ]


@pytest.mark.parametrize("table", ["request", "request_event"])
def test_no_name_contact_or_free_text_is_public(office: Office, clock: FixedClock, table: str) -> None:
    number = received(
        office,
        now=clock.now,
        description=f"{SECRET} lives here",
        person=Person(name=SECRET, address=f"1 {SECRET} Rd", phone=f"{SECRET}1", email=f"{SECRET}@example.org"),
        place=IN_TOWN,
        service_code="missed_garbage",
        facility=SECRET,
        answers={"q": SECRET},
    ).number
    reassign(office, number, to="utilities", actor=SECRET, reason=SECRET, now=clock.now)
    respond(office, number, actor=SECRET, channel=AnswerChannel.EMAIL, text=SECRET, now=clock.now)
    found = public(office, f"SELECT row_to_json(t)::text FROM published.{table} t")  # noqa: S608 - two known tables
    assert found
    assert not [row for row in found if SECRET in row[0]]


def test_the_public_role_reaches_nothing_else(office: Office, clock: FixedClock) -> None:
    anonymous(office, now=clock.now)
    for table in ("cas.person", "cas.service_request", "cas.text_body", "jobs.procrastinate_jobs"):
        with pytest.raises(Exception, match="permission denied"):
            public(office, f"SELECT * FROM {table}")  # noqa: S608 - four known tables


def test_a_demonstration_row_says_so(office: Office, clock: FixedClock) -> None:
    from dataclasses import replace  # noqa: PLC0415 - only this test changes the office

    number = anonymous(replace(office, demo=True), now=clock.now)
    assert shown(office, number).demo
    assert not shown(office, anonymous(office, now=clock.now)).demo
