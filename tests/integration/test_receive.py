"""R20, R23-R25: a request has its number, its clock and its desk before anything else can go wrong."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from gis_cas.domain.decision import DecisionKind
from gis_cas.domain.place import StatedPlace
from gis_cas.domain.request import Channel, Person
from gis_cas.errors import BadInput, LocatorUnavailable, UnknownService
from gis_cas.geocoding.timed import TimedLocator
from gis_cas.policy.tracking_number import parse_number
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.receive import receive
from gis_cas.store.statements import LeanConnection, LeanResult
from tests.factories.service_requests import new_request, pin, received, words
from tests.fakes.locators import DeadLocator, HangingLocator
from tests.fixtures.clock import FixedClock


def row(office: Office, number: str) -> dict[str, object]:
    with office.engine.connect() as conn:
        found = (
            conn.execute(text("SELECT * FROM cas.service_request WHERE number = :n"), {"n": number}).mappings().one()
        )
        return dict(found)


def count(office: Office, table: str) -> int:
    with office.engine.connect() as conn:
        return int(conn.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - known tables


def test_a_request_is_numbered_owed_and_decided(office: Office, clock: FixedClock) -> None:
    receipt = received(office, now=clock.now)
    assert parse_number(receipt.number) == receipt.number
    assert receipt.status == "created"
    assert receipt.due_at == clock.now + timedelta(hours=72)
    assert receipt.decision is not None
    assert receipt.decision.owner is not None
    kept = row(office, receipt.number)
    assert (kept["owner_type"], kept["owner_slug"]) == ("department", receipt.decision.owner.slug)
    assert kept["located_at"] == clock.now
    with office.engine.connect() as conn:
        owed = conn.execute(text("SELECT kind, starts_at, due_at, answered_at FROM cas.answer_owed")).all()
        events = conn.execute(text("SELECT kind FROM cas.event ORDER BY id")).scalars().all()
    assert owed == [("first", clock.now, clock.now + timedelta(hours=72), None)]
    assert events == ["received", "located"]


def test_the_locate_job_is_gone_once_it_is_located(office: Office, clock: FixedClock) -> None:
    received(office, now=clock.now, person=Person())
    assert count(office, "jobs.procrastinate_jobs") == 0


def test_three_statements_and_no_more_for_a_pin(
    office: Office, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(8):
        received(office, now=clock.now)
    sent: list[str] = []
    lean = LeanConnection.exec_driver_sql

    def overheard(self: LeanConnection, statement: str, values: Mapping[str, Any] | None = None) -> LeanResult:
        sent.append(statement.split("(", maxsplit=1)[0])
        return lean(self, statement, values)

    monkeypatch.setattr(LeanConnection, "exec_driver_sql", overheard)
    event.listen(office.engine, "before_cursor_execute", lambda _c, _cur, said, *_rest: sent.append(said.split("(")[0]))
    received(office, now=clock.now)
    names = [said for said in sent if "reference_version" not in said]
    assert names == ["EXECUTE gis_cas_receive", "EXECUTE gis_cas_locate", "EXECUTE gis_cas_store_decision"]


def test_a_hanging_locator_leaves_a_numbered_request_in_the_administrators_queue(
    office: Office, clock: FixedClock
) -> None:
    hanging = HangingLocator()
    began = time.monotonic()
    receipt = received(
        replace(office, locator=TimedLocator(hanging, seconds=0.3)), now=clock.now, place=words("100 E Ocean Ave")
    )
    hanging.let_go()
    assert time.monotonic() - began < 3
    assert receipt.status == "being_located"
    assert receipt.decision is None
    kept = row(office, receipt.number)
    assert (kept["owner_type"], kept["owner_slug"]) == ("queue", office.city.administrator_queue)
    assert kept["located_at"] is None
    with office.engine.connect() as conn:
        jobs = conn.execute(text("SELECT task_name, queueing_lock, args FROM jobs.procrastinate_jobs")).all()
    assert jobs == [("locate", receipt.number, {"number": receipt.number})]


def test_whatever_breaks_after_the_number_is_not_the_requesters_trouble(office: Office, clock: FixedClock) -> None:
    dead = replace(office, locator=DeadLocator(LocatorUnavailable("down")))
    assert received(dead, now=clock.now, place=words("100 E Ocean Ave")).status == "being_located"
    broken = replace(office, locator=DeadLocator(RuntimeError("a fault of ours")))
    assert received(broken, now=clock.now, place=words("100 E Ocean Ave")).status == "being_located"


def test_a_taken_number_is_drawn_again(office: Office, clock: FixedClock) -> None:
    draws = iter([7, 7, 7, 8])
    drawing = replace(office, random=lambda _size: next(draws))
    first = received(drawing, now=clock.now)
    second = received(drawing, now=clock.now)
    assert first.number != second.number
    assert count(office, "cas.service_request") == 2
    assert count(office, "cas.person") == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"description": "x" * 10_000_000}, "description"),
        ({"description": "   "}, "description"),
        ({"description": "nul \x00 byte"}, "description"),
        ({"description": "half a \ud83d pair"}, "description"),
        ({"person": Person(language="tlh")}, "language"),
        ({"person": Person(name="n" * 500)}, "name"),
        ({"received_on": date(2026, 11, 24), "channel": Channel.LETTER_TO_STAFF}, "received_on"),
        ({"answers": {"q" * 3000: "a"}}, "answers"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_field_and_leaves_nothing(
    office: Office, clock: FixedClock, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        received(office, now=clock.now, **changes)
    assert list(refused.value.fields) == [field]
    assert count(office, "cas.service_request") == 0


def test_an_unknown_service_is_refused(office: Office, clock: FixedClock) -> None:
    with pytest.raises(UnknownService):
        received(office, now=clock.now, service_code="'; DROP TABLE cas.event; --")


def test_markup_and_sql_are_kept_as_they_were_typed(office: Office, clock: FixedClock) -> None:
    nasty = "<script>alert(1)</script> '; DELETE FROM cas.event; -- %s :name {} \\ $1"
    receipt = received(office, now=clock.now, description=nasty, person=Person(name=nasty, address=nasty[:200]))
    with office.engine.connect() as conn:
        kept = conn.execute(text("SELECT t.body, p.name FROM cas.text_body t, cas.person p")).one()
    assert tuple(kept) == (nasty, nasty)
    assert receipt.status == "created"


def test_r24_a_date_stamped_letter_counts_from_eight_that_day(office: Office, clock: FixedClock) -> None:
    receipt = received(
        office, now=clock.now, channel=Channel.LETTER_TO_STAFF, received_on=date(2026, 11, 20), person=Person()
    )
    assert receipt.received_at == datetime(2026, 11, 20, 13, 0, tzinfo=UTC)  # 8:00 in New York, standard time
    assert receipt.due_at == receipt.received_at + timedelta(hours=72)
    kept = row(office, receipt.number)
    assert (kept["received_on"], kept["entered_at"]) == (date(2026, 11, 20), clock.now)


def test_r53_a_commissioners_request_is_proposed_and_stays_with_the_administrator(
    office: Office, clock: FixedClock
) -> None:
    receipt = received(office, now=clock.now, channel=Channel.COMMISSIONER)
    assert receipt.decision is not None
    assert receipt.decision.proposed
    assert receipt.decision.kind is DecisionKind.ASSIGNED
    kept = row(office, receipt.number)
    assert (kept["owner_type"], kept["proposed"]) == ("queue", True)


def test_r46_a_service_that_needs_no_place_is_decided_without_one(office: Office, clock: FixedClock) -> None:
    receipt = received(office, now=clock.now, service_code="general_question", place=StatedPlace())
    assert receipt.status == "created"
    assert receipt.decision is not None
    assert receipt.decision.kind in (DecisionKind.NO_PLACE, DecisionKind.REFERRED)
    assert row(office, receipt.number)["place_id"] is None


def test_r46_a_place_that_is_needed_and_missing_waits_for_a_person_not_for_a_job(
    office: Office, clock: FixedClock
) -> None:
    receipt = received(office, now=clock.now, place=StatedPlace(), person=Person())
    assert receipt.decision is not None
    assert receipt.decision.kind is DecisionKind.UNLOCATED
    kept = row(office, receipt.number)
    assert (kept["owner_type"], kept["owner_slug"]) == ("queue", office.city.administrator_queue)
    assert kept["located_at"] is not None
    assert count(office, "jobs.procrastinate_jobs") == 0


def test_r49_an_anonymous_code_matter_goes_to_the_inspectors_queue_with_an_explanation(
    office: Office, clock: FixedClock
) -> None:
    in_town = pin(-80.0640, 26.5262)
    anonymous = received(office, now=clock.now, service_code="junk_vehicle", place=in_town, person=Person())
    named = received(
        office,
        now=clock.now,
        service_code="junk_vehicle",
        place=in_town,
        person=Person(name="A. Resident", address="1 Main St"),
    )
    assert row(office, anonymous.number)["owner_slug"] == "community-standards-inspector"
    assert row(office, anonymous.number)["owner_type"] == "queue"
    assert anonymous.notice is not None
    assert "name and address" in anonymous.notice
    assert row(office, named.number)["owner_slug"] == "community-standards"
    assert named.notice is None


def test_the_pin_is_kept_beside_the_words_and_decides(office: Office, clock: FixedClock) -> None:
    place = replace(pin(-80.0655, 26.5195), words="100 E Ocean Ave")
    receipt = receive(office, new_request(place=place), now=clock.now)
    with office.engine.connect() as conn:
        stated = conn.execute(
            text(
                "SELECT p.stated_words, ST_X(p.geom), ST_Y(p.geom), p.source FROM cas.place p"
                " JOIN cas.service_request r ON r.stated_place_id = p.id WHERE r.number = :n"
            ),
            {"n": receipt.number},
        ).one()
        found = conn.execute(
            text(
                "SELECT ST_X(p.geom), ST_Y(p.geom), p.stated_words FROM cas.place p"
                " JOIN cas.service_request r ON r.place_id = p.id WHERE r.number = :n"
            ),
            {"n": receipt.number},
        ).one()
    assert tuple(stated) == ("100 E Ocean Ave", -80.0655, 26.5195, "pin")
    assert tuple(found) == (-80.0655, 26.5195, None)


def test_a_job_for_later_is_not_announced_and_one_for_now_is(office: Office, clock: FixedClock) -> None:
    with office.engine.connect() as conn:
        when = conn.execute(
            text(
                "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname LIKE 'procrastinate_jobs_notify%inserted%'"
            )
        ).scalar_one()
    assert "scheduled_at IS NULL" in when
    now = received(replace(office, locator=DeadLocator(RuntimeError())), now=clock.now, place=words("x"))
    with office.engine.connect() as conn:
        at = conn.execute(text("SELECT scheduled_at FROM jobs.procrastinate_jobs")).scalar_one()
    assert at == clock.now + timedelta(seconds=10)
    assert now.status == "being_located"
