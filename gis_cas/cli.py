"""`gis-cas`: the command line. Each command lives in its own file in gis_cas/commands; this one only names them."""

import sys
from importlib import import_module

import typer
from typer import _click as click  # typer's own copy, which its groups are made of
from typer.core import TyperGroup

from gis_cas.errors import GisCasError

COMMANDS = {
    "run": "run",
    "serve": "serve",
    "work": "work",
    "city": "city",
    "layers": "layers",
    "geocode": "geocode",
    "route": "route",
    "replay": "replay",
    "attachments": "attachments",
    "gaps": "gaps",
    "admin": "admin",
    "backup": "backup",
    "restore": "restore",
    "doctor": "doctor",
}
"""Name on the command line and module in gis_cas/commands, which holds a group `app` or a single `command`."""


class OnDemand(TyperGroup):
    """Loads a command's module when it is asked for: the website must not carry what only the layer commands need."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - typer calls it so
        """Every name, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - likewise
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"gis_cas.commands.{COMMANDS[cmd_name]}")
        group = getattr(module, "app", None)
        if group is None:
            group = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
            group.command(cmd_name)(module.command)
        command = typer.main.get_command(group)
        command.name = cmd_name
        return command


app = typer.Typer(
    name="gis-cas",
    cls=OnDemand,
    help="A map service that takes location-based requests to a city and routes each to whoever answers for that spot.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _service() -> None:
    """Hold the options that every command would share."""


def main() -> None:
    """Run a command; what can go wrong comes out as one sentence and status 1."""
    try:
        app()
    except GisCasError as error:
        print(error.message, file=sys.stderr)  # noqa: T201 - the command line's own voice
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
