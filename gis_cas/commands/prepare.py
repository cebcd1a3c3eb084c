"""Bring the database to where the service can start: roles, database, schema, city, demonstration requests.

A demonstration's database says so in its comment. Only such a database is ever rebuilt, and only as a copy of its
template; one that holds real requests is never touched by a demonstration, nor the other way round.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from gis_cas.commands.database import with_addresses
from gis_cas.commands.made import Mark, make_database, one_at_a_time
from gis_cas.errors import Misconfigured
from gis_cas.settings import CHECKOUT, Settings
from gis_cas.store import migrate
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.engine import create_engine_for
from gis_cas.store.operations import failures
from gis_cas.store.roles import DATABASE

DEMO_TEMPLATE = "gis_cas_demo_template"
DEMO_NEW = "gis_cas_demo_new"
DEMO_LASTS = timedelta(days=1)

Say = Callable[[str], None]

_SHAPES_THE_TEMPLATE = ("migrations", "layers", "gis_cas/store", "gis_cas/geo", "gis_cas/geocoding")


def prepare_private(settings: Settings, cluster: EmbeddedCluster, *, now: datetime, say: Say) -> None:
    """Make what is missing in the private cluster, which this process keeps running."""
    if settings.demo:
        with one_at_a_time(settings.data_dir):
            _prepare_demo(settings, cluster, now=now, say=say)
        return
    make_database(cluster, kind="live", now=now)
    mark = Mark.read(cluster.comment())
    if mark is not None and mark.kind == "demo":
        raise Misconfigured(
            f"The database in {settings.data_dir} is a demonstration. Set GIS_CAS_DATA_DIR to another folder for real "
            "requests, or start the demonstration with: make run"
        )
    prepare_given(with_addresses(settings, cluster), say=say)


def prepare_given(settings: Settings, *, say: Say) -> None:
    """Migrate the database that the settings name, and load the city folder when it holds no city.

    In a demonstration the requests are filled in only together with the city, so into an empty database.
    """
    _migrate(settings, say=say)
    if "city" not in _missing(settings):
        return
    _seed(settings, say=say)
    if settings.demo:
        _fill(settings, say=say)


def _prepare_demo(settings: Settings, cluster: EmbeddedCluster, *, now: datetime, say: Say) -> None:
    cluster.create_roles()
    if cluster.has_database():
        mark = Mark.read(cluster.comment())
        if mark is None or mark.kind != "demo":
            raise Misconfigured(
                f"The database in {settings.data_dir} is not a demonstration and stays untouched. "
                "Set GIS_CAS_DATA_DIR to another folder for the demonstration."
            )
        if now - datetime.fromisoformat(mark.made_at) < DEMO_LASTS:
            _migrate(with_addresses(settings, cluster), say=say)
            return
        say("The demonstration is older than a day and is made anew")
    made_from = _fingerprint(settings.city_folder)
    template = Mark.read(cluster.comment(DEMO_TEMPLATE))
    if template is None or template.made_from != made_from:
        _make_template(
            settings, cluster, mark=Mark(kind="template", made_at=now.isoformat(), made_from=made_from), say=say
        )
    cluster.drop_database(DEMO_NEW)
    cluster.create_database(DEMO_NEW, template=DEMO_TEMPLATE)
    _fill(with_addresses(settings, cluster, DEMO_NEW), say=say)
    cluster.set_comment(Mark(kind="demo", made_at=now.isoformat(), made_from=made_from).text(), DEMO_NEW)
    cluster.drop_database(DATABASE)
    cluster.rename_database(DEMO_NEW, to=DATABASE)


def _make_template(settings: Settings, cluster: EmbeddedCluster, *, mark: Mark, say: Say) -> None:
    cluster.drop_database(DEMO_TEMPLATE)
    cluster.create_database(DEMO_TEMPLATE)
    there = with_addresses(settings, cluster, DEMO_TEMPLATE)
    _migrate(there, say=say)
    _seed(there, say=say)
    cluster.seal_database(DEMO_TEMPLATE)
    cluster.set_comment(mark.text(), DEMO_TEMPLATE)


def _migrate(settings: Settings, *, say: Say) -> None:
    if "migrations" in _missing(settings):
        say("Bringing the database to this program's schema")
        migrate.upgrade(settings.database.owner_url or "")


def _seed(settings: Settings, *, say: Say) -> None:
    from gis_cas.commands import city  # noqa: PLC0415 - brings geopandas, which only a first start needs

    say(f"Loading the city folder {settings.city_folder.name} and publishing its layers")
    city.seed(settings)


def _fill(settings: Settings, *, say: Say) -> None:
    from gis_cas.commands import demo  # noqa: PLC0415 - likewise

    say("Receiving the demonstration requests")
    demo.fill(settings)


def _missing(settings: Settings) -> dict[str, str]:
    app = create_engine_for(settings.database.url or "", pool_size=1, application_name="gis_cas set-up")
    public = create_engine_for(settings.database.public_url or "", pool_size=1, application_name="gis_cas set-up")
    try:
        return failures(app, public)
    finally:
        app.dispose()
        public.dispose()


def _fingerprint(city_folder: Path) -> str:
    """A hash of everything that shapes a freshly loaded city: its folder, the schema, and the code that loads it."""
    found = hashlib.sha256()
    folders = [*(CHECKOUT / name for name in _SHAPES_THE_TEMPLATE), city_folder]
    for path in sorted({path for folder in folders for path in folder.rglob("*") if path.is_file()}):
        if path.suffix != ".pyc":
            found.update(str(path.relative_to(path.anchor)).encode())
            found.update(path.read_bytes())
    return found.hexdigest()
