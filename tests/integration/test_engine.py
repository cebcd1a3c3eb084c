"""Engines on a real server: time limits, a full pool, and a database that goes away and comes back."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from gis_cas.errors import StoreUnavailable
from gis_cas.store import engine as engine_module
from gis_cas.store import roles
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.engine import create_engine_for
from tests.fixtures.cluster import discard, quick_folder


@pytest.fixture
def engine(cluster: EmbeddedCluster) -> Iterator[Engine]:
    made = create_engine_for(
        cluster.url(roles.APP, "postgres"),
        pool_size=2,
        statement_timeout_ms=300,
        application_name="engine test",
        pool_timeout_s=0.2,
    )
    yield made
    made.dispose()


def throw_out(cluster: EmbeddedCluster) -> None:
    opened = cluster.connect_as_superuser()
    with opened.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE application_name = 'engine test'"
        )
    opened.close()


def test_sessions_are_told_who_they_are_and_when_to_stop(engine: Engine) -> None:
    with engine.connect() as opened:
        for name, value in (
            ("application_name", "engine test"),
            ("statement_timeout", "300ms"),
            ("TimeZone", "UTC"),
            ("jit", "off"),
        ):
            assert opened.execute(text("SELECT current_setting(:name)"), {"name": name}).scalar_one() == value


def test_a_statement_that_takes_too_long_ends_and_is_not_called_an_absent_database(engine: Engine) -> None:
    with engine.connect() as opened, pytest.raises(OperationalError, match="statement timeout"):
        opened.execute(text("SELECT pg_sleep(5)"))


def test_a_full_pool_is_unavailable_and_recovers(engine: Engine) -> None:
    with engine.connect(), engine.connect(), pytest.raises(StoreUnavailable), engine.connect():
        pass
    with engine.connect() as opened:
        assert opened.execute(text("SELECT 1")).scalar_one() == 1


def test_a_database_that_goes_away_in_mid_request_is_unavailable_and_comes_back(
    cluster: EmbeddedCluster, engine: Engine
) -> None:
    with engine.connect() as opened:
        opened.execute(text("SELECT 1"))
        throw_out(cluster)
        with pytest.raises(StoreUnavailable):
            opened.execute(text("SELECT 1"))
    with engine.begin() as opened:
        assert opened.execute(text("SELECT 1")).scalar_one() == 1


def test_a_connection_that_lay_idle_is_tried_before_it_is_used(
    cluster: EmbeddedCluster, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.connect() as opened:
        opened.execute(text("SELECT 1"))
    throw_out(cluster)
    monkeypatch.setattr(engine_module, "PING_AFTER_IDLE_S", 0.0)
    with engine.connect() as opened:
        assert opened.execute(text("SELECT 1")).scalar_one() == 1


def test_a_stopped_server_is_unavailable_and_answers_again_when_it_is_back() -> None:
    cluster = EmbeddedCluster(data_dir=quick_folder(), durable=False)
    try:
        cluster.start()
        cluster.create_roles()
        engine = create_engine_for(cluster.url(roles.APP, "postgres"))
        with engine.connect() as opened:
            opened.execute(text("SELECT 1"))
        cluster.stop()
        with pytest.raises(StoreUnavailable), engine.connect() as opened:
            opened.execute(text("SELECT 1"))
        cluster.start()
        with engine.connect() as opened:
            assert opened.execute(text("SELECT 1")).scalar_one() == 1
        engine.dispose()
    finally:
        discard(cluster)
