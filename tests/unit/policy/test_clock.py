from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_cas.policy.clock import AnswerState, answer_state, first_due, outcome_due, received_at_from_stamp
from tests.unit.policy.spots import CITY

NEW_YORK = ZoneInfo("America/New_York")
INSTANTS = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone comes from timezones


@given(INSTANTS)
def test_r24_the_first_answer_is_due_72_elapsed_hours_after_receipt(received_at: datetime) -> None:
    assert first_due(received_at, CITY) - received_at == timedelta(hours=72)
    assert first_due(received_at.astimezone(NEW_YORK), CITY) == first_due(received_at, CITY)


def test_r24_weekends_and_holidays_are_counted() -> None:
    wednesday_before_thanksgiving = datetime(2026, 11, 25, 21, 0, tzinfo=UTC)
    assert first_due(wednesday_before_thanksgiving, CITY) == datetime(2026, 11, 28, 21, 0, tzinfo=UTC)


def test_r24_the_night_that_loses_an_hour_takes_none_from_the_promise() -> None:
    received = datetime(2026, 3, 6, 12, 0, tzinfo=NEW_YORK)
    due = first_due(received, CITY)
    assert due.astimezone(NEW_YORK) == datetime(2026, 3, 9, 13, 0, tzinfo=NEW_YORK)
    assert due - received.astimezone(UTC) == timedelta(hours=72)


def test_r24_the_night_that_gains_an_hour_adds_none_to_the_promise() -> None:
    received = datetime(2026, 10, 30, 12, 0, tzinfo=NEW_YORK)
    due = first_due(received, CITY)
    assert due.astimezone(NEW_YORK) == datetime(2026, 11, 2, 11, 0, tzinfo=NEW_YORK)
    assert due - received.astimezone(UTC) == timedelta(hours=72)


def test_r24_both_readings_of_the_doubled_hour_are_an_hour_apart() -> None:
    first = datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)
    second = first.replace(fold=1)
    assert first_due(second, CITY) - first_due(first, CITY) == timedelta(hours=1)


def test_r27_the_outcome_is_due_72_hours_after_the_resolution_by_its_own_clock() -> None:
    resolved = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    assert outcome_due(resolved, CITY) == datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
    longer = replace(CITY, outcome_response=timedelta(hours=96))
    assert outcome_due(resolved, longer) == datetime(2026, 11, 27, 14, 0, tzinfo=UTC)
    assert first_due(resolved, longer) == datetime(2026, 11, 26, 14, 0, tzinfo=UTC)


def test_r21_a_date_stamp_without_a_time_starts_at_eight_in_the_city() -> None:
    assert received_at_from_stamp(date(2026, 7, 1), CITY) == datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    assert received_at_from_stamp(date(2026, 12, 1), CITY) == datetime(2026, 12, 1, 13, 0, tzinfo=UTC)


def test_r21_also_on_both_nights_of_daylight_saving() -> None:
    assert received_at_from_stamp(date(2026, 3, 8), CITY) == datetime(2026, 3, 8, 12, 0, tzinfo=UTC)
    assert received_at_from_stamp(date(2026, 11, 1), CITY) == datetime(2026, 11, 1, 13, 0, tzinfo=UTC)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        first_due(datetime(2026, 11, 23, 9, 0), CITY)  # noqa: DTZ001 - that is the point


NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "state"),
    [
        (timedelta(hours=72), AnswerState.FRESH),
        (timedelta(hours=24, seconds=1), AnswerState.FRESH),
        (timedelta(hours=24), AnswerState.SOON),
        (timedelta(hours=6), AnswerState.SOON),
        (timedelta(hours=6) - timedelta(seconds=1), AnswerState.URGENT),
        (timedelta(0), AnswerState.URGENT),
        (-timedelta(seconds=1), AnswerState.PAST),
        (-timedelta(hours=72), AnswerState.PAST),
        (-timedelta(hours=72, seconds=1), AnswerState.LONG_PAST),
    ],
)
def test_the_state_follows_the_time_left(left: timedelta, state: AnswerState) -> None:
    assert answer_state(NOW + left, NOW) is state


def test_r44_where_nothing_is_owed_the_work_or_the_referral_shows() -> None:
    assert answer_state(None, NOW) is AnswerState.ANSWERED
    assert answer_state(None, NOW, referred=True) is AnswerState.REFERRED


def test_r45_a_referral_that_still_owes_its_letter_keeps_its_colour() -> None:
    assert answer_state(NOW - timedelta(hours=1), NOW, referred=True) is AnswerState.PAST


@given(INSTANTS, INSTANTS, st.sampled_from(["UTC", "America/New_York", "Asia/Kolkata"]))
def test_the_state_does_not_depend_on_the_zone_an_instant_is_written_in(
    due: datetime, now: datetime, zone: str
) -> None:
    elsewhere = ZoneInfo(zone)
    assert answer_state(due.astimezone(elsewhere), now) is answer_state(due, now.astimezone(elsewhere))
