"""`gis-cas admin`: accounts and roles from the command line, for whoever runs the service."""

import sys
from getpass import getpass

import typer

from gis_cas.accounts.create import NewAccount, create_account
from gis_cas.accounts.grant import NewGrant, grant_role
from gis_cas.commands.database import running_database
from gis_cas.commands.made import utc_now
from gis_cas.errors import BadInput, Misconfigured
from gis_cas.policy.access import Role, ScopeKind
from gis_cas.settings import load_settings
from gis_cas.store.city import load_city, load_directory
from gis_cas.store.engine import create_engine_for

BY = "command line"

app = typer.Typer(help="Accounts of whoever runs the service.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Accounts of whoever runs the service."""


@app.command()
def create(
    login: str = typer.Argument(..., help="Name to log in with, such as first.last."),
    title: str = typer.Option("CAS Administrator", help="What the account is called on the pages."),
    role: Role = typer.Option(Role.ADMINISTRATOR, help="What the account is for."),
    scope: str | None = typer.Option(None, "--for", help="The department or Commissioner's seat that the role is for."),
    email: str | None = typer.Option(None, help="Where messages to this account go."),
) -> None:
    """Make an account; the password is asked for, or read from standard input when that is not a terminal."""
    password, now = _password(), utc_now()
    with running_database(load_settings()) as ready:
        engine = create_engine_for(ready.database.url or "", pool_size=1, application_name="gis_cas admin")
        try:
            with engine.begin() as conn:
                account = NewAccount(login=login, title=title, password=password, email=email)
                account_id = create_account(conn, account, by=BY, now=now)
                city = load_city(conn)
                if city is None:
                    raise Misconfigured("No city is loaded yet. Load its folder first with: gis-cas city load")
                today = now.astimezone(city.time_zone).date()
                new = NewGrant(account_id=account_id, role=role, scope=scope, from_on=today)
                scopes = {ScopeKind.DEPARTMENT: load_directory(conn).departments}
                grant_role(conn, new, scopes=scopes, by=BY, now=now)
        finally:
            engine.dispose()
    print(f"The account {login} ({title}) is made.")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass("Password: ")
    if first != getpass("Once more: "):
        raise BadInput({"password": "The two passwords differ. Nothing was made."})
    return first
