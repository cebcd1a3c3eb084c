"""What lies in a private cluster, and how each role reaches it."""

from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812 - psycopg2 names its class in lower case
from sqlalchemy import URL

from gis_cas.errors import StoreUnavailable
from gis_cas.store import embedded_files, roles
from gis_cas.store.embedded_config import SUPERUSER
from gis_cas.store.embedded_place import PORT, ClusterPlace


class ClusterDatabases:
    """The roles and databases of the cluster at `place`, which must be running."""

    def __init__(self, place: ClusterPlace) -> None:
        self.place = place

    @property
    def socket_dir(self) -> Path:
        """Where the socket is: what a running server says, else where it would be."""
        return embedded_files.running_socket_dir(self.place) or self.place.socket_dir

    def url(self, role: str, database: str = roles.DATABASE) -> str:
        """The SQLAlchemy address of `database` for `role`: psycopg2 over the socket, no password."""
        address = URL.create(
            "postgresql+psycopg2",
            username=role,
            database=database,
            query={"host": str(self.socket_dir), "port": str(PORT)},
        )
        return address.render_as_string(hide_password=False)

    def urls(self, database: str = roles.DATABASE) -> roles.DatabaseUrls:
        """The addresses of `database` for every role."""
        return roles.DatabaseUrls(
            owner=self.url(roles.OWNER, database),
            app=self.url(roles.APP, database),
            worker=self.url(roles.WORKER, database),
            public=self.url(roles.PUBLIC_READ, database),
            records=self.url(roles.RECORDS, database),
        )

    def connect_as_superuser(self, database: str = "postgres") -> Connection:
        """An autocommitting connection that may do everything; for making and dropping, never for requests."""
        try:
            opened = psycopg2.connect(
                host=str(self.socket_dir),
                port=PORT,
                user=SUPERUSER,
                dbname=database,
                connect_timeout=5,
                application_name="gis_cas set-up",
                options="-c timezone=UTC",
            )
        except psycopg2.OperationalError as error:
            raise StoreUnavailable("The private database does not answer.") from error
        opened.autocommit = True
        return opened

    def create_roles(self) -> None:
        """Make or repair the five roles."""
        self._execute(roles.roles_sql())

    def create_database(self, name: str = roles.DATABASE, *, template: str | None = None) -> None:
        """Make a database, empty with extensions and schemas or a copy of `template` (which nobody may be using)."""
        if template is None:
            self._execute(f'CREATE DATABASE "{name}" OWNER {roles.OWNER}')
            self._execute(roles.database_sql(name), database=name)
            return
        self._execute(f'CREATE DATABASE "{name}" OWNER {roles.OWNER} TEMPLATE "{template}" STRATEGY FILE_COPY')
        self._execute(roles.connect_sql(name))

    def drop_database(self, name: str) -> None:
        """Remove a database and throw out whoever is connected to it; nothing happens when there is none."""
        self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def rename_database(self, name: str, *, to: str) -> None:
        """Give a database another name; nobody may be connected to it."""
        self._execute(f'ALTER DATABASE "{name}" RENAME TO "{to}"')

    def seal_database(self, name: str) -> None:
        """Tidy a finished template, then let nobody into it any more: it can only be copied or dropped."""
        self._execute("VACUUM ANALYZE", database=name)
        self._execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false')

    def has_database(self, name: str = roles.DATABASE) -> bool:
        """Whether there is a database of that name."""
        with self.connect_as_superuser() as opened, opened.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_database WHERE datname = %s)", (name,))
            row = cursor.fetchone()
        opened.close()
        return row is not None and bool(row[0])

    def connected(self, name: str = roles.DATABASE) -> int:
        """How many connections to a database are open."""
        with self.connect_as_superuser() as opened, opened.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", (name,))
            row = cursor.fetchone()
        opened.close()
        return 0 if row is None else int(row[0])

    def comment(self, database: str = roles.DATABASE) -> str | None:
        """The note on a database, where set-up keeps what it made and when."""
        with self.connect_as_superuser() as opened, opened.cursor() as cursor:
            cursor.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", (database,)
            )
            row = cursor.fetchone()
        opened.close()
        return None if row is None else row[0]

    def set_comment(self, text: str, database: str = roles.DATABASE) -> None:
        """Replace the note on a database."""
        self._execute(f'COMMENT ON DATABASE "{database}" IS %s', parameters=(text,))

    def _execute(
        self, statements: str, *, database: str = "postgres", parameters: tuple[str, ...] | None = None
    ) -> None:
        opened = self.connect_as_superuser(database)
        try:
            with opened.cursor() as cursor:
                cursor.execute(statements, parameters)
        finally:
            opened.close()
