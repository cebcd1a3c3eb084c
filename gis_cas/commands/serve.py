"""`gis-cas serve`: the web process."""

import typer

from gis_cas import logs
from gis_cas.commands.child import end_when_asked, end_with_parent
from gis_cas.commands.database import running_database
from gis_cas.settings import load_settings

KEPT_OPEN_S = 15
MOST_CONNECTIONS = 1000
MOST_HEADER_BYTES = 32_768
_FINISH_REQUESTS_S = 5


def command(parent: int | None = typer.Option(None, hidden=True)) -> None:
    """Serve the website and its interfaces from one process, until told to stop."""
    import uvicorn  # noqa: PLC0415 - only this process needs a web server

    from gis_cas.app import create_app  # noqa: PLC0415 - likewise
    from gis_cas.commands.patience import PatientProtocol  # noqa: PLC0415 - likewise

    end_when_asked()
    end_with_parent(parent)
    settings = load_settings()
    logs.configure(level=settings.log.level, json_lines=settings.log.json_lines)
    with running_database(settings) as ready:
        uvicorn.run(
            create_app(ready),
            host=ready.host,
            port=ready.port,
            log_config=None,
            access_log=False,
            server_header=False,
            http=PatientProtocol,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_keep_alive=KEPT_OPEN_S,
            h11_max_incomplete_event_size=MOST_HEADER_BYTES,
            proxy_headers=False,  # only the application knows which proxy is named
            timeout_graceful_shutdown=_FINISH_REQUESTS_S,
        )
