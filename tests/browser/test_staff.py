"""The desk: sign in, answer, resolve, answer the outcome, close; and give to somebody else with a reason."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched


@pytest.fixture
def desk(browsing: Watched) -> Page:
    page = browsing.goto("/staff")
    expect(page.locator("h1")).to_have_text("Sign in to the desk")
    login = page.locator(".accounts tbody code").first.inner_text()
    password = page.locator(".accounts__password").inner_text()
    page.fill("#login", login)
    page.fill("#password", password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".due tbody tr").first).to_be_visible()
    return page


def report(page: Page, address: str) -> str:
    """A new request at City Hall; its number."""
    page.goto(address + "/report?q=100+E+Ocean+Ave")
    page.select_option("#service_code", "pothole")
    page.fill("#description", "A hole <b>here</b>")
    expect(page.locator("#owner-card .owner__who")).to_contain_text("Public Works")
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_url(re.compile(r"/requests/\d{9}"))
    found = re.search(r"\d{9}", page.url)
    assert found is not None
    page.goto(f"{address}/staff/requests/{found.group()}")
    return found.group()


def verb(page: Page, name: str) -> None:
    page.locator(".verb > summary").get_by_text(name, exact=True).click()


def test_the_list_has_what_is_due_first(desk: Page) -> None:
    first = desk.locator(".due tbody tr").first
    expect(first.locator(".due__due")).to_contain_text("past our promise")
    expect(desk.locator(".queues a").first).to_be_visible()


def test_the_search_searches_everything(desk: Page) -> None:
    number = desk.locator(".due__number").nth(3).inner_text()
    desk.wait_for_load_state("networkidle")
    desk.locator("body").press("/")
    expect(desk.locator("#search")).to_be_focused()
    desk.fill("#search", number)
    desk.locator("#search").press("Enter")
    expect(desk.locator(".due__number")).to_have_text([number])


def test_four_verbs_end_the_line(browsing: Watched, desk: Page) -> None:
    number = report(desk, browsing.address)
    expect(desk.locator(".words").first).to_have_text("A hole <b>here</b>")
    expect(desk.locator(".trace summary")).to_contain_text("The rules, in order")
    expect(desk.locator(".small-map .map")).to_be_visible()

    verb(desk, "Close")
    desk.get_by_role("button", name="Close", exact=True).click()
    expect(desk.locator(".verb[open] [role=alert]")).to_contain_text("still owed")

    verb(desk, "Answer")
    desk.fill("#answer-text", "We will fill it on Tuesday.")
    desk.get_by_role("button", name="Note the answer").click()
    expect(desk.locator(".received")).to_have_text("Done and noted.")
    expect(desk.locator(".status")).to_contain_text("Answered, work open")

    verb(desk, "Resolve")
    desk.fill("#resolve-text", "Filled with asphalt.")
    desk.get_by_role("button", name="Resolve", exact=True).click()
    expect(desk.locator(".facts")).to_contain_text("Outcome")

    verb(desk, "Answer")
    desk.fill("#answer-text", "It is filled.")
    desk.get_by_role("button", name="Note the answer").click()
    verb(desk, "Close")
    desk.get_by_role("button", name="Close", exact=True).click()
    expect(desk.locator(".status")).to_contain_text("Closed")

    desk.goto(f"{browsing.address}/requests/{number}")
    expect(desk.locator(".status")).to_contain_text("Closed")
    expect(desk.locator(".timeline__what")).to_have_text(
        [
            "We received it",
            "Sent to Public Works",
            "Answered (on this page)",
            "The work is done",
            "Answered (on this page)",
            "Closed",
        ]
    )


def test_reassigning_needs_a_reason_and_keeps_the_promise(browsing: Watched, desk: Page) -> None:
    report(desk, browsing.address)
    owed = desk.locator(".facts").get_by_text("owed by").inner_text()
    verb(desk, "Reassign")
    desk.select_option("#reassign-owner", "agency:fdot-d4")
    desk.fill("#reassign-reason", "   ")
    desk.get_by_role("button", name="Reassign", exact=True).click()
    expect(desk.locator(".verb[open] .error")).to_contain_text("why")
    desk.select_option("#reassign-owner", "agency:fdot-d4")
    desk.fill("#reassign-reason", "The crossing is the State's.")
    desk.get_by_role("button", name="Reassign", exact=True).click()
    expect(desk.locator(".facts")).to_contain_text("Florida Department of Transportation District Four")
    expect(desk.locator(".facts").get_by_text("owed by")).to_have_text(owed)
    expect(desk.locator(".timeline")).to_contain_text("The crossing is the State's.")


def test_signing_out_ends_the_session(browsing: Watched, desk: Page) -> None:
    desk.get_by_role("button", name="Sign out").click()
    desk.goto(browsing.address + "/staff")
    expect(desk.locator("h1")).to_have_text("Sign in to the desk")
