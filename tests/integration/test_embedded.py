"""The private cluster as it is made: what it is told, who may connect, where things lie."""

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy import text

from gis_cas.errors import Misconfigured
from gis_cas.store import embedded_place, roles
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.embedded_binaries import OLDEST_POSTGIS, OLDEST_POSTGRESQL, choose, find_all
from gis_cas.store.embedded_place import as_user, find_place
from gis_cas.store.engine import create_engine_for
from tests.fixtures.cluster import discard, quick_folder

TEMPORARY = Path("/tmp")  # noqa: S108 - where sockets go when there is no better place


@pytest.fixture
def folder() -> Iterator[Path]:
    made = quick_folder()
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def database(cluster: EmbeddedCluster) -> Iterator[str]:
    name = "embedded_test"
    cluster.drop_database(name)
    cluster.create_database(name)
    yield name
    cluster.drop_database(name)


def setting(cluster: EmbeddedCluster, name: str) -> str:
    opened = cluster.connect_as_superuser()
    with opened.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", (name,))
        row = cursor.fetchone()
    opened.close()
    assert row is not None
    return str(row[0])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("data_checksums", "on"),
        ("TimeZone", "UTC"),
        ("log_timezone", "UTC"),
        ("jit", "off"),
        ("listen_addresses", ""),
        ("unix_socket_permissions", "0700"),
        ("server_encoding", "UTF8"),
        ("hba_file", None),
    ],
)
def test_is_told_what_the_design_says(cluster: EmbeddedCluster, name: str, value: str | None) -> None:
    assert setting(cluster, name) == (value if value is not None else str(cluster.place.cluster_dir / "pg_hba.conf"))


def test_sorts_by_code_point_in_utf_8(cluster: EmbeddedCluster, database: str) -> None:
    engine = create_engine_for(cluster.url(roles.APP, database))
    with engine.connect() as opened:
        locale = opened.execute(
            text("SELECT datcollate, datctype FROM pg_database WHERE datname = current_database()")
        ).one()
        assert [name.replace("UTF8", "UTF-8").upper() for name in locale] in (["C.UTF-8"] * 2, ["C"] * 2)
        assert opened.execute(text("SELECT upper('é') = 'É' AND 'Z' < 'a'")).scalar_one()
    engine.dispose()


def test_only_peers_on_the_socket_may_connect(cluster: EmbeddedCluster) -> None:
    rules = [
        line.split()
        for line in (cluster.place.cluster_dir / "pg_hba.conf").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert rules == [
        ["local", "all", "all", "peer", "map=gis_cas"],
        ["local", "replication", "postgres", "peer", "map=gis_cas"],
    ]
    opened = cluster.connect_as_superuser()
    with opened.cursor() as cursor:
        cursor.execute("SELECT type, auth_method, error FROM pg_hba_file_rules")
        assert cursor.fetchall() == [("local", "peer", None)] * 2
    opened.close()


def test_the_ident_map_names_only_the_users_who_run_it(cluster: EmbeddedCluster) -> None:
    lines = (cluster.place.cluster_dir / "pg_ident.conf").read_text(encoding="utf-8").splitlines()
    mapped = [line.split() for line in lines if not line.startswith("#")]
    assert {name.strip('"') for _, name, _ in mapped} == {cluster.place.run_as, embedded_place.current_user()}
    assert {role for _, _, role in mapped} == {"postgres", *roles.ROLES}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")
def test_another_user_of_the_machine_is_not_let_in(cluster: EmbeddedCluster) -> None:
    psql = cluster.binaries().program("psql")
    host = f"host={cluster.socket_dir} port=5432 user={roles.APP} dbname=postgres"
    asked = subprocess.run(
        [*as_user("nobody"), psql, host, "-c", "SELECT 1"], cwd="/", capture_output=True, text=True, check=False
    )
    assert asked.returncode != 0
    assert "ermission denied" in asked.stderr
    opened_up = cluster.socket_dir
    opened_up.chmod(0o711)  # even with the folder open and the socket too, the ident map refuses
    (opened_up / ".s.PGSQL.5432").chmod(0o777)
    try:
        asked = subprocess.run(
            [*as_user("nobody"), psql, host, "-c", "SELECT 1"], cwd="/", capture_output=True, text=True, check=False
        )
    finally:
        (opened_up / ".s.PGSQL.5432").chmod(0o700)
        opened_up.chmod(0o700)
    assert asked.returncode != 0
    assert "Peer authentication failed" in asked.stderr


def test_the_socket_lies_in_a_short_private_folder(cluster: EmbeddedCluster) -> None:
    found = cluster.socket_dir.lstat()
    assert stat.S_ISDIR(found.st_mode)
    assert stat.S_IMODE(found.st_mode) == 0o700
    assert len(str(cluster.socket_dir / ".s.PGSQL.5432")) < 100


def test_a_socket_folder_that_somebody_else_made_is_refused(folder: Path) -> None:
    cluster = EmbeddedCluster(data_dir=folder / "data", durable=False)
    trap = cluster.place.socket_dir
    trap.symlink_to(folder)
    try:
        with pytest.raises(Misconfigured, match="does not belong to"):
            cluster.start()
    finally:
        trap.unlink()
    assert not cluster.status().supervised


def test_works_from_a_folder_with_two_hundred_letters(folder: Path) -> None:
    deep = folder / ("a long name with spaces, 'quotes' and é " * 3) / ("x" * 90)
    assert len(str(deep)) > 200
    cluster = EmbeddedCluster(data_dir=deep, durable=False)
    assert len(str(cluster.place.socket_dir / ".s.PGSQL.5432")) < 100
    try:
        cluster.start()
        assert cluster.place.cluster_dir.is_relative_to(deep)
        cluster.create_roles()
        cluster.create_database()
        engine = create_engine_for(cluster.url(roles.APP))
        with engine.connect() as opened:
            assert opened.execute(text("SELECT current_user")).scalar_one() == roles.APP
        engine.dispose()
    finally:
        discard(cluster)


def test_a_runtime_folder_is_used_unless_it_is_too_long(folder: Path) -> None:
    usable = folder / "run"
    usable.mkdir()
    too_long = folder / ("r" * 70)
    too_long.mkdir()
    if os.geteuid() == 0:  # root's own runtime folder is closed to the user who runs the server
        assert find_place(folder / "data", runtime_dir=usable).socket_dir.parent == TEMPORARY
    else:
        assert find_place(folder / "data", runtime_dir=usable).socket_dir.parent == usable
    assert find_place(folder / "data", runtime_dir=too_long).socket_dir.parent == TEMPORARY


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's data can be out of the server's reach")
def test_as_root_unreachable_data_lie_elsewhere_and_it_says_so(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    place = find_place(closed / "data")
    assert place.cluster_dir.is_relative_to("/var/lib/gis-cas")
    assert place.notice is not None
    assert str(place.cluster_dir) in place.notice
    assert place.notice.count(". ") == 0
    assert place.supervisor_lock.is_relative_to(closed)
    assert find_place(folder / "open").notice is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the server as somebody else")
def test_as_root_the_folder_is_reachable_whatever_the_umask(folder: Path) -> None:
    before = os.umask(0o077)
    try:
        assert find_place(folder / "one" / "two").notice is None
    finally:
        os.umask(before)


def test_data_of_a_foreign_version_are_refused_in_words(folder: Path) -> None:
    cluster = EmbeddedCluster(data_dir=folder, durable=False)
    cluster.place.cluster_dir.mkdir(mode=0o700)
    version = cluster.place.cluster_dir / "PG_VERSION"
    version.write_text("9\n", encoding="ascii")
    with pytest.raises(Misconfigured, match=r"made by PostgreSQL 9, and this machine has PostgreSQL \d+"):
        cluster.start()
    assert [path.name for path in cluster.place.cluster_dir.iterdir()] == ["PG_VERSION"]
    assert not cluster.status().supervised


def test_finds_a_server_that_is_new_enough() -> None:
    for server in find_all():
        assert server.major >= OLDEST_POSTGRESQL
        assert tuple(int(part) for part in server.postgis.split(".")[:2]) >= OLDEST_POSTGIS
        assert Path(server.program("initdb")).is_file()


def test_without_a_server_it_names_the_command_that_installs_one(folder: Path) -> None:
    with pytest.raises(Misconfigured, match=r"apt-get install|brew install"):
        choose(made_by=None, where=folder, folders=[folder])


def test_the_superuser_is_not_for_requests_and_no_role_can_become_another(
    cluster: EmbeddedCluster, database: str
) -> None:
    for role in roles.ROLES:
        engine = create_engine_for(cluster.url(role, database))
        with engine.connect() as opened:
            found = opened.execute(
                text(
                    "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication "
                    "FROM pg_roles WHERE rolname = current_user"
                )
            ).one()
            assert not any(found)
            assert opened.execute(text("SHOW search_path")).scalar_one() == "cas, jobs, public"
            assert opened.execute(text("SHOW timezone")).scalar_one() == "UTC"
        for other in ("postgres", *roles.ROLES):
            if other != role:
                with engine.connect() as opened, pytest.raises(Exception, match="permission denied to set role"):
                    opened.execute(text(f"SET ROLE {other}"))
        engine.dispose()


def test_making_the_roles_again_takes_back_what_was_given(cluster: EmbeddedCluster) -> None:
    opened = cluster.connect_as_superuser()
    with opened.cursor() as cursor:
        cursor.execute(f"ALTER ROLE {roles.APP} SUPERUSER; GRANT {roles.OWNER} TO {roles.PUBLIC_READ}")
        cluster.create_roles()
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", (roles.APP,))
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT count(*) FROM pg_auth_members WHERE member = %s::regrole", (roles.PUBLIC_READ,))
        assert cursor.fetchone() == (0,)
    opened.close()


def test_schemas_and_extensions_are_there_and_strangers_see_only_what_is_published(
    cluster: EmbeddedCluster, database: str
) -> None:
    opened = cluster.connect_as_superuser(database)
    with opened.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        assert {row[0] for row in cursor.fetchall()} >= set(roles.EXTENSIONS)
        cursor.execute(
            "SELECT nspname, pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = ANY(%s)",
            (list(roles.SCHEMAS),),
        )
        assert dict(cursor.fetchall()) == dict.fromkeys(roles.SCHEMAS, roles.OWNER)
        for schema, allowed in (("cas", False), ("published", True), ("jobs", False)):
            cursor.execute("SELECT has_schema_privilege(%s, %s, 'USAGE')", (roles.PUBLIC_READ, schema))
            assert cursor.fetchone() == (allowed,)
        for role in roles.ROLES:
            cursor.execute("SELECT has_schema_privilege(%s, 'public', 'CREATE')", (role,))
            assert cursor.fetchone() == (False,)
    opened.close()


def test_a_copy_lets_in_the_same_roles_and_nobody_else(cluster: EmbeddedCluster, database: str) -> None:
    cluster.drop_database("embedded_copy")
    cluster.create_database("embedded_copy", template=database)
    try:
        opened = cluster.connect_as_superuser()
        with opened.cursor() as cursor:
            cursor.execute("SELECT has_database_privilege('public', 'embedded_copy', 'CONNECT')")
            assert cursor.fetchone() == (False,)
            for role in roles.ROLES:
                cursor.execute("SELECT has_database_privilege(%s, 'embedded_copy', 'CONNECT')", (role,))
                assert cursor.fetchone() == (True,)
        opened.close()
        cluster.set_comment("made by 'hand'", "embedded_copy")
        assert cluster.comment("embedded_copy") == "made by 'hand'"
        assert cluster.comment(database) is None
    finally:
        cluster.drop_database("embedded_copy")
    assert not cluster.has_database("embedded_copy")


def test_the_administrators_script_can_be_run_twice(folder: Path) -> None:
    cluster = EmbeddedCluster(data_dir=folder, durable=False)
    script = folder / "roles.sql"
    script.write_text(roles.dba_script(), encoding="utf-8")
    script.chmod(0o644)
    try:
        cluster.start()
        assert not cluster.has_database()
        for _ in range(2):
            done = subprocess.run(
                [
                    cluster.binaries().program("psql"),
                    f"host={cluster.socket_dir} port=5432 user=postgres dbname=postgres",
                    "--no-psqlrc",
                    "--file",
                    str(script),
                ],
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
        with psycopg2.connect(cluster.url(roles.OWNER).replace("+psycopg2", "")) as opened, opened.cursor() as cursor:
            cursor.execute("SELECT postgis_lib_version(), current_database()")
            row = cursor.fetchone()
            assert row is not None
            assert row[1] == roles.DATABASE
        opened.close()
    finally:
        discard(cluster)
