"""The accounts of a demonstration: known to everyone, so made in a demonstration only."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from gis_cas.accounts.create import NewAccount, create_account
from gis_cas.accounts.grant import Granting, NewGrant, grant_role
from gis_cas.accounts.scopes import scopes_of
from gis_cas.domain.city import City
from gis_cas.domain.directory import Directory
from gis_cas.policy.access import Role, scope_kind
from gis_cas.store.accounts import by_login

PASSWORD = "demonstration"  # noqa: S105 - printed on the screen of every demonstration
BY = "demonstration"
FIRST_SEAT = "the city's first seat"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccount:
    """A login to try the desk with; `scope` is the department or seat its role is for."""

    login: str
    title: str
    role: Role
    scope: str | None = None
    password: str = PASSWORD


def _of(department: str, title: str, role: Role = Role.DIRECTOR, *, suffix: str = "") -> DemoAccount:
    return DemoAccount(login=department + suffix, title=title, role=role, scope=department)


ACCOUNTS = (
    DemoAccount(login="admin", title="CAS Administrator", role=Role.ADMINISTRATOR),
    DemoAccount(login="deputy", title="Deputy CAS Administrator", role=Role.DEPUTY_ADMINISTRATOR),
    DemoAccount(login="manager", title="City Manager", role=Role.CITY_MANAGER),
    DemoAccount(login="clerk", title="Intake clerk", role=Role.INTAKE_CLERK),
    DemoAccount(login="records", title="City Clerk, records", role=Role.RECORDS_CLERK),
    _of("public-works", "Director of Public Works"),
    _of("public-works", "Delegate of the Director of Public Works", Role.DELEGATE, suffix="-delegate"),
    _of("public-works", "Public Works staff", Role.STAFF, suffix="-staff"),
    _of("public-works", "Public Works crew", Role.CREW, suffix="-crew"),
    _of("public-works", "Public Works dispatcher", Role.DISPATCHER, suffix="-dispatch"),
    _of("utilities", "Director of Utilities"),
    _of("community-standards", "Director of Community Standards"),
    _of("community-standards", "Community Standards inspector", Role.INSPECTOR, suffix="-inspector"),
    _of("recreation-parks", "Director of Recreation and Parks"),
    DemoAccount(login="commissioner", title="Commissioner", role=Role.COMMISSIONER, scope=FIRST_SEAT),
    DemoAccount(login="aide", title="Commissioner's aide", role=Role.COMMISSIONER_AIDE, scope=FIRST_SEAT),
    DemoAccount(login="gis", title="GIS editor", role=Role.GIS_EDITOR),
    DemoAccount(login="gis-approver", title="GIS approver", role=Role.GIS_APPROVER),
    DemoAccount(login="its", title="ITS administrator", role=Role.ITS_ADMIN),
)
"""Departments go by their slug in the city folder; a city without one of them simply lacks that account."""


def create_demo_accounts(
    conn: Connection, city: City, directory: Directory, *, now: datetime
) -> tuple[DemoAccount, ...]:
    """Make the accounts that this city can have and that are not there yet; answers them."""
    granting = Granting(by=BY, now=now, today=now.astimezone(city.time_zone).date(), scopes=scopes_of(city, directory))
    made = demo_accounts(city, directory)
    missing = tuple(one for one in made if by_login(conn, one.login) is None)
    for one in missing:
        account = NewAccount(login=one.login, title=one.title, password=one.password, demo=True)
        account_id = create_account(conn, account, by=BY, now=now)
        new = NewGrant(account_id=account_id, role=one.role, scope=one.scope, from_on=granting.today)
        grant_role(conn, new, granting)
    return missing


def demo_accounts(city: City, directory: Directory) -> tuple[DemoAccount, ...]:
    """The accounts that this city can have: its departments', and those of its first seat."""
    first = next(iter(city.seats), None)
    seated = (replace(one, scope=first) if one.scope == FIRST_SEAT else one for one in ACCOUNTS)
    scopes = scopes_of(city, directory)
    return tuple(one for one in seated if (kind := scope_kind(one.role)) is None or one.scope in scopes[kind])
