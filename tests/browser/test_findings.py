"""What contradicts itself in the layers, at both sizes: a list by kind, and the map of the same findings."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched
from tests.browser.test_misroutes import fits, sign_in
from tests.browser.told import FOUND

ON_A_PAGE = 50


@pytest.fixture
def workshop(browsing: Watched, told: str) -> Page:
    assert told
    sign_in(browsing, "gis")
    return browsing.goto("/gis/findings")


def numbered(page: Page) -> int:
    drawn = page.locator(".findings__map .map")
    expect(drawn).to_have_attribute("data-numbered", re.compile(r"\d+"))
    return int(drawn.get_attribute("data-numbered") or 0)


def test_findings_are_read_by_kind_and_downloaded(workshop: Page) -> None:
    expect(workshop.locator(".finding")).to_have_count(ON_A_PAGE)
    assert fits(workshop)
    with workshop.expect_download() as download:
        workshop.get_by_role("link", name="Download as a map layer").click()
    assert download.value.suggested_filename == "findings.geojson"
    workshop.get_by_role("link", name=re.compile("^Points that disagree")).click()
    expect(workshop.get_by_text("fishbone number 1", exact=True)).to_be_visible()
    expect(workshop.locator(".finding")).to_have_count(FOUND["fishbone"])


def test_the_map_shows_the_findings_of_the_list(workshop: Page) -> None:
    assert numbered(workshop) == ON_A_PAGE
    workshop.get_by_role("link", name="Next page").click()
    expect(workshop.locator(".finding")).to_have_count(sum(FOUND.values()) - ON_A_PAGE)
    assert numbered(workshop) == sum(FOUND.values()) - ON_A_PAGE


def test_a_row_opens_its_mark_and_a_mark_leads_to_its_row(workshop: Page) -> None:
    workshop.goto(workshop.url + "?kind=wrong+parity")
    assert numbered(workshop) == FOUND["wrong parity"]
    workshop.get_by_role("button", name="Show 2 on the map").click()
    popup = workshop.locator(".leaflet-popup-content")
    expect(popup).to_contain_text("wrong parity number 2")
    expect(popup).to_contain_text("Odd and even mixed up")
    popup.get_by_role("link", name="Show in the list").click()
    expect(workshop).to_have_url(re.compile("#finding-2$"))
    expect(workshop.locator(".finding:target")).to_contain_text("wrong parity number 2")
    expect(workshop.locator(".finding:target")).to_be_in_viewport()
    assert fits(workshop)


def test_a_map_that_cannot_be_filled_says_so(browsing: Watched, told: str) -> None:
    assert told
    sign_in(browsing, "gis")
    browsing.page.route("**/gis/findings/features*", lambda route: route.abort())
    page = browsing.goto("/gis/findings")
    expect(page.locator(".map__tell")).to_contain_text("No signal")
    expect(page.locator(".finding")).to_have_count(ON_A_PAGE)


def test_the_list_needs_no_script(without_scripts: Watched, told: str) -> None:
    assert told
    sign_in(without_scripts, "gis")
    page = without_scripts.goto("/gis/findings?page=2")
    expect(page.locator(".finding")).to_have_count(sum(FOUND.values()) - ON_A_PAGE)
    expect(page.locator(".findings__map")).to_be_hidden()
    expect(page.get_by_role("button", name=re.compile("on the map"))).to_have_count(0)
    expect(page.get_by_role("link", name="Earlier page")).to_be_visible()
