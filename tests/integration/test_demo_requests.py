"""The demonstration: always the same numbers, ages around the promise, through the same line as real requests."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from gis_cas.accounts.demonstration import ACCOUNTS
from gis_cas.commands import demo
from gis_cas.errors import Misconfigured
from gis_cas.policy.sight import EVERYTHING, Sight
from gis_cas.policy.tracking_number import parse_number
from gis_cas.service_requests.office import Office, open_office
from gis_cas.service_requests.replay import replay
from gis_cas.settings import Settings
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.misroutes import Period, by_stretch
from gis_cas.store.staff_case import staff_case
from gis_cas.store.staff_reads import StaffQueue, desk_counts, queue_counts, staff_list
from tests.factories.desk import one, rows
from tests.fixtures.database import CITY_FOLDER, Database, _clone
from tests.fixtures.web import addresses_of


@pytest.fixture(scope="module")
def filled(cluster: EmbeddedCluster, template_database: str) -> Iterator[tuple[Office, float]]:
    for database in _clone(cluster, template_database):
        began = time.monotonic()
        demo.fill(settings(database))
        took_s = time.monotonic() - began
        yield open_office(engine=database.app, public_engine=database.public), took_s


def settings(database: Database, *, demonstration: bool = True) -> Settings:
    return Settings(demo=demonstration, database=addresses_of(database), city_folder=CITY_FOLDER)


def test_every_request_of_the_folder_is_there_and_it_takes_seconds(filled: tuple[Office, float]) -> None:
    office, took_s = filled
    listed = demo.read_requests(CITY_FOLDER / demo.FILE)
    assert one(office, "SELECT count(*) FROM cas.service_request")[0] == len(listed) >= 250
    assert one(office, "SELECT count(*) FROM published.request WHERE demo")[0] == len(listed)
    assert took_s < 60, "twenty seconds where nothing else runs"


def test_nothing_waits_to_be_located_or_told(filled: tuple[Office, float]) -> None:
    office, _ = filled
    assert one(office, "SELECT count(*) FROM cas.service_request WHERE located_at IS NULL")[0] == 0
    assert one(office, "SELECT count(*) FROM jobs.procrastinate_jobs")[0] == 0


def test_nothing_happened_in_the_future_or_before_it_was_received(filled: tuple[Office, float]) -> None:
    office, _ = filled
    wrong = rows(
        office,
        "SELECT r.number FROM cas.service_request r JOIN cas.event e ON e.request_id = r.id"
        " WHERE e.at > now() OR e.at < r.received_at OR r.closed_at < r.received_at",
    )
    assert wrong == []


def test_the_ages_lie_on_both_sides_of_the_promise(filled: tuple[Office, float]) -> None:
    office, _ = filled
    with office.engine.connect() as conn:
        counts = queue_counts(conn, now=datetime.now(UTC), sight=EVERYTHING)
    assert counts[StaffQueue.OVERDUE] >= 5
    assert counts[StaffQueue.DUE] > counts[StaffQueue.OVERDUE]
    assert counts[StaffQueue.CLOSED] >= 20
    assert counts[StaffQueue.OUTSTANDING] >= 20


def test_numbers_are_valid_and_follow_from_the_line(filled: tuple[Office, float]) -> None:
    office, _ = filled
    numbers = [row[0] for row in rows(office, "SELECT number FROM cas.service_request ORDER BY received_at LIMIT 2")]
    for number in numbers:
        assert parse_number(number) == number
    draw = demo.drawn(1)
    assert draw(90_000_000) == demo.drawn(1)(90_000_000)
    assert len({demo.drawn(seq)(90_000_000) for seq in range(1, 2000)}) == 1999


def test_every_decision_replays(filled: tuple[Office, float]) -> None:
    office, _ = filled
    numbers = [row[0] for row in rows(office, "SELECT number FROM cas.service_request ORDER BY number LIMIT 60")]
    assert [number for number in numbers if not replay(office, number).same] == []


def test_the_desk_sees_what_is_due_first(filled: tuple[Office, float]) -> None:
    office, _ = filled
    now = datetime.now(UTC)
    with office.engine.connect() as conn:
        page = staff_list(conn, now=now, queue=StaffQueue.DUE, sight=EVERYTHING)
        second = staff_list(conn, now=now, queue=StaffQueue.DUE, page=2, sight=EVERYTHING)
        works = staff_list(conn, now=now, sight=Sight(desks=frozenset({"public-works"})))
        desks = desk_counts(conn, now=now, sight=EVERYTHING)
        number = page.rows[0].number
        found = staff_list(conn, now=now, words=f"{number[:3]} {number[3:6]} {number[6:]}", sight=EVERYTHING)
    due = [row.due_at for row in (*page.rows, *second.rows)]
    assert None not in due
    assert due == sorted(due, key=lambda instant: instant or now)
    assert not {row.number for row in page.rows} & {row.number for row in second.rows}
    assert {row.owner_slug for row in works.rows} <= {"public-works", "public-works-inspector"}
    assert [row.number for row in found.rows] == [number]
    assert (
        sum(desk.open for desk in desks)
        == one(office, "SELECT count(*) FROM cas.service_request WHERE status = 'open'")[0]
    )


def test_some_were_put_right_so_that_misroutes_have_something_to_show(filled: tuple[Office, float]) -> None:
    office, _ = filled
    listed = demo.read_corrections(CITY_FOLDER / demo.CORRECTIONS)
    assert one(office, "SELECT count(*) FROM cas.correction")[0] == len(listed) >= 10
    now = datetime.now(UTC)
    with office.engine.connect() as conn:
        found = by_stretch(conn, Period(from_at=now - timedelta(days=60), until_at=now), how_many=20)
    assert len(found) >= 5
    assert found[0].corrected >= 3
    assert found[0].decisions > found[0].corrected


def test_two_are_splits_one_of_them_still_to_be_written_about(filled: tuple[Office, float]) -> None:
    office, _ = filled
    assert sorted(rows(office, "SELECT owner_slug, state FROM cas.request_part")) == [
        ("fdot-d4", "done"),
        ("fdot-d4", "open"),
    ]


def test_one_case_has_everything(filled: tuple[Office, float]) -> None:
    office, _ = filled
    number = one(
        office,
        "SELECT number FROM cas.service_request"
        " WHERE status = 'closed' AND owner_type = 'department' AND place_id IS NOT NULL LIMIT 1",
    )[0]
    with office.engine.connect() as conn:
        case = staff_case(conn, number, now=datetime.now(UTC), sight=EVERYTHING)
    assert case is not None
    assert case.state == "closed"
    assert case.description
    assert case.decision is not None
    assert case.decision.trace
    assert [entry.kind for entry in case.history] == [
        *("received", "located", "answered", "resolved", "answered", "closed")
    ]
    assert case.history[2].text == demo.ANSWER
    assert [debt.kind.value for debt in case.owed] == ["first", "outcome"]
    assert all(debt.answered_at for debt in case.owed)


def test_the_accounts_are_there(filled: tuple[Office, float]) -> None:
    office, _ = filled
    logins = {row[0] for row in rows(office, "SELECT login FROM cas.account WHERE demo")}
    assert logins == {account.login for account in ACCOUNTS}


def test_outside_a_demonstration_nothing_is_filled(database: Database) -> None:
    with pytest.raises(Misconfigured, match="demonstration only"):
        demo.fill(settings(database, demonstration=False))
