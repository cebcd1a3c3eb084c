"""The page of places not found, at both sizes: what a GIS editor sees and does."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from gis_cas.policy.access import Role
from gis_cas.store.embedded import EmbeddedCluster
from tests.browser.conftest import Watched
from tests.factories.accounts import PASSWORD, an_account
from tests.fixtures.database import open_database


@pytest.fixture(scope="module")
def editor(cluster: EmbeddedCluster, live_server: str) -> Iterator[str]:
    assert live_server
    database = open_database(cluster, "test_browser")
    with database.app.begin() as conn:
        an_account(conn, "gis-editor", Role.GIS_EDITOR)
    yield "gis-editor"
    database.dispose()


@pytest.fixture
def workshop(browsing: Watched, editor: str) -> Page:
    page = browsing.goto("/staff/login")
    page.fill("#login", editor)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).not_to_have_url(re.compile("login"))
    sent = page.request.post(
        browsing.address + "/api/v1/requests",
        data={"service_code": "pothole", "description": "A hole.", "q": "649 Zanzibar Strip", "name": "A"},
    )
    assert sent.status == 201
    return browsing.goto("/gis/locator-gaps")


def test_a_name_is_added_and_taken_back(workshop: Page) -> None:
    gap = workshop.locator("section", has=workshop.get_by_role("heading", name="ZANZIBAR STRIP"))
    expect(gap).to_contain_text("649 Zanzibar Strip")
    assert workshop.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    gap.get_by_text("It is another name of a street").click()
    gap.get_by_label("The street, as on the street layer").fill("E Ocean Ave")
    gap.get_by_role("button", name="Add the name").click()
    told = workshop.locator("tr", has_text="ZANZIBAR STRIP")
    expect(told).to_contain_text("E Ocean Ave")
    assert workshop.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    told.get_by_role("button", name="Take back").click()
    expect(workshop.locator("tr", has_text="ZANZIBAR STRIP")).to_have_count(0)
