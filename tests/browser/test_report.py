"""Reporting, from the question to the number, with scripts and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched

NUMBER = re.compile(r"\d{3} \d{3} \d{3}")
HOSTILE = "<img src=x onerror=alert(1)> & a deep hole"


def number_on(page: Page) -> str:
    expect(page).to_have_url(re.compile(r"/requests/\d{9}"))
    heading = page.locator("h1")
    expect(heading).to_have_text(NUMBER)
    shown = NUMBER.search(heading.inner_text())
    assert shown is not None
    assert shown.group().replace(" ", "") in page.url
    return shown.group()


def test_from_the_first_page_to_a_number(browsing: Watched) -> None:
    page = browsing.goto("/")
    page.get_by_label("Address or crossing").fill("100 E Ocean Ave")
    page.get_by_role("button", name="Report it").click()
    page.select_option("#service_code", "pothole")
    expect(page.locator("#owner-card .owner__who")).to_have_text("Public Works looks after this road")
    page.fill("#description", HOSTILE)
    page.get_by_role("button", name="Send").click()
    number = number_on(page)
    expect(page.locator(".owner__what")).to_contain_text(f"We have noted it as {number}.")
    expect(page.locator(".owner__what")).to_contain_text("Public Works will answer you by")
    page.goto(browsing.address)
    page.get_by_label("Follow a number").fill(number)
    page.get_by_role("button", name="Show").click()
    assert number_on(page) == number


def test_a_pin_is_sent_as_it_was_placed(browsing: Watched) -> None:
    page = browsing.goto("/report?lat=26.5280&long=-80.0675&zoom=18&source=pin")
    page.select_option("#service_code", "pothole")
    expect(page.locator("#owner-card .owner__who")).to_contain_text("Florida Department of Transportation")
    page.fill("#description", "A hole")
    page.get_by_role("button", name="Send").click()
    number_on(page)
    expect(page.locator(".owner__who")).to_contain_text("Florida Department of Transportation")
    expect(page.locator(".owner__checked")).to_have_text("Not yet checked")


def test_the_live_answer_travels_with_the_report(browsing: Watched) -> None:
    page = browsing.goto("/report?lat=26.52815&long=-80.0675&zoom=17&source=pin")
    page.select_option("#service_code", "litter")
    page.locator('[data-answer="beside"]').click()
    expect(page.locator("#owner-card .owner__who")).to_have_text("Public Works looks after this roadside")
    page.fill("#description", "Bottles")
    page.get_by_role("button", name="Send").click()
    number_on(page)
    expect(page.locator(".owner__who")).to_have_text("Public Works looks after this roadside")


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(browsing: Watched) -> None:
    page = browsing.goto("/report")
    page.fill("#description", HOSTILE)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#error-service_code")).to_be_visible()
    expect(page.locator("#description")).to_have_value(HOSTILE)
    assert page.locator("img").count() == 0


@pytest.mark.parametrize("service", ["pothole", "missed_garbage"])
def test_without_scripts_an_address_is_enough(without_scripts: Watched, service: str) -> None:
    page = without_scripts.goto("/")
    page.get_by_label("Address or crossing").fill("100 E Ocean Ave")
    page.get_by_role("button", name="Report it").click()
    assert page.locator(".map").is_hidden()
    page.select_option("#service_code", service)
    page.fill("#description", "A hole")
    page.get_by_role("button", name="Send").click()
    number_on(page)
    expect(page.locator(".owner__who")).to_contain_text("Public Works looks after this")


def test_without_scripts_the_places_come_back_to_choose_from(without_scripts: Watched) -> None:
    page = without_scripts.goto("/report")
    page.fill("#q", "148 2nd Ave")
    page.select_option("#service_code", "pothole")
    page.fill("#description", "A hole")
    page.get_by_role("button", name="Send").click()
    choices = page.locator("#places .choice")
    assert choices.count() > 1
    choices.first.click()
    page.get_by_role("button", name="Send").click()
    number_on(page)


def test_without_scripts_the_question_comes_back_as_a_page(without_scripts: Watched) -> None:
    page = without_scripts.goto("/report?lat=26.52815&long=-80.0675&zoom=17&source=pin&service_code=litter")
    page.fill("#description", "Bottles")
    answers = page.locator("#question .choice")
    expect(answers).to_have_text(["On the road", "Beside it", "I'm not sure"])
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#errors")).to_contain_text("It is fine not to be sure")
    expect(page.locator("#description")).to_have_value("Bottles")
    page.locator("#question .choice").nth(2).click()
    page.get_by_role("button", name="Send").click()
    number_on(page)


def test_without_scripts_the_list_is_the_map(without_scripts: Watched) -> None:
    page = without_scripts.goto("/map")
    assert page.locator(".map").is_hidden()
    expect(page.locator(".row").first).to_be_visible()
    page.get_by_label("Past our promise").first.uncheck()
    page.get_by_role("button", name="Show as a list").click()
    assert "state=fresh" in page.url
    assert "state=past" not in page.url
    expect(page.locator(".row").first).to_be_visible()
