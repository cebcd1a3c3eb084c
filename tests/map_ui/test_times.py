"""Promises in city time, through both nights of daylight saving."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from map_ui.times import CityTimes, whole_days, whole_hours

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


@pytest.fixture
def times() -> CityTimes:
    return CityTimes(zone=NEW_YORK, language="en")


def test_a_promise_names_the_weekday_the_day_and_the_time(times: CityTimes) -> None:
    assert times.moment(datetime(2026, 11, 26, 19, 10, tzinfo=UTC), now=NOW) == "Thursday 26 Nov, 2:10 pm"


def test_another_year_is_named(times: CityTimes) -> None:
    assert times.moment(datetime(2027, 1, 2, 17, 0, tzinfo=UTC), now=NOW) == "Saturday 2 Jan 2027, 12:00 pm"


def test_the_year_is_the_city_s_own(times: CityTimes) -> None:
    new_year_in_greenwich = datetime(2027, 1, 1, 3, 0, tzinfo=UTC)
    assert times.moment(new_year_in_greenwich, now=NOW) == "Thursday 31 Dec, 10:00 pm"


@pytest.mark.parametrize(
    ("hour_utc", "said"),
    [
        (4, "Sunday 1 Nov, 12:30 am"),
        (5, "Sunday 1 Nov, 1:30 am EDT"),
        (6, "Sunday 1 Nov, 1:30 am EST"),
        (7, "Sunday 1 Nov, 2:30 am"),
    ],
)
def test_the_hour_that_occurs_twice_says_which_it_is(times: CityTimes, hour_utc: int, said: str) -> None:
    assert times.moment(datetime(2026, 11, 1, hour_utc, 30, tzinfo=UTC), now=NOW) == said


def test_the_hour_that_does_not_occur_is_never_said(times: CityTimes) -> None:
    night = [datetime(2026, 3, 8, 6, 30, tzinfo=UTC) + timedelta(hours=hour) for hour in range(3)]
    assert [times.clock(at) for at in night] == ["1:30 am", "3:30 am", "4:30 am"]


def test_a_promise_over_the_spring_night_is_72_hours_and_reads_an_hour_later(times: CityTimes) -> None:
    received = datetime(2026, 3, 6, 15, 0, tzinfo=UTC)
    assert times.moment(received, now=NOW) == "Friday 6 Mar, 10:00 am"
    assert times.moment(received + timedelta(hours=72), now=NOW) == "Monday 9 Mar, 11:00 am"


def test_a_promise_over_the_autumn_night_reads_an_hour_earlier(times: CityTimes) -> None:
    received = datetime(2026, 10, 30, 14, 0, tzinfo=UTC)
    assert times.moment(received, now=NOW) == "Friday 30 Oct, 10:00 am"
    assert times.moment(received + timedelta(hours=72), now=NOW) == "Monday 2 Nov, 9:00 am"


def test_a_machine_reads_the_city_s_offset(times: CityTimes) -> None:
    assert times.iso(datetime(2026, 7, 1, 12, 0, tzinfo=UTC)) == "2026-07-01T08:00-04:00"
    assert times.iso(datetime(2026, 12, 1, 12, 0, tzinfo=UTC)) == "2026-12-01T07:00-05:00"


def test_a_day_on_file(times: CityTimes) -> None:
    assert times.day(date(2026, 11, 3), now=NOW) == "3 Nov"
    assert times.day(date(2025, 11, 3), now=NOW) == "3 Nov 2025"


def test_only_full_hours_and_days_count() -> None:
    assert whole_hours(timedelta(hours=9, minutes=59)) == 9
    assert whole_days(timedelta(hours=71)) == 2
