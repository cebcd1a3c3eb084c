"""A web application over a database of its own, with a clock that stands still until it is set."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI

from gis_cas.app import create_app
from gis_cas.settings import Settings
from tests.api.hands import OUTSIDE
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database
from tests.fixtures.web import TestClient, settings_for

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


@pytest.fixture
def web_clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    return settings_for(database, tmp_path)


@pytest.fixture
def app(settings: Settings, web_clock: FixedClock) -> FastAPI:
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
    made = create_app(settings_for(shared_database, tmp_path_factory.mktemp("reader")))
    made.state.clock = FixedClock(NOW)
    with TestClient(made, follow_redirects=False, client=OUTSIDE, raise_server_exceptions=False) as opened:
        yield opened
