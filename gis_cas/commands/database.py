"""Which database the settings mean: the private cluster, started or joined, or the server they name."""

from collections.abc import Iterator
from contextlib import contextmanager

from gis_cas.settings import Settings
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.engine import psycopg2_url
from gis_cas.store.roles import DatabaseUrls


def cluster_of(settings: Settings) -> EmbeddedCluster:
    """The private cluster that belongs to the data folder; nothing is started."""
    return EmbeddedCluster(data_dir=settings.data_dir, runtime_dir=settings.runtime_dir)


def urls_of(settings: Settings) -> DatabaseUrls:
    """Where each role finds the database; of a private cluster that somebody else keeps running, nothing is started."""
    given = settings.database
    if given.url is None:
        return cluster_of(settings).urls()
    app = _address(given.url)
    return DatabaseUrls(
        owner=_address(given.owner_url) if given.owner_url else app,
        app=app,
        worker=_address(given.worker_url) if given.worker_url else app,
        public=_address(given.public_url) if given.public_url else app,
        records=_address(given.records_url) if given.records_url else app,
    )


@contextmanager
def running_database(settings: Settings) -> Iterator[DatabaseUrls]:
    """The database for the length of a command: the private cluster is started, or joined when somebody runs it."""
    if not settings.database.embedded:
        yield urls_of(settings)
        return
    with cluster_of(settings) as cluster:
        yield cluster.urls()


def _address(url: str) -> str:
    return psycopg2_url(url).render_as_string(hide_password=False)
