"""Choosing and sending a photo, with scripts and without."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Watched
from tests.browser.test_every_page import faint
from tests.factories.pictures import exif, photo


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    good, half = tmp_path / "bache.jpg", tmp_path / "half.jpg"
    good.write_bytes(photo(width=1200, height=900))
    half.write_bytes(photo(width=1200, height=900)[:4000])
    return [good, half]


def _fill(mine: Watched) -> None:
    page = mine.goto("/report")
    page.fill("#q", "100 E Ocean Ave")
    page.select_option("#service_code", "pothole")
    page.fill("#description", "A hole that swallows wheels.")


def test_a_photo_is_shown_before_it_is_sent_and_told_about_after(browsing: Watched, files: list[Path]) -> None:
    _fill(browsing)
    page = browsing.page
    page.set_input_files("#files-field", files)
    chosen = page.locator(".choose-files__chosen li")
    expect(chosen).to_have_count(2)
    expect(chosen.first.locator("img")).to_be_visible()
    expect(chosen.first).to_contain_text("bache.jpg")
    page.get_by_role("button", name="Send", exact=True).click()
    said = page.locator(".files-said li")
    expect(said).to_have_text(
        [
            "File 1 is with your request.",
            "File 2 was not kept. The picture is not whole, so it could not be opened. Please send it again.",
        ]
    )
    expect(page.locator(".files-said")).to_contain_text("Your request stands all the same.")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert faint(page) == []
    page.set_input_files("#files-field", files[:1])
    page.get_by_role("button", name="Send the photo").click()
    expect(page.locator(".files-said li")).to_have_text(["File 1 is with your request."])


def test_a_file_that_will_not_be_kept_is_named_before_it_is_sent(browsing: Watched, tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    large.write_bytes(photo() + bytes(20_000_001))
    _fill(browsing)
    browsing.page.set_input_files("#files-field", [large])
    expect(browsing.page.locator(".choose-files__why")).to_have_text("larger than 20 MB, will not be kept")


def test_a_photo_without_scripts(without_scripts: Watched, files: list[Path]) -> None:
    _fill(without_scripts)
    page = without_scripts.page
    page.set_input_files("#files-field", files[:1])
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".files-said li")).to_have_text(["File 1 is with your request."])


def test_a_photo_taken_elsewhere_asks_one_question(browsing: Watched, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.jpg"
    elsewhere.write_bytes(photo(exif=exif(lon=-80.075, lat=26.5281)))
    _fill(browsing)
    page = browsing.page
    page.set_input_files("#files-field", [elsewhere])
    page.get_by_role("button", name="Send", exact=True).click()
    asked = page.get_by_role("group", name="Which is right?")
    expect(asked).to_contain_text("from the address you gave")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert faint(page) == []
    asked.get_by_text("I'm not sure").click()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("status").filter(has_text="We have noted it.")).to_be_visible()
    expect(asked).to_have_count(0)
