"""`gis-cas gaps`: what the records office may do with words that no place was found for."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from sqlalchemy import Engine

from gis_cas.commands.database import running_database
from gis_cas.commands.made import utc_now
from gis_cas.errors import Misconfigured
from gis_cas.service_requests.erase_words import erase_words
from gis_cas.settings import load_settings
from gis_cas.store.engine import create_engine_for
from gis_cas.store.locator_gaps import kept_words

app = typer.Typer(
    help="Words that no place was found for: what the records office may do with them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

ID = typer.Argument(..., help="The id, as `list` prints it.")


@app.command("list")
def list_words(words: str = typer.Option("", "--like", help="Only those with these words in them.")) -> None:
    """Print what is kept: id, how often, the street or words, and what people wrote."""
    with _records() as engine, engine.connect() as conn:
        for row in kept_words(conn, like=words):
            print(f"{row.id}\t{row.times}\t{row.words_key}\t{' | '.join(row.examples)}")


@app.command()
def erase(
    gap_id: int = ID,
    citation: str = typer.Option(..., "--citation", help="The retention schedule's item, or the exemption."),
    actor: str = typer.Option(..., "--by", help="Who erases it."),
) -> None:
    """Erase what people wrote for good; that something was asked, how often and when, stays."""
    with _records() as engine:
        erase_words(engine, gap_id, actor=actor, citation=citation, now=utc_now())
    print(f"The words of {gap_id} are erased.")


@contextmanager
def _records() -> Iterator[Engine]:
    with running_database(load_settings()) as ready:
        if ready.database.records_url is None:
            raise Misconfigured("GIS_CAS_DATABASE_RECORDS_URL is not set: the records office needs its own address.")
        engine = create_engine_for(ready.database.records_url, pool_size=1, application_name="gis_cas records")
        try:
            yield engine
        finally:
            engine.dispose()
