"""`gis-cas run`: everything at once, from a database that may not exist yet to the address of the map."""

import errno
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from ipaddress import ip_address

from sqlalchemy import Connection

from gis_cas import logs
from gis_cas.accounts.demonstration import ACCOUNTS, DemoAccount
from gis_cas.commands import prepare
from gis_cas.commands.child import WORN_OUT, Terminated, end_children, end_when_asked, start_child
from gis_cas.commands.database import cluster_of, with_addresses
from gis_cas.commands.made import utc_now
from gis_cas.errors import GisCasError, Misconfigured
from gis_cas.settings import Settings, load_settings
from gis_cas.store.account_reads import has_administrator
from gis_cas.store.accounts import by_login
from gis_cas.store.city import load_city
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.embedded_locks import release, take_alone
from gis_cas.store.embedded_place import make_data_dir
from gis_cas.store.engine import create_engine_for

_READY_WITHIN_S = 90.0
_LOOK_EVERY_S = 0.25


def command() -> None:
    """Start the whole service: database, city, website, background work. Ctrl-C stops what was started."""
    end_when_asked()
    settings = load_settings()
    logs.configure(level="WARNING" if settings.demo else settings.log.level, json_lines=settings.log.json_lines)
    settings.signing_key()
    with suppress(KeyboardInterrupt, Terminated), _only_one(settings):
        _refuse_taken_port(settings)
        if settings.database.embedded:
            _run_private(settings)
        else:
            prepare.prepare_given(with_addresses(settings), say=_say)
            _run_processes(with_addresses(settings), cluster=None)


def _run_private(settings: Settings) -> None:
    cluster = cluster_of(settings)
    if cluster.notice:
        _say(cluster.notice)
    _say(f"Starting the private database in {cluster.place.cluster_dir}")
    with cluster:
        if cluster.adopted:
            _say("It was left running by a process that was killed; it is taken over")
        prepare.prepare_private(settings, cluster, now=utc_now(), say=_say)
        _run_processes(with_addresses(settings, cluster), cluster=cluster)


def _run_processes(settings: Settings, *, cluster: EmbeddedCluster | None) -> None:
    """Start web and worker, say where the map is, and stay until one of them ends or we are asked to."""
    environment = {**os.environ, **settings.environment()}  # environment: handed on to the children unread
    if settings.demo:
        environment.setdefault("GIS_CAS_LOG_LEVEL", "WARNING")
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, what in (("serve", "website"), ("work", "background work")):
            _say(f"Starting the {what}")
            children[name] = start_child(name, environment=environment)
        _wait_until_ready(settings, children)
        _welcome(settings)
        _watch(children, cluster, environment)
    finally:
        _say("Stopping")
        end_children(list(children.values()))


def _watch(
    children: dict[str, subprocess.Popen[bytes]], cluster: EmbeddedCluster | None, environment: Mapping[str, str]
) -> None:
    while True:
        _replace_worn_out(children, environment)
        _refuse_dead(children)
        if cluster is not None and cluster.supervises and cluster.server_died():
            _say("The database server has died; starting it again")
            with suppress(GisCasError):
                cluster.start()
        time.sleep(_LOOK_EVERY_S)


def _replace_worn_out(children: dict[str, subprocess.Popen[bytes]], environment: Mapping[str, str]) -> None:
    """A worker in which too much hangs ends by itself and asks for a new one."""
    if children["work"].poll() == WORN_OUT:
        _say("Too much hung in the background work; starting it again")
        children["work"] = start_child("work", environment=environment)


def _refuse_dead(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise Misconfigured(f"gis-cas {name} ended by itself (status {child.returncode}); everything is stopped.")


def _wait_until_ready(settings: Settings, children: dict[str, subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + _READY_WITHIN_S
    answer = "no answer"
    while time.monotonic() < deadline:
        _refuse_dead(children)
        try:
            with urllib.request.urlopen(f"{settings.local_address}/readyz", timeout=5) as opened:  # noqa: S310
                if opened.status == 200:  # noqa: PLR2004 - the plainest name for it
                    return
        except urllib.error.HTTPError as refused:
            answer = refused.read(2000).decode(errors="replace")
        except OSError:
            pass
        time.sleep(_LOOK_EVERY_S / 2)
    raise Misconfigured(f"The website did not become ready within {_READY_WITHIN_S:.0f} seconds: {answer}")


def _welcome(settings: Settings) -> None:
    print(f"\n  The city map:  {settings.address}/map\n  Report:        {settings.address}/report")
    if settings.demo:
        print(f"  Staff:         {settings.address}/staff\n")
        print("  Demonstration accounts (name, password, who it is):")
        for account in _accounts_there(settings):
            print(f"    {account.login:30} {account.password}   {account.title}")
    elif not _administrator_there(settings):
        print("\n  Nobody is CAS administrator yet. In another window: gis-cas admin create first.last")
    print("\n  Ctrl-C stops it.", flush=True)


def _accounts_there(settings: Settings) -> list[DemoAccount]:
    with _looking(settings) as connection:
        return [account for account in ACCOUNTS if by_login(connection, account.login) is not None]


def _administrator_there(settings: Settings) -> bool:
    with _looking(settings) as connection:
        city = load_city(connection)
        return city is not None and has_administrator(connection, on=utc_now().astimezone(city.time_zone).date())


@contextmanager
def _looking(settings: Settings) -> Iterator[Connection]:
    engine = create_engine_for(settings.database.url or "", pool_size=1, application_name="gis_cas run")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Two copies need two data folders: preparing a database that another one serves would pull it from under it."""
    make_data_dir(settings.data_dir)
    lock = take_alone(settings.data_dir / "run.lock")
    if lock is None:
        raise Misconfigured(
            f"gis-cas run is already running with the data folder {settings.data_dir}; stop it, or give this copy "
            "its own GIS_CAS_DATA_DIR and GIS_CAS_PORT."
        )
    try:
        yield
    finally:
        release(lock)


def _refuse_taken_port(settings: Settings) -> None:
    family = socket.AF_INET
    with suppress(ValueError):
        family = socket.AF_INET6 if ip_address(settings.host).version == 6 else socket.AF_INET  # noqa: PLR2004
    deadline = time.monotonic() + 2  # a copy that is just ending may still hold it
    while True:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.host, settings.port))
            except OSError as error:
                if error.errno == errno.EADDRINUSE and time.monotonic() < deadline:
                    time.sleep(_LOOK_EVERY_S)
                    continue
                reason = (
                    "is taken by another program"
                    if error.errno == errno.EADDRINUSE
                    else f"cannot be used ({error.strerror})"
                )
                raise Misconfigured(
                    f"Port {settings.port} on {settings.host} {reason}; choose another with GIS_CAS_PORT, "
                    f"for example: make run GIS_CAS_PORT={settings.port + 1}"
                ) from None
            return


def _say(sentence: str) -> None:
    print(f"· {sentence}", file=sys.stderr, flush=True)
