"""`gis-cas admin`: accounts and roles from the command line, for whoever runs the service."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from getpass import getpass

import typer
from sqlalchemy import Connection

from gis_cas.accounts.authenticate import as_login
from gis_cas.accounts.create import NewAccount, create_account
from gis_cas.accounts.grant import Granting, NewGrant, grant_role, hand_over
from gis_cas.accounts.look_after import lock_account, unlock_account
from gis_cas.accounts.scopes import scopes_of
from gis_cas.commands.database import running_database
from gis_cas.commands.made import utc_now
from gis_cas.errors import BadInput, Misconfigured, NotFound
from gis_cas.policy.access import Role
from gis_cas.settings import load_settings
from gis_cas.store.account_reads import account_list
from gis_cas.store.accounts import by_login
from gis_cas.store.city import load_city, load_directory
from gis_cas.store.engine import create_engine_for

BY = "command line"
LOGIN = typer.Argument(..., help="Name to log in with, such as first.last.")
FOR = typer.Option(None, "--for", help="The department or Commissioner's seat that the role is for.")

app = typer.Typer(help="Accounts and roles, for whoever runs the service.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Accounts and roles, for whoever runs the service."""


@app.command()
def create(
    login: str = LOGIN,
    title: str = typer.Option("CAS Administrator", help="What the account is called on the pages."),
    role: Role = typer.Option(Role.ADMINISTRATOR, help="What the account is for."),
    scope: str | None = FOR,
    email: str | None = typer.Option(None, help="Where messages to this account go."),
) -> None:
    """Make an account; the password is asked for, or read from standard input when that is not a terminal."""
    account = NewAccount(login=login, title=title, password=_password(), email=email)
    with _at_work() as work:
        account_id = create_account(work.conn, account, by=BY, now=work.granting.now)
        new = NewGrant(account_id=account_id, role=role, scope=scope, from_on=work.granting.today)
        grant_role(work.conn, new, work.granting)
    print(f"The account {login} ({title}) is made.")


@app.command()
def grant(
    login: str = LOGIN,
    role: Role = typer.Argument(..., help="What the account is for from today on."),
    scope: str | None = FOR,
    over: bool = typer.Option(False, "--hand-over", help="End the role for who holds it now."),
) -> None:
    """Grant a role from today on."""
    with _at_work() as work:
        new = NewGrant(account_id=work.account(login), role=role, scope=scope, from_on=work.granting.today)
        (hand_over if over else grant_role)(work.conn, new, work.granting)
    print(f"{login} is {role.value.replace('_', ' ')} from today on.")


@app.command("list")
def list_accounts() -> None:
    """Every account with what it holds today."""
    with _at_work() as work:
        page, more = 1, True
        while more:
            found = account_list(work.conn, today=work.granting.today, page=page)
            for one in found.rows:
                held = ", ".join(f"{role} ({scope})" if scope else role for role, scope in one.held) or "no role"
                print(f"{one.login:24} {one.title:36} {held}{'  LOCKED' if one.locked else ''}")
            page, more = page + 1, found.more


@app.command()
def lock(login: str = LOGIN) -> None:
    """Let nobody in by this account any more, and end its sessions."""
    with _at_work() as work:
        lock_account(work.conn, work.account(login), by=BY, now=work.granting.now)
    print(f"The account {login} is locked.")


@app.command()
def unlock(login: str = LOGIN) -> None:
    """Let the account in again."""
    with _at_work() as work:
        unlock_account(work.conn, work.account(login), by=BY, now=work.granting.now)
    print(f"The account {login} is unlocked.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    conn: Connection
    granting: Granting

    def account(self, login: str) -> int:
        row = by_login(self.conn, as_login(login))
        if row is None:
            raise NotFound(f"There is no account {login}; gis-cas admin list shows them all.")
        return int(row.id)


@contextmanager
def _at_work() -> Iterator[_Work]:
    """One transaction on the running database, on the city's present day."""
    now = utc_now()
    with running_database(load_settings()) as ready:
        engine = create_engine_for(ready.database.url or "", pool_size=1, application_name="gis_cas admin")
        try:
            with engine.begin() as conn:
                city = load_city(conn)
                if city is None:
                    raise Misconfigured("No city is loaded yet. Load its folder first with: gis-cas city load")
                scopes, today = scopes_of(city, load_directory(conn)), now.astimezone(city.time_zone).date()
                yield _Work(conn=conn, granting=Granting(by=BY, now=now, today=today, scopes=scopes))
        finally:
            engine.dispose()


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass("Password: ")
    if first != getpass("Once more: "):
        raise BadInput({"password": "The two passwords differ. Nothing was made."})
    return first
