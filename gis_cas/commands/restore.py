"""`gis-cas restore`: everything from one file, on a machine that has nothing yet."""

import os
import time
from pathlib import Path
from shutil import rmtree

import typer

from gis_cas.backup.bring_back import Unpacked, fill, put_files, same_key, unpack
from gis_cas.backup.check import needs_passphrase
from gis_cas.commands.backup import bar, files_of, one_backup_at_a_time, signing_key
from gis_cas.commands.base_copy import restore_to
from gis_cas.commands.child import end_when_asked
from gis_cas.commands.database import cluster_of, with_addresses
from gis_cas.commands.made import Mark, one_at_a_time, utc_now
from gis_cas.commands.passphrase import known_passphrase
from gis_cas.errors import BackupFailed
from gis_cas.settings import Settings, load_settings
from gis_cas.store import dump
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.roles import DATABASE, OWNER
from gis_cas.store.snapshot import is_empty, what_is_there

RESTORING = "gis_cas_restoring"


def command(
    file: Path = typer.Argument(..., help="A backup; with --to an archive folder."),
    replace: str | None = typer.Option(
        None, help="The name of the city whose requests are thrown away, typed out, when the database is not empty."
    ),
    to: str | None = typer.Option(
        None, help="Back to an instant such as 2026-11-25T14:00-05:00, or latest, from copies and journal."
    ),
) -> None:
    """Bring a backup back: rows, files, guards and rights, counted and compared with what was saved."""
    end_when_asked()
    settings = load_settings()
    if to is not None:
        with one_backup_at_a_time(settings):
            print(restore_to(settings, file, to, replace, files_of(settings, bulk=True), say))
        return
    began = time.monotonic()
    passphrase = known_passphrase(settings) if needs_passphrase(file) else None
    work = settings.data_dir / "restore.work"
    with one_backup_at_a_time(settings):
        try:
            if settings.database.embedded:
                unpacked = _into_private(settings, file, passphrase, replace, work)
            else:
                unpacked = _into_given(with_addresses(settings), file, passphrase, replace, work)
            say(put_files(unpacked, files_of(settings, bulk=True), progress=bar))
            _keep_key(settings, unpacked)
        finally:
            rmtree(work, ignore_errors=True)
    manifest = unpacked.manifest
    print(
        f"{manifest.city_name} is back with {manifest.requests:,} requests as of "
        f"{manifest.created_at:%Y-%m-%d %H:%M:%S} UTC, in {time.monotonic() - began:.1f} s. Start it with: gis-cas run"
    )


def say(sentence: str) -> None:
    """One line of what was done."""
    print(f"· {sentence}", flush=True)


def _into_private(settings: Settings, file: Path, passphrase: str | None, replace: str | None, work: Path) -> Unpacked:
    """Fill a new database beside the present one, which is let go only when everything is back and the same."""
    with cluster_of(settings, loading=True) as cluster, one_at_a_time(settings.data_dir):
        if cluster.notice:
            say(cluster.notice)
        if cluster.has_database():
            refuse_unless_named(cluster.url(OWNER), replace)
            refuse_while_used(cluster)
        major = cluster.binaries().major
        unpacked = unpack(file, passphrase=passphrase, work=work, server_major=major)
        say(f"The backup is whole: {unpacked.contents.parts:,} parts")
        cluster.create_roles()
        cluster.drop_database(RESTORING)
        try:
            cluster.create_database(RESTORING)
            _fill(cluster.url(OWNER, RESTORING), unpacked, major=major)
        except BaseException:
            cluster.drop_database(RESTORING)
            raise
        mark = Mark(kind=unpacked.manifest.kind, made_at=utc_now().isoformat())
        cluster.set_comment(mark.text(), RESTORING)
        cluster.drop_database(DATABASE)
        cluster.rename_database(RESTORING, to=DATABASE)
    return unpacked


def _into_given(settings: Settings, file: Path, passphrase: str | None, replace: str | None, work: Path) -> Unpacked:
    """Fill the schemas of a server of one's own; they are empty again when anything goes wrong."""
    url = settings.database.owner_url or ""
    empty = is_empty(url)
    if not empty:
        refuse_unless_named(url, replace)
    major = dump.server_major(url)
    unpacked = unpack(file, passphrase=passphrase, work=work, server_major=major)
    say(f"The backup is whole: {unpacked.contents.parts:,} parts")
    if not empty:
        dump.empty(url)
    try:
        _fill(url, unpacked, major=major)
    except BaseException:
        dump.empty(url)
        raise
    return unpacked


def _fill(url: str, unpacked: Unpacked, *, major: int) -> None:
    for sentence in fill(url, unpacked, server_major=major, progress=bar):
        say(sentence)


def refuse_unless_named(url: str, replace: str | None) -> None:
    """Nothing is thrown away unless somebody typed out what."""
    if is_empty(url):
        return
    city, requests = what_is_there(url)
    name = city or "everything"
    if replace != name:
        raise BackupFailed(
            f"There is a database already, with {requests:,} requests of {city or 'no city'}. To throw it away and "
            f'bring the backup back in its place, type: --replace "{name}"'
        )


def refuse_while_used(cluster: EmbeddedCluster) -> None:
    """The service must not lose its database while it runs."""
    if cluster.connected(DATABASE):
        raise BackupFailed("The service is running with this database. Stop it first, then restore.")


def _keep_key(settings: Settings, unpacked: Unpacked) -> None:
    present = signing_key(settings)
    saved = unpacked.contents.signing_key
    if saved is not None and saved != present:
        place = settings.data_dir / ("secret_key" if unpacked.manifest.kind == "demo" else "restored_secret_key")
        write_secret(place, saved)
        say(
            f"The signing key of the service that was backed up is in {place}"
            + ("" if unpacked.manifest.kind == "demo" else "; put it into GIS_CAS_SECRET_KEY and remove the file")
        )
    elif saved is None and not same_key(unpacked.manifest, present):
        say(
            "The signing key is not in this backup. Set GIS_CAS_SECRET_KEY to the one that was in use; with another "
            "one staff must set up their second step of signing in anew"
        )


def write_secret(path: Path, secret: str) -> None:
    """A file that its owner alone may read."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret)
