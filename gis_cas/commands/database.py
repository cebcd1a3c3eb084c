"""Which database the settings mean: the private cluster, started or joined, or the server they name.

Whatever comes out of here has every address in `settings.database` filled in, so nobody further in has to know which of
the two it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from gis_cas.commands.made import make_database, utc_now
from gis_cas.settings import Settings
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.embedded_journal import Journal
from gis_cas.store.engine import psycopg2_url
from gis_cas.store.roles import DATABASE


def cluster_of(settings: Settings, *, loading: bool = False) -> EmbeddedCluster:
    """The private cluster that belongs to the data folder; nothing is started. `loading`: to restore a backup."""
    journal = Journal(archive=None if loading else settings.backup.archive, loading=loading)
    return EmbeddedCluster(data_dir=settings.data_dir, runtime_dir=settings.runtime_dir, journal=journal)


def with_addresses(settings: Settings, cluster: EmbeddedCluster | None = None, database: str = DATABASE) -> Settings:
    """The same settings with an address for each role: the cluster's, else the given ones with the driver named."""
    given = settings.database
    if cluster is not None:
        urls = cluster.urls(database)
        found = {
            "url": urls.app,
            "owner_url": urls.owner,
            "public_url": urls.public,
            "worker_url": urls.worker,
            "records_url": urls.records,
        }
    else:
        named = {
            "url": given.url,
            "owner_url": given.owner_url,
            "public_url": given.public_url,
            "worker_url": given.worker_url or given.url,
            "records_url": given.records_url,
        }
        found = {name: psycopg2_url(url).render_as_string(hide_password=False) for name, url in named.items() if url}
    return settings.model_copy(update={"database": given.model_copy(update=found)})


@contextmanager
def running_database(settings: Settings) -> Iterator[Settings]:
    """The database for the length of a command: the private cluster is started, or joined when somebody runs it.

    When it has no database yet, an empty one with the present schema is made.
    """
    if not settings.database.embedded:
        yield with_addresses(settings)
        return
    with cluster_of(settings) as cluster:
        make_database(cluster, kind="demo" if settings.demo else "live", now=utc_now())
        yield with_addresses(settings, cluster)
