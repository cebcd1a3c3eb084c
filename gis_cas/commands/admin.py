"""`gis-cas admin`: the accounts of whoever runs the service."""

import sys
from getpass import getpass

import typer

from gis_cas.accounts.account import Role
from gis_cas.accounts.authenticate import create_account
from gis_cas.commands.database import running_database
from gis_cas.errors import BadInput
from gis_cas.settings import load_settings
from gis_cas.store.engine import create_engine_for

app = typer.Typer(help="Accounts of whoever runs the service.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Accounts of whoever runs the service."""


@app.command()
def create(
    login: str = typer.Argument(..., help="Name to log in with, such as first.last."),
    title: str = typer.Option("CAS Administrator", help="What the account is called on the pages."),
    role: Role = typer.Option(Role.ADMINISTRATOR, help="What the account is for."),
    department: str | None = typer.Option(None, help="The department's slug, for a director or staff."),
) -> None:
    """Make an account; the password is asked for, or read from standard input when that is not a terminal."""
    password = _password()
    with running_database(load_settings()) as ready:
        engine = create_engine_for(ready.database.url or "", pool_size=1, application_name="gis_cas admin")
        try:
            with engine.begin() as conn:
                create_account(conn, login=login, title=title, role=role, password=password, department_slug=department)
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
