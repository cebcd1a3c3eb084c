"""Every address ends at psycopg2, and nothing that is not PostgreSQL is accepted."""

import pytest

from gis_cas.errors import Misconfigured, StoreUnavailable
from gis_cas.store.engine import create_engine_for, libpq_url, psycopg2_url


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://app@db.example/gis_cas",
        "postgres://app@db.example/gis_cas",
        "postgresql+psycopg2://app@db.example/gis_cas",
        "postgresql+psycopg://app@db.example/gis_cas",
        "postgresql+asyncpg://app@db.example/gis_cas",
    ],
)
def test_every_address_names_psycopg2(url: str) -> None:
    assert psycopg2_url(url).render_as_string(hide_password=False) == "postgresql+psycopg2://app@db.example/gis_cas"
    engine = create_engine_for(url)
    assert engine.dialect.driver == "psycopg2"
    assert not engine.dialect.is_async


@pytest.mark.parametrize("url", ["mysql://app@db.example/gis_cas", "sqlite:///gis_cas.db"])
def test_anything_but_postgresql_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured, match="must begin with postgresql://"):
        psycopg2_url(url)


def test_words_that_are_no_address_are_refused_without_repeating_a_password() -> None:
    with pytest.raises(Misconfigured) as refused:
        psycopg2_url("gis_cas_app:sesame at db.example")
    assert "sesame" not in str(refused.value)


def test_a_password_survives_the_rewriting() -> None:
    url = "postgresql://app:p%40ss%3Aw%2Frd@db.example:5433/gis_cas?sslmode=require"
    assert psycopg2_url(url).password == "p@ss:w/rd"  # noqa: S105 - made up
    assert libpq_url(psycopg2_url(url)) == url


def test_the_pool_keeps_all_it_may_use_and_never_overflows() -> None:
    engine = create_engine_for("postgresql://app@db.example/gis_cas", pool_size=3)
    assert engine.pool.size() == 3  # type: ignore[attr-defined]  # QueuePool's own
    assert engine.pool._max_overflow == 0  # type: ignore[attr-defined]  # noqa: SLF001 - there is no public way to ask


def test_a_database_that_is_not_there_is_unavailable() -> None:
    engine = create_engine_for("postgresql://app@/gis_cas?host=/nowhere/at/all")
    with pytest.raises(StoreUnavailable, match="does not answer"), engine.connect():
        pass
