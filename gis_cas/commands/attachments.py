"""`gis-cas attachments`: the records office's own acts on files, and a look into the store."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from sqlalchemy import Engine

from gis_cas.attachments.cabinet import Cabinet, Plan, open_cabinet
from gis_cas.attachments.sealing import new_key, opened
from gis_cas.attachments.stores import Area
from gis_cas.commands.database import running_database
from gis_cas.commands.made import utc_now
from gis_cas.errors import Misconfigured, NotFound
from gis_cas.policy.tracking_number import grouped, parse_number
from gis_cas.service_requests.erase_attachment import erase_attachment
from gis_cas.service_requests.sweep_files import sweep_files
from gis_cas.settings import Settings, load_settings
from gis_cas.store.attachments import of_request, one
from gis_cas.store.engine import create_engine_for

app = typer.Typer(
    help="Files on requests: what the records office may do with them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

NUMBER = typer.Argument(..., help="The nine digits, with or without spaces.")
ID = typer.Argument(..., help="The file's id, as `list` prints it.")


@app.command("list")
def list_files(number: str = NUMBER) -> None:
    """Print a request's files: id, name, state, and whether what arrived is kept under seal."""
    digits = parse_number(number)
    with _records(load_settings()) as (engine, _), engine.connect() as conn:
        for file in of_request(conn, digits):
            sealed = "sealed original" if file.original_sha256 else ""
            print(f"{file.id}\t{file.name or '(erased)'}\t{file.state.value}\t{sealed}".rstrip())


@app.command()
def key() -> None:
    """Make the Clerk's pair: the recipient for the settings, and the key, printed once and kept nowhere."""
    recipient, secret = new_key()
    print(f"GIS_CAS_ATTACHMENT_RECORDS_RECIPIENT={recipient}")
    print("The key that opens what is sealed for it; keep it with the Clerk, not on this machine:")
    print(secret)


@app.command()
def original(
    number: str = NUMBER,
    attachment_id: int = ID,
    out: Path = typer.Option(..., "--out", help="File to write; it must not be there yet."),
    key_file: Path = typer.Option(..., "--key", help="File with the Clerk's key.", exists=True, dir_okay=False),
) -> None:
    """Open a photo as it came, with the Clerk's key."""
    digits = parse_number(number)
    with _records(load_settings()) as (engine, cabinet):
        with engine.connect() as conn:
            file = one(conn, digits, attachment_id)
        if file.original_sha256 is None:
            raise NotFound("Of this file nothing is kept under seal.")
        sealed = b"".join(cabinet.store.read(Area.ORIGINALS, file.original_sha256))
    with out.open("xb") as target:
        target.write(opened(sealed, key_file.read_text(encoding="ascii")))
    out.chmod(0o600)
    print(f"Written to {out}.")


@app.command()
def erase(
    number: str = NUMBER,
    attachment_id: int = ID,
    citation: str = typer.Option(..., "--citation", help="The retention schedule's item, or the exemption."),
    actor: str = typer.Option(..., "--by", help="Who erases it, for the history."),
) -> None:
    """Erase a file for good: its row stays as a tombstone, the file goes unless another request uses it."""
    digits = parse_number(number)
    with _records(load_settings()) as (engine, cabinet):
        erase_attachment(engine, cabinet, digits, attachment_id, actor=actor, citation=citation, now=utc_now())
    print(f"File {attachment_id} of request {grouped(digits)} is erased.")


@app.command()
def sweep() -> None:
    """Look for files without a row and rows without a file now; the background does it four times a day."""
    settings = load_settings()
    with running_database(settings) as ready:
        engine = create_engine_for(ready.database.worker_url or "", pool_size=2, application_name="gis_cas attachments")
        try:
            swept = sweep_files(engine, cabinet_of(settings), now=utc_now())
        finally:
            engine.dispose()
    print(f"{swept.removed} orphans removed, {swept.missing} files missing, {swept.found_again} found again.")


def cabinet_of(settings: Settings) -> Cabinet:
    """The cabinet that the settings describe."""
    return open_cabinet(Plan(**settings.attachments.cabinet(settings.data_dir)))


@contextmanager
def _records(settings: Settings) -> Iterator[tuple[Engine, Cabinet]]:
    with running_database(settings) as ready:
        if ready.database.records_url is None:
            raise Misconfigured("GIS_CAS_DATABASE_RECORDS_URL is not set: the records office needs its own address.")
        engine = create_engine_for(ready.database.records_url, pool_size=2, application_name="gis_cas records")
        try:
            yield engine, cabinet_of(settings)
        finally:
            engine.dispose()
