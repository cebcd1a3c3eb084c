"""`gis-cas doctor`: what is there, what is missing, and what to do about it, in plain words; it starts nothing."""

import platform
import sys
from collections.abc import Iterator

import typer

from gis_cas.commands import doctor_backup, watching
from gis_cas.commands.database import cluster_of, with_addresses
from gis_cas.commands.files_fit import files_fit
from gis_cas.commands.finding import Finding
from gis_cas.commands.made import Mark, utc_now
from gis_cas.errors import GisCasError, Misconfigured
from gis_cas.settings import Settings, load_settings
from gis_cas.store import roles
from gis_cas.store.engine import create_engine_for
from gis_cas.store.operations import failures, waiting

OLDEST_PYTHON = (3, 11)
_REMEDIES = {
    "database": "Start the service (make run, or gis-cas run), or check the addresses in GIS_CAS_DATABASE_….",
    "migrations": "Start the service with gis-cas run; it migrates first.",
    "city": "Load it with: gis-cas city load FOLDER",
}


def command(
    sql: bool = typer.Option(False, "--sql", help="Print the one-time script for a database server of your own."),
) -> None:
    """Say what is missing in plain words; status 1 when something is."""
    if sql:
        print(roles.dba_script())
        return
    findings = list(examine())
    for finding in findings:
        print(f"{'ok     ' if finding.well else 'MISSING'}  {finding.what}: {finding.says}")
        if not finding.well:
            print(f"         → {finding.remedy}")
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)
    print("Everything is there.")


def examine() -> Iterator[Finding]:
    """Look at one thing after the other; what depends on something missing is left out."""
    yield Finding(
        what="Python",
        well=sys.version_info >= OLDEST_PYTHON,
        says=platform.python_version(),
        remedy="Install Python 3.11 or newer and run make setup again.",
    )
    try:
        settings = load_settings()
    except Misconfigured as wrong:
        yield Finding(what="Settings", well=False, says=wrong.message, remedy="docs/settings.md lists every setting.")
        return
    yield Finding(what="Settings", well=True, says=f"data in {settings.data_dir}, address {settings.address}")
    yield watching.disk(settings)
    yield watching.way_in(settings)
    yield watching.mail(settings)
    if settings.database.embedded:
        yield from _private_cluster(settings)
    else:
        yield from _signing_key(settings)
        yield from _database(with_addresses(settings))
    yield doctor_backup.last_one(settings, now=utc_now())


def _signing_key(settings: Settings) -> Iterator[Finding]:
    try:
        settings.signing_key()
    except Misconfigured as wrong:
        yield Finding(
            what="Signing key",
            well=False,
            says=wrong.message,
            remedy="Put it into the environment of gis-cas; a demonstration started by make run makes its own.",
        )
    else:
        yield Finding(what="Signing key", well=True, says="set")


def _private_cluster(settings: Settings) -> Iterator[Finding]:
    try:
        cluster = cluster_of(settings)
        server = cluster.binaries()
    except Misconfigured as wrong:
        yield Finding(what="PostgreSQL", well=False, says=wrong.message, remedy="make run does it where it may.")
        return
    yield Finding(
        what="PostgreSQL", well=True, says=f"{server.major} with PostGIS {server.postgis} in {server.bin_dir}"
    )
    place = cluster.place
    yield Finding(what="Data folder", well=True, says=f"{place.data_dir}; the database lies in {place.cluster_dir}")
    status = cluster.status()
    yield Finding(
        what="Private database",
        well=status.running,
        says=f"answers on {cluster.socket_dir}, process {status.pid}" if status.running else "is not running",
        remedy=_REMEDIES["database"],
    )
    if not status.running:
        yield from _signing_key(settings)
        return
    mark = Mark.read(cluster.comment())
    if mark is not None and mark.kind == "demo":
        yield Finding(what="Demonstration", well=True, says=f"made at {mark.made_at}; nothing in it is real")
    else:
        yield from _signing_key(settings)
    yield from doctor_backup.journal(settings, cluster)
    if cluster.has_database():
        yield from _database(with_addresses(settings, cluster))
    else:
        yield Finding(what="Database", well=False, says="has not been made yet", remedy=_REMEDIES["database"])


def _database(settings: Settings) -> Iterator[Finding]:
    given = settings.database
    app = create_engine_for(given.url or "", pool_size=1, application_name="gis_cas doctor")
    public = create_engine_for(given.public_url or "", pool_size=1, application_name="gis_cas doctor")
    try:
        missing = failures(app, public)
        for name, good in (("database", "answers"), ("migrations", "none pending"), ("city", "loaded")):
            if name in missing:
                yield Finding(what=name.capitalize(), well=False, says=missing[name], remedy=_REMEDIES[name])
                return
            yield Finding(what=name.capitalize(), well=True, says=good)
        counts = waiting(app, now=utc_now())
        yield from watching.background(counts)
        fit = files_fit(settings, counts)
        yield Finding(what="Files", well=not fit.remedy, says=fit.says, remedy=fit.remedy)
    except GisCasError as wrong:
        yield Finding(what="Database", well=False, says=wrong.message, remedy=_REMEDIES["database"])
    finally:
        app.dispose()
        public.dispose()
