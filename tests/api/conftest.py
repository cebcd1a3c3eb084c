"""A web application over a database of its own, with a clock that stands still until it is set."""

import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from gis_cas.app import create_app
from gis_cas.settings import DatabaseSettings, Settings
from gis_cas.store import roles
from tests.fixtures.database import Database

with warnings.catch_warnings():
    # Starlette recommends another client, which is not among our dependencies; httpx works with it all the same.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
OUTSIDE = ("203.0.113.9", 40000)
"""A client that is not this machine (an address reserved for examples)."""


class Clock:
    """The present instant, until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def web_clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    return settings_for(database, tmp_path)


def settings_for(database: Database, folder: Path, **more: Any) -> Settings:
    addresses = DatabaseSettings(
        url=database.url(roles.APP),
        owner_url=database.url(roles.OWNER),
        public_url=database.url(roles.PUBLIC_READ),
        pool_size=4,
    )
    return Settings(data_dir=folder, demo=True, database=addresses, **more)


@pytest.fixture
def app(settings: Settings, web_clock: Clock) -> FastAPI:
    made = create_app(settings)
    made.state.clock = web_clock
    return made


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, follow_redirects=False, client=OUTSIDE, raise_server_exceptions=False) as opened:
        yield opened


def sentence_fields(answer: httpx.Response) -> dict[str, str]:
    """The sentences per field of a problem document."""
    assert answer.headers["content-type"].startswith("application/problem+json"), answer.text
    fields: dict[str, str] = answer.json()["fields"]
    return fields
