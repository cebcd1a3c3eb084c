"""The accounts of a demonstration: known to everyone, so made in a demonstration only."""

from dataclasses import dataclass

from sqlalchemy import Connection

from gis_cas.accounts.account import Role
from gis_cas.accounts.authenticate import create_account
from gis_cas.domain.directory import Directory
from gis_cas.store.accounts import by_login

PASSWORD = "demonstration"  # noqa: S105 - printed on the screen of every demonstration


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccount:
    """A login to try the desk with."""

    login: str
    title: str
    role: Role
    department_slug: str | None = None
    password: str = PASSWORD


def _of(department: str, title: str, role: Role = Role.DIRECTOR) -> DemoAccount:
    suffix = "-staff" if role is Role.STAFF else ""
    return DemoAccount(login=department + suffix, title=title, role=role, department_slug=department)


ACCOUNTS = (
    DemoAccount(login="admin", title="CAS Administrator", role=Role.ADMINISTRATOR),
    DemoAccount(login="clerk", title="Intake clerk", role=Role.CLERK),
    _of("public-works", "Director of Public Works"),
    _of("public-works", "Public Works staff", Role.STAFF),
    _of("utilities", "Director of Utilities"),
    _of("community-standards", "Director of Community Standards"),
    _of("recreation-parks", "Director of Recreation and Parks"),
)
"""Departments go by their slug in the city folder; a city without one of them simply lacks that account."""


def create_demo_accounts(conn: Connection, directory: Directory) -> tuple[DemoAccount, ...]:
    """Make the accounts that this city can have and that are not there yet; answers them."""
    missing = tuple(
        account
        for account in ACCOUNTS
        if (account.department_slug is None or account.department_slug in directory.departments)
        and by_login(conn, account.login) is None
    )
    for account in missing:
        create_account(
            conn,
            login=account.login,
            title=account.title,
            role=account.role,
            password=account.password,
            department_slug=account.department_slug,
            demo=True,
        )
    return missing
