"""The pages about accounts in a browser: make one, grant it a role, come in by it, and the marks that must hold."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched
from tests.browser.matrix import small_targets
from tests.browser.test_every_page import faint

OWN = "four words of my own"


def enter(page: Page, address: str, login: str, password: str) -> None:
    page.goto(f"{address}/staff/login")
    page.fill("#login", login)
    page.fill("#password", password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def leave(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in to the desk")


@pytest.fixture
def admin(browsing: Watched) -> Page:
    page = browsing.page
    enter(page, browsing.address, "admin", "demonstration")
    return page


def test_from_a_new_account_to_its_first_role(browsing: Watched, admin: Page) -> None:
    login = f"ann.{secrets.token_hex(3)}"
    admin.get_by_role("link", name="Accounts", exact=True).click()
    admin.get_by_role("link", name="New account").click()
    admin.fill("#title", "Ann <b>Lee</b>")
    admin.fill("#login", login)
    admin.get_by_role("button", name="Make the account").click()
    first = admin.locator(".first-password").inner_text()
    expect(admin.locator("h1")).to_have_text("Ann <b>Lee</b>")
    admin.get_by_text("Grant a role").click()
    admin.select_option("#role", "its_admin")
    admin.get_by_role("button", name="Grant", exact=True).click()
    expect(admin.locator(".grant strong")).to_have_text("ITS administrator")
    leave(admin)

    enter(admin, browsing.address, login, first)
    expect(admin.locator(".notice")).to_contain_text("choose one of your own")
    admin.fill("#present", first)
    admin.fill("#new", OWN)
    admin.fill("#again", OWN)
    admin.get_by_role("button", name="Change the password").click()
    expect(admin.locator(".received")).to_contain_text("changed")
    admin.goto(f"{browsing.address}/staff/accounts")
    expect(admin.locator("h1")).to_have_text("Accounts")
    expect(admin.locator(".bar__search")).to_have_count(0)
    admin.goto(f"{browsing.address}/staff")
    expect(admin.locator("main")).to_contain_text("Your account may not do this")


def test_nothing_is_cut_off_faint_or_too_small(browsing: Watched, admin: Page) -> None:
    number = re.search(r"/staff/accounts/(\d+)", _first(browsing, admin))
    assert number is not None
    for path in ("/staff/accounts", "/staff/accounts/new", f"/staff/accounts/{number.group(1)}", "/staff/account"):
        admin.goto(browsing.address + path)
        admin.wait_for_load_state("networkidle")
        assert admin.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert small_targets(admin) == [], path
        assert faint(admin) == [], path


def _first(browsing: Watched, page: Page) -> str:
    page.goto(f"{browsing.address}/staff/accounts")
    return page.locator(".people tbody a").first.get_attribute("href") or ""
