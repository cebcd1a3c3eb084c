"""The accounts of a demonstration: known to everyone, so made in a demonstration only."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from gis_cas.accounts.create import NewAccount, create_account
from gis_cas.accounts.grant import NewGrant, grant_role
from gis_cas.domain.directory import Directory
from gis_cas.policy.access import Role, ScopeKind, scope_kind
from gis_cas.store.accounts import by_login

PASSWORD = "demonstration"  # noqa: S105 - printed on the screen of every demonstration
BY = "demonstration"


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
    DemoAccount(login="clerk", title="Intake clerk", role=Role.INTAKE_CLERK),
    _of("public-works", "Director of Public Works"),
    _of("public-works", "Public Works staff", Role.STAFF, suffix="-staff"),
    _of("utilities", "Director of Utilities"),
    _of("community-standards", "Director of Community Standards"),
    _of("recreation-parks", "Director of Recreation and Parks"),
)
"""Departments go by their slug in the city folder; a city without one of them simply lacks that account."""


def create_demo_accounts(
    conn: Connection, directory: Directory, *, now: datetime, zone: ZoneInfo
) -> tuple[DemoAccount, ...]:
    """Make the accounts that this city can have and that are not there yet; answers them."""
    scopes = {ScopeKind.DEPARTMENT: directory.departments}
    missing = tuple(one for one in ACCOUNTS if fits(one, directory) and by_login(conn, one.login) is None)
    for one in missing:
        account = NewAccount(login=one.login, title=one.title, password=one.password, demo=True)
        account_id = create_account(conn, account, by=BY, now=now)
        today = now.astimezone(zone).date()
        new = NewGrant(account_id=account_id, role=one.role, scope=one.scope, from_on=today)
        grant_role(conn, new, scopes=scopes, by=BY, now=now)
    return missing


def fits(one: DemoAccount, directory: Directory) -> bool:
    """Whether the city has the department that the account is for."""
    return scope_kind(one.role) is not ScopeKind.DEPARTMENT or one.scope in directory.departments
