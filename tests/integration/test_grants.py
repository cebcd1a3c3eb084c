"""R4, R25, R53: who may hold what, from when until when, to the minute of the city's own midnight."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, text

from gis_cas.accounts.account import Account
from gis_cas.accounts.grant import Granting, NewGrant, end_role, grant_role, hand_over
from gis_cas.accounts.scopes import scopes_of
from gis_cas.accounts.signed_in import account_of, begin
from gis_cas.errors import BadInput, NotFound, WrongState
from gis_cas.policy.access import Door, Role
from gis_cas.store.account_reads import account_list, every_grant, has_administrator, latest_events
from gis_cas.store.city import load_city, load_directory
from gis_cas.store.grants import holders
from tests.factories.accounts import an_account

ZONE = ZoneInfo("America/New_York")
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def granting(connection: Connection) -> Granting:
    city = load_city(connection)
    assert city is not None
    return Granting(by="admin", now=NOW, today=TODAY, scopes=scopes_of(city, load_directory(connection)))


def _new(account_id: int, role: Role, **more: Any) -> NewGrant:
    given: dict[str, Any] = {"account_id": account_id, "role": role, "scope": None, "from_on": TODAY}
    return NewGrant(**(given | more))


def _at(conn: Connection, account_id: int, instant: datetime) -> Account:
    """The account in a session that began a minute before the instant."""
    token = begin(conn, account_id, now=instant - timedelta(minutes=1), how="password")
    account = account_of(conn, token, now=instant, zone=ZONE)
    assert account is not None
    return account


@pytest.mark.parametrize(
    ("role", "scope", "sentence"),
    [
        (Role.ADMINISTRATOR, None, "one at a time"),
        (Role.DEPUTY_ADMINISTRATOR, None, "one deputy at a time"),
        (Role.DIRECTOR, "utilities", "another Director"),
        (Role.COMMISSIONER, "district-1", "another Commissioner"),
    ],
)
def test_what_stands_alone_stands_alone(
    connection: Connection, granting: Granting, role: Role, scope: str | None, sentence: str
) -> None:
    ann, ben = an_account(connection, "ann"), an_account(connection, "ben")
    first = _new(ann, role, scope=scope, until_on=TODAY + 10 * DAY)
    grant_role(connection, first, granting)
    for from_on, until_on in ((TODAY, None), (TODAY + 10 * DAY, None), (TODAY + 5 * DAY, TODAY + 6 * DAY)):
        with pytest.raises(BadInput, match=sentence) as refused:
            grant_role(connection, _new(ben, role, scope=scope, from_on=from_on, until_on=until_on), granting)
        assert list(refused.value.fields) == ["role"]
    grant_role(connection, _new(ben, role, scope=scope, from_on=TODAY + 11 * DAY), granting)


def test_another_department_has_its_own_director(connection: Connection, granting: Granting) -> None:
    ann, ben = an_account(connection, "ann"), an_account(connection, "ben")
    grant_role(connection, _new(ann, Role.DIRECTOR, scope="utilities"), granting)
    grant_role(connection, _new(ben, Role.DIRECTOR, scope="public-works"), granting)
    grant_role(connection, _new(ben, Role.DELEGATE, scope="utilities", until_on=TODAY + DAY), granting)
    assert [row.login for row in holders(connection, "director", on=TODAY, scope="utilities")] == ["ann"]


def test_r53_an_aide_acts_for_one_commissioner_at_a_time(connection: Connection, granting: Granting) -> None:
    aide = an_account(connection, "aide")
    grant_role(connection, _new(aide, Role.COMMISSIONER_AIDE, scope="district-1", until_on=TODAY + 4 * DAY), granting)
    with pytest.raises(BadInput, match="one Commissioner at a time"):
        grant_role(connection, _new(aide, Role.COMMISSIONER_AIDE, scope="mayor", from_on=TODAY + 4 * DAY), granting)
    grant_role(connection, _new(aide, Role.COMMISSIONER_AIDE, scope="mayor", from_on=TODAY + 5 * DAY), granting)
    noon = NOW.replace(hour=17)
    assert _at(connection, aide, noon).sight.seats == {"district-1"}
    assert _at(connection, aide, noon + 5 * DAY).sight.seats == {"mayor"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"role": Role.ANONYMOUS}, "role"),
        ({"role": Role.DIRECTOR}, "scope"),
        ({"role": Role.DIRECTOR, "scope": "dragons"}, "scope"),
        ({"role": Role.DIRECTOR, "scope": "mayor"}, "scope"),
        ({"role": Role.COMMISSIONER, "scope": "utilities"}, "scope"),
        ({"role": Role.ITS_ADMIN, "scope": "its"}, "scope"),
        ({"role": Role.ITS_ADMIN, "from_on": TODAY - DAY}, "from_on"),
        ({"role": Role.ITS_ADMIN, "until_on": TODAY - DAY}, "until_on"),
    ],
)
def test_what_cannot_be_granted_is_refused_by_field(
    connection: Connection, granting: Granting, changes: dict[str, Any], field: str
) -> None:
    ann = an_account(connection, "ann")
    with pytest.raises(BadInput) as refused:
        grant_role(connection, _new(ann, changes.pop("role"), **changes), granting)
    assert list(refused.value.fields) == [field]
    assert every_grant(connection, ann) == []


def test_nobody_is_granted_anything_who_is_not_there(connection: Connection, granting: Granting) -> None:
    with pytest.raises(NotFound):
        grant_role(connection, _new(999_999, Role.ITS_ADMIN), granting)
    with pytest.raises(NotFound):
        end_role(connection, an_account(connection, "ann"), 999_999, by="admin", now=NOW)


def test_r4_the_administrator_is_handed_over_and_never_missing(connection: Connection, granting: Granting) -> None:
    ann, ben = an_account(connection, "ann", demo=False), an_account(connection, "ben", demo=False)
    first = grant_role(connection, _new(ann, Role.ADMINISTRATOR), granting)
    with pytest.raises(WrongState, match="must always be a CAS administrator"):
        end_role(connection, ann, first, by="ann", now=NOW)
    hand_over(connection, _new(ben, Role.ADMINISTRATOR, from_on=TODAY + 7 * DAY), granting)
    for day, login in ((TODAY, "ann"), (TODAY + 6 * DAY, "ann"), (TODAY + 7 * DAY, "ben"), (TODAY + 99 * DAY, "ben")):
        assert [row.login for row in holders(connection, "administrator", on=day)] == [login]
        assert has_administrator(connection, on=day)
    assert latest_events(connection, ann)[0].facts["handed_over_on"] == "2026-11-30"


def test_a_hand_over_today_ends_the_other_at_once(connection: Connection, granting: Granting) -> None:
    ann, ben = an_account(connection, "ann", Role.ADMINISTRATOR), an_account(connection, "ben")
    hand_over(connection, _new(ben, Role.ADMINISTRATOR), granting)
    assert _at(connection, ann, NOW).roles == frozenset()
    assert _at(connection, ben, NOW).roles == {Role.ADMINISTRATOR}


def test_a_hand_over_that_cannot_be_changes_nothing(connection: Connection, granting: Granting) -> None:
    ann, ben = an_account(connection, "ann", Role.ADMINISTRATOR), an_account(connection, "ben")
    with pytest.raises(BadInput), connection.begin_nested():
        hand_over(connection, _new(ben, Role.ADMINISTRATOR, until_on=TODAY - DAY), granting)
    assert _at(connection, ann, NOW).roles == {Role.ADMINISTRATOR}


def test_a_grant_ends_at_once_and_only_once(connection: Connection, granting: Granting) -> None:
    ann = an_account(connection, "ann")
    grant = grant_role(connection, _new(ann, Role.INTAKE_CLERK), granting)
    with pytest.raises(NotFound):
        end_role(connection, an_account(connection, "ben"), grant, by="admin", now=NOW)
    end_role(connection, ann, grant, by="admin", now=NOW)
    assert not _at(connection, ann, NOW).may(Door.DESK)
    with pytest.raises(WrongState, match="ended already"):
        end_role(connection, ann, grant, by="admin", now=NOW)
    assert [row.kind for row in latest_events(connection, ann) if row.kind != "signed_in"] == [
        *("grant_ended", "granted", "created")
    ]


@pytest.mark.parametrize(
    ("first", "last", "opens", "shuts"),
    [
        # an ordinary week: midnight in the city is 5:00 UTC in winter
        (date(2026, 11, 24), date(2026, 11, 27), "2026-11-24T05:00+00:00", "2026-11-28T05:00+00:00"),
        # over the night of 31 October to 1 November 2026, when the clocks go back: 4:00 UTC before, 5:00 UTC after
        (date(2026, 11, 1), date(2026, 11, 1), "2026-11-01T04:00+00:00", "2026-11-02T05:00+00:00"),
        # over the night of 14 March 2027, when they go forward: 5:00 UTC before, 4:00 UTC after
        (date(2027, 3, 14), date(2027, 3, 14), "2027-03-14T05:00+00:00", "2027-03-15T04:00+00:00"),
    ],
)
def test_r25_days_begin_and_end_at_the_citys_midnight(
    connection: Connection, first: date, last: date, opens: str, shuts: str
) -> None:
    delegate = an_account(connection, "delegate", Role.DELEGATE, from_on=first, until_on=last)
    second = timedelta(seconds=1)
    begins, ends = datetime.fromisoformat(opens), datetime.fromisoformat(shuts)
    assert not _at(connection, delegate, begins - second).may(Door.RESOLVE)
    assert _at(connection, delegate, begins).may(Door.RESOLVE)
    assert _at(connection, delegate, ends - second).may(Door.RESOLVE)
    assert not _at(connection, delegate, ends).may(Door.RESOLVE)


def test_a_session_over_midnight_loses_what_ended(connection: Connection) -> None:
    delegate = an_account(connection, "delegate", Role.DELEGATE, until_on=TODAY)
    midnight = datetime(2026, 11, 24, 5, tzinfo=UTC)
    token = begin(connection, delegate, now=midnight - timedelta(minutes=10), how="password")
    before = account_of(connection, token, now=midnight - timedelta(seconds=1), zone=ZONE)
    after = account_of(connection, token, now=midnight, zone=ZONE)
    assert before is not None
    assert after is not None
    assert (before.may(Door.RESOLVE), after.may(Door.RESOLVE)) == (True, False)


def test_the_list_pages_searches_and_says_what_is_held_today(connection: Connection) -> None:
    for number in range(60):
        an_account(connection, f"person-{number:02}", Role.STAFF if number % 2 else None)
    first, second = (account_list(connection, today=TODAY, page=page) for page in (1, 2))
    assert (len(first.rows), first.more, len(second.rows), second.more) == (50, True, 10, False)
    assert first.rows[1].held == (("staff", "public-works"),)
    assert first.rows[0].held == ()
    assert len(account_list(connection, today=TODAY, words="staff").rows) == 30
    assert [row.login for row in account_list(connection, today=TODAY, words="ERSON-07").rows] == ["person-07"]
    assert account_list(connection, today=TODAY, words="100%").rows == ()


def test_history_of_accounts_is_never_changed(connection: Connection) -> None:
    an_account(connection, "ann", Role.STAFF)
    with pytest.raises(Exception, match="permission denied"), connection.begin_nested():
        connection.execute(text("UPDATE cas.account_event SET actor = 'nobody'"))
    with pytest.raises(Exception, match="permission denied"), connection.begin_nested():
        connection.execute(text("UPDATE cas.account_grant SET granted_by = 'nobody'"))
