"""A web application over a database of its own, with a clock that stands still until it is set."""

import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI

from gis_cas.app import create_app
from gis_cas.settings import DatabaseSettings, Settings
from gis_cas.store import roles
from tests.api.hands import OUTSIDE, Clock
from tests.fixtures.database import Database

with warnings.catch_warnings():
    # Starlette recommends another client, which is not among our dependencies; httpx works with it all the same.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


@pytest.fixture
def web_clock() -> Clock:
    return Clock(NOW)


def _settings(database: Database, folder: Path) -> Settings:
    addresses = DatabaseSettings(
        url=database.url(roles.APP),
        owner_url=database.url(roles.OWNER),
        public_url=database.url(roles.PUBLIC_READ),
        pool_size=4,
    )
    return Settings(data_dir=folder, demo=True, database=addresses)


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    return _settings(database, tmp_path)


@pytest.fixture
def app(settings: Settings, web_clock: Clock) -> FastAPI:
    made = create_app(settings)
    made.state.clock = web_clock
    return made


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, follow_redirects=False, client=OUTSIDE, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture(scope="session")
def reader(shared_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client for tests that write nothing: one application for all of them."""
    made = create_app(_settings(shared_database, tmp_path_factory.mktemp("reader")))
    made.state.clock = Clock(NOW)
    with TestClient(made, follow_redirects=False, client=OUTSIDE, raise_server_exceptions=False) as opened:
        yield opened
