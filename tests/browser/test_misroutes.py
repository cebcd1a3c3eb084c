"""The misroutes, at both sizes: the map draws what the list says, and nothing is wider than the window."""

import pytest
from playwright.sync_api import Page, expect

from gis_cas.accounts.demonstration import PASSWORD
from tests.browser.conftest import Watched


def sign_in(browsing: Watched, login: str) -> None:
    page = browsing.goto("/staff/login")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/login" not in url)


@pytest.fixture
def misroutes(browsing: Watched, told: str) -> Page:
    assert told
    sign_in(browsing, "gis")
    return browsing.goto("/gis/misroutes")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_the_map_shows_the_stretches_of_the_list(misroutes: Page) -> None:
    drawn = misroutes.locator(".misroutes__map .map")
    expect(drawn).to_have_attribute("data-stretches", "6")
    expect(drawn).to_have_attribute("data-dots", "10")
    first = misroutes.locator(".stretches > li").first
    expect(first).to_contain_text("Limit between City of Boynton Beach and Miner Road enclave")
    first.locator("summary").click()
    expect(first).to_contain_text("Not on our route; the county collects here.")
    assert fits(misroutes)


def test_days_without_decisions_say_so(misroutes: Page) -> None:
    misroutes.get_by_label("Decided from").fill("2020-01-01")
    misroutes.get_by_label("until", exact=True).fill("2020-01-02")
    misroutes.get_by_role("button", name="Show", exact=True).click()
    expect(misroutes.locator(".empty")).to_have_text("Nothing was decided in these days.")
    assert fits(misroutes)


def test_a_wrong_place_is_put_right_on_the_requests_page(browsing: Watched, told: str) -> None:
    assert told
    sign_in(browsing, "admin")
    sent = browsing.page.request.post(
        browsing.address + "/api/v1/requests",
        data={"service_code": "pothole", "description": "A hole.", "lat": 26.528, "long": -80.07, "name": "A"},
    )
    page = browsing.goto(f"/staff/requests/{sent.json()['number']}")
    page.get_by_text("The place is wrong", exact=True).click()
    page.get_by_label("Where is it really?").fill("100 E Ocean Ave")
    page.get_by_label("What is wrong with the place?").fill("It is in front of City Hall.")
    assert fits(page)
    page.get_by_role("button", name="Put the place right").click()
    expect(page.locator(".received")).to_have_text("Done and noted.")
    expect(page.locator(".facts")).to_contain_text("100 E Ocean Ave")
    page.get_by_text("This is not ours", exact=True).click()
    page.get_by_label("What is wrong? The people who keep the map read this.").fill("Not our street.")
    page.get_by_role("button", name="Send it on").click()
    expect(page.locator(".timeline")).to_contain_text("It was with the wrong office.")
    assert fits(page)
