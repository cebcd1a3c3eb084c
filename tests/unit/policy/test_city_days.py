"""Dates by the city's wall clock, over outages and both nights of daylight saving."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from gis_cas.policy.city_days import due_days, every_day, first_of_month, instant_of

ZONE = ZoneInfo("America/New_York")
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)


def due(now: datetime, *, at: time = time(3), after: date | None = None, **more: object) -> list[date]:
    return due_days(now=now, at=at, zone=ZONE, after=after, **more)  # type: ignore[arg-type] # each test names its own


def test_a_day_is_due_at_its_hour_in_the_city_not_in_utc() -> None:
    yesterday = date(2026, 6, 9)
    assert due(datetime(2026, 6, 10, 6, 59, 59, tzinfo=UTC), after=yesterday) == []
    assert due(datetime(2026, 6, 10, 7, 0, tzinfo=UTC), after=yesterday) == [date(2026, 6, 10)]


def test_the_first_time_only_the_latest_day_is_made() -> None:
    assert due(datetime(2026, 6, 10, 6, tzinfo=UTC)) == [date(2026, 6, 9)]
    assert due(datetime(2026, 6, 10, 8, tzinfo=UTC)) == [date(2026, 6, 10)]


def test_after_an_outage_every_missing_day_is_made_oldest_first() -> None:
    found = due(datetime(2026, 6, 10, 12, tzinfo=UTC), after=date(2026, 6, 5))
    assert found == [date(2026, 6, day) for day in (6, 7, 8, 9, 10)]
    assert due(datetime(2026, 6, 10, 12, tzinfo=UTC), after=date(2026, 6, 5), most=2) == found[:2]


def test_a_month_is_made_on_its_first_day() -> None:
    now = datetime(2026, 6, 10, 12, tzinfo=UTC)
    assert due(now, falls_on=first_of_month) == [date(2026, 6, 1)]
    assert due(now, after=date(2026, 3, 1), falls_on=first_of_month) == [date(2026, month, 1) for month in (4, 5, 6)]


@pytest.mark.parametrize("night", [SPRING, AUTUMN])
@pytest.mark.parametrize("at", [time(0, 30), time(1, 30), time(2, 30), time(3)])
def test_each_date_comes_exactly_once_through_the_night_the_clocks_change(night: date, at: time) -> None:
    now = datetime.combine(night - timedelta(days=2), time(), tzinfo=UTC)
    last, made = night - timedelta(days=3), []
    while now < datetime.combine(night + timedelta(days=3), time(), tzinfo=UTC):
        for day in due(now, at=at, after=last):
            made.append(day)
            last = day
        now += timedelta(minutes=7)
    assert made == [night + timedelta(days=step) for step in range(-2, 3)]


def test_the_half_hour_that_a_night_lacks_comes_an_hour_later_and_the_one_it_has_twice_comes_first() -> None:
    assert instant_of(SPRING, at=time(2, 30), zone=ZONE) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert instant_of(AUTUMN, at=time(1, 30), zone=ZONE) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert every_day(SPRING)
