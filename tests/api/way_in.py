"""A service that is no demonstration, its people, and their way through the sign-in."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from pydantic import SecretStr

from gis_cas.accounts.totp import code_at
from gis_cas.app import create_app
from gis_cas.settings import Settings
from tests.api.hands import OUTSIDE, hidden
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database
from tests.fixtures.web import TestClient, addresses_of

KEY = "k3Jd8-2mWq9_xLpZ7vTn4RbYc6Hs1GfA"
PASSWORD = "four words that fit"  # noqa: S105 - accounts of these tests
SITE = "http://testserver"
NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


def real_app(
    database: Database, folder: Path, clock: Callable[[], datetime], *, key: str = KEY, **more: Any
) -> FastAPI:
    """The application as a city runs it, on a test's clock."""
    given = {"site_url": SITE, **more}
    settings = Settings(
        data_dir=folder, demo=False, secret_key=SecretStr(key), database=addresses_of(database), **given
    )
    made = create_app(settings)
    made.state.clock = clock
    return made


@contextmanager
def browser(app: FastAPI) -> Iterator[TestClient]:
    """One more browser at an application that runs already."""
    opened = TestClient(app, follow_redirects=False, client=OUTSIDE, raise_server_exceptions=False)
    try:
        yield opened
    finally:
        opened.close()


def sign_in(client: TestClient, login: str, password: str = PASSWORD, then: str = "/staff") -> httpx.Response:
    csrf = hidden(client.get("/staff/login").text, "csrf")
    typed = {"csrf": csrf, "login": login, "password": password, "next": then}
    answer: httpx.Response = client.post("/staff/login", data=typed)
    return answer


def send(client: TestClient, page: str, path: str | None = None, **typed: str) -> httpx.Response:
    """Fill a page's form, its hidden fields as they came, and send it."""
    shown = client.get(page).text
    names = {name for name in ("csrf", "next", "sealed", "link") if f'name="{name}"' in shown}
    fields = {name: hidden(shown, name) for name in names} | typed
    answer: httpx.Response = client.post(path or page.partition("?")[0], data=fields)
    return answer


def secret_on(page: str) -> str:
    """The secret as a person reads it off the page."""
    found = re.search(r'class="typed-secret"><code>([A-Z2-7 ]+)</code>', page)
    assert found is not None
    return found[1].replace(" ", "")


def codes_on(page: str) -> list[str]:
    """The recovery codes on the page."""
    return [unescape(one) for one in re.findall(r"<code>([a-z0-9-]{19})</code>", page)]


def set_up(client: TestClient, clock: FixedClock) -> tuple[str, list[str]]:
    """Set up an app; its secret, and the recovery codes."""
    shown = client.get("/staff/second-factor/new").text
    secret = secret_on(shown)
    fields = {name: hidden(shown, name) for name in ("csrf", "next", "sealed")}
    answer = client.post("/staff/second-factor/new", data={**fields, "code": code_at(secret, clock.now)})
    assert answer.status_code == 200, answer.text
    return secret, codes_on(answer.text)
