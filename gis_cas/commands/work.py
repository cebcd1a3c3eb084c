"""`gis-cas work`: the background process."""

import typer

from gis_cas import logs
from gis_cas.commands.child import WORN_OUT, end_when_asked, end_with_parent
from gis_cas.commands.database import running_database
from gis_cas.settings import load_settings


def command(parent: int | None = typer.Option(None, hidden=True)) -> None:
    """Locate, route and notify what the web process has received, until told to stop."""
    from gis_cas import worker  # noqa: PLC0415 - it brings the queue's own driver, which no other command needs

    end_when_asked()
    end_with_parent(parent)
    settings = load_settings()
    logs.configure(level=settings.log.level, json_lines=settings.log.json_lines)
    with running_database(settings) as ready:
        worn_out = worker.main(ready)
    if worn_out:
        raise typer.Exit(WORN_OUT)
