"""What holds on every page in a real browser: no breach, no foreign host, nothing cut off, faint or too small."""

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watched, watched
from tests.browser.matrix import small_targets

PAGES = [
    "/",
    "/report",
    "/report?q=130+3rd+St",
    "/map",
    "/requests",
    "/find",
    "/find?q=123456789",
    "/staff/login",
    "/nowhere",
]

_FAINT = """() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const light = (rgb) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, at) => sum + weight * linear(rgb[at] / 255), 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll("main *, header *, footer *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility() || element.closest("svg, .map, option, .visually-hidden")) continue;
    const colours = [getComputedStyle(element).color].map(numbers).concat([ground(element)]);
    const [dark, bright] = colours.map(light).sort((a, b) => a - b);
    if ((bright + 0.05) / (dark + 0.05) < 4.5) faint.push(element.textContent.trim().slice(0, 40));
  }
  return faint;
}"""


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_cut_off_and_every_target_is_large_enough(browsing: Watched, path: str) -> None:
    page = browsing.goto(path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert small_targets(page) == []
    expect(page.locator(".ribbon")).to_have_text("Demonstration data")


@pytest.mark.parametrize("path", PAGES)
def test_text_may_grow_to_twice_its_size(chromium: Browser, live_server: str, path: str) -> None:
    context = chromium.new_context(viewport={"width": 640, "height": 800})
    mine = watched(context, live_server)
    page = mine.goto(path)
    page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    mine.check()
    context.close()


def test_the_focus_is_seen_and_the_first_stop_skips_to_the_content(browsing: Watched) -> None:
    page = browsing.goto("/requests")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.className")
    assert focused == "skip"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(chromium: Browser, live_server: str, scheme: Literal["light", "dark"]) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    mine = watched(context, live_server)
    for path in ("/", "/requests", "/report"):
        page = mine.goto(path)
        assert faint(page) == []
    mine.check()
    context.close()


def faint(page: Page) -> list[str]:
    """Text with less contrast than 4.5 to its nearest painted ground."""
    found: list[str] = page.evaluate(_FAINT)
    return found
