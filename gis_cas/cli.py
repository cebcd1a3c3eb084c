"""`gis-cas`: the command line. Each command lives in its own file in gis_cas/commands; this one only names them."""

import sys

import typer

from gis_cas.commands import doctor, run, serve, work
from gis_cas.errors import GisCasError

app = typer.Typer(
    name="gis-cas",
    help="A map service that takes location-based requests to a city and routes each to whoever answers for that spot.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("run")(run.command)
app.command("serve")(serve.command)
app.command("work")(work.command)
app.command("doctor")(doctor.command)


def main() -> None:
    """Run a command; what can go wrong comes out as one sentence and status 1."""
    try:
        app()
    except GisCasError as error:
        print(error.message, file=sys.stderr)  # noqa: T201 - the command line's own voice
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
