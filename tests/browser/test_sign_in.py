"""The ways in, by hand: the city's sign-in at a real provider, then the second step with its codes."""

import re
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from gis_cas.accounts.totp import code_at
from gis_cas.policy.access import Role
from gis_cas.store.accounts import change
from tests.api.way_in import PASSWORD, real_app
from tests.browser.conftest import PATIENCE_S, SIZES, Watched, watched
from tests.factories.accounts import an_account
from tests.fixtures.database import Database
from tests.fixtures.identity_provider import PASSWORD as CITY_PASSWORD
from tests.fixtures.identity_provider import ProviderProcess
from tests.fixtures.own_service import free_port

BUTTON = "Sign in with Boynton Beach"


def present() -> datetime:
    """The provider and the authenticator app go by the machine's own clock."""
    return datetime.now(UTC)


@pytest.fixture
def city(database: Database, tmp_path: Path) -> Iterator[str]:
    """The address of a service that is no demonstration, with the city's sign-in beside it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    provider = ProviderProcess(redirect_uri=f"{address}/staff/login/city/back")
    with database.app.begin() as conn:
        change(
            conn, an_account(conn, "ann", Role.ADMINISTRATOR, password=PASSWORD, demo=False), email="ann@example.gov"
        )
    given = provider.settings(button=BUTTON, links_by_email=True)
    app = real_app(database, tmp_path, present, site_url=address, sign_in=given)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    try:
        provider.start()
        thread.start()
        deadline = time.monotonic() + PATIENCE_S
        while not server.started:
            assert time.monotonic() < deadline, "the server did not begin in time"
            time.sleep(0.05)
        yield address
    finally:
        server.should_exit = True
        thread.join(timeout=PATIENCE_S)
        provider.discard()


@pytest.fixture
def page(chromium: Browser, city: str) -> Iterator[Page]:
    width, height = SIZES["phone"]
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="en-US")
    mine: Watched = watched(context, "http://127.0.0.1:")
    mine.address = city
    yield mine.page
    assert mine.faults == []
    context.close()


def test_in_with_the_city_and_again_with_password_and_code(page: Page, city: str) -> None:
    page.goto(f"{city}/staff/login?next=/staff%3Fqueue%3Ddue")
    page.get_by_role("link", name=BUTTON).click()
    expect(page.locator("h1")).to_have_text("The city's sign-in")
    page.fill("input[name=username]", "ann")
    page.fill("input[name=password]", CITY_PASSWORD)
    page.get_by_role("button", name="Log in").click()

    expect(page.locator("h1")).to_have_text("Set up the second step")
    expect(page.locator(".qr")).to_be_visible()
    secret = page.locator(".typed-secret code").inner_text().replace(" ", "")
    page.fill("#code", code_at(secret, present()))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.locator(".recovery-codes code")).to_have_count(10)
    codes = page.locator(".recovery-codes code").all_inner_texts()
    page.get_by_role("link", name="I have kept them").click()
    expect(page).to_have_url(re.compile(r"/staff\?queue=due"))

    page.get_by_role("button", name="Sign out").click()
    page.fill("#login", "ann")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("h1")).to_have_text("One more step")
    page.fill("#code", "not a code")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#code-error")).to_contain_text("not the code")
    page.get_by_text("The phone is not at hand?").click()
    page.fill("#code", codes[0])
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile(r"/staff$"))


def test_a_forgotten_password_is_asked_for_without_scripts(chromium: Browser, city: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{city}/staff/login")
    page.get_by_role("link", name="Forgotten password?").click()
    page.fill("#email", "nobody@example.gov")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.locator("h1")).to_have_text("Look into your mail")
    context.close()
