"""A database laid bare for comparing: every row as text, every object as pg_dump writes it, every sequence."""

import hashlib
import subprocess
from pathlib import Path

from gis_cas.store.embedded import EmbeddedCluster


def rows(cluster: EmbeddedCluster, database: str) -> dict[str, list[str]]:
    """Every row of every table of ours, as text in a fixed order; not by the program's own sums."""
    opened = cluster.connect_as_superuser(database)
    with opened.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            " AND tablename <> 'spatial_ref_sys' ORDER BY 1"
        )
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT r::text FROM {table} r ORDER BY r::text COLLATE "C"')  # noqa: S608 - from the catalogue
            found[table] = [row[0] for row in cursor.fetchall()]
    opened.close()
    return found


def sequences(cluster: EmbeddedCluster, database: str) -> dict[str, tuple[object, ...]]:
    """Where every sequence stands."""
    opened = cluster.connect_as_superuser(database)
    with opened.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname || '.' || sequencename, last_value, increment_by, max_value FROM pg_sequences"
        )
        found = {str(row[0]): tuple(row[1:]) for row in cursor.fetchall()}
    opened.close()
    return found


def objects(cluster: EmbeddedCluster, database: str) -> list[str]:
    """Tables, columns, indexes, keys, triggers and their state, functions, types, rights, owners, extensions."""
    dumped = subprocess.run(
        [
            cluster.binaries().program("pg_dump"),
            *("--schema-only", "-h", str(cluster.socket_dir), "-U", "postgres", database),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return [line for line in dumped.stdout.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))]


def rights_on_the_database(cluster: EmbeddedCluster, database: str) -> tuple[object, ...]:
    """Who may connect, who owns it, how text is compared in it."""
    opened = cluster.connect_as_superuser()
    with opened.cursor() as cursor:
        cursor.execute(
            "SELECT array(SELECT a::text FROM unnest(datacl) a ORDER BY 1), datdba::regrole::text, datcollate, encoding"
            " FROM pg_database WHERE datname = %s",
            (database,),
        )
        row = cursor.fetchone()
    opened.close()
    assert row is not None
    return tuple(row)


def files(folder: Path) -> dict[str, str]:
    """Every file below a folder and the hash of its content."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
