"""The outbox, a letter and the message texts in a real browser, at both widths."""

import pytest
from playwright.sync_api import Page, expect

from gis_cas.store.embedded import EmbeddedCluster
from tests.browser.conftest import Watched
from tests.browser.matrix import small_targets
from tests.browser.test_every_page import faint
from tests.browser.told import tell_some


@pytest.fixture
def page(cluster: EmbeddedCluster, browsing: Watched) -> Page:
    tell_some(cluster)
    page = browsing.goto("/staff/login?next=/staff/outbox")
    login = page.locator(".accounts tbody code").first.inner_text()
    password = page.locator(".accounts__password").inner_text()
    page.fill("#login", login)
    page.fill("#password", password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_contain_text("Outbox")
    return page


def is_fit(page: Page) -> None:
    """Nothing cut off, too small or too faint."""
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert small_targets(page) == []
    assert faint(page) == []


def test_what_failed_is_made_a_letter_printed_and_posted(page: Page) -> None:
    expect(page.locator(".outbox")).to_contain_text("There is no such mailbox")
    is_fit(page)
    page.locator(".outbox tbody a").first.click()
    is_fit(page)
    page.get_by_role("button", name="Make it a letter").click()
    page.get_by_role("button", name="Print the letter").click()
    expect(page.locator(".letter")).to_contain_text("12 Ocean Ave")
    is_fit(page)
    page.emulate_media(media="print")
    expect(page.locator(".letter__tools")).to_be_hidden()
    expect(page.locator(".letter__demo")).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Back").click()
    page.get_by_role("button", name="Hold").click()
    expect(page.locator(".outbox__state")).to_have_text("Held")
    page.get_by_role("button", name="Try again").click()
    page.goto(page.url.rpartition("/")[0] + "?show=letters")
    is_fit(page)


def test_the_texts_are_read_side_by_side(page: Page) -> None:
    page.get_by_role("link", name="Texts").click()
    is_fit(page)
    page.locator('a[href="/staff/messages/referral/ht"]').click()
    expect(page.locator(".paper").first).to_contain_text("Se pa Vil la")
    is_fit(page)
