"""The city map: marks, legend, list, and a request's own small map."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched

STATES = 7


def marks(page: Page) -> int:
    expect(page.locator(".map")).to_have_attribute("data-marks", re.compile(r"\d+"))
    return int(page.locator(".map").get_attribute("data-total") or 0)


def open_filter(page: Page) -> None:
    if not page.locator("#legend").is_visible():
        page.locator("#sheet > summary").click()


def painted(page: Page) -> int:
    """Dots that are painted on the marks' canvas."""
    return int(
        page.evaluate("""() => {
          const canvas = document.querySelector(".leaflet-overlay-pane canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          let dots = 0;
          for (let at = 3; at < data.length; at += 4) if (data[at] > 200) dots += 1;
          return dots;
        }""")
    )


def test_marks_are_painted_soon_and_the_basemap_after_them(browsing: Watched) -> None:
    page = browsing.goto("/map")
    assert marks(page) > 50
    expect(page.locator(".map")).to_have_attribute("data-basemap", "drawn")
    assert page.evaluate("performance.getEntriesByName('first-marker').length") == 1
    assert painted(page) > 1000


def test_the_legend_is_the_filter(browsing: Watched) -> None:
    page = browsing.goto("/map")
    everything = marks(page)
    open_filter(page)
    boxes = page.locator('#legend input[name="state"]')
    expect(boxes).to_have_count(STATES)
    page.locator('#legend input[value="answered"]').uncheck()
    expect(page.locator(".map")).not_to_have_attribute("data-total", str(everything))
    fewer = marks(page)
    assert 0 < fewer < everything
    for box in boxes.all():
        box.uncheck()
    expect(page.locator(".map")).to_have_attribute("data-total", "0")
    page.locator('#legend input[value="past"]').check()
    expect(page.locator(".map")).not_to_have_attribute("data-total", "0")
    assert 0 < marks(page) < fewer


def test_the_list_follows_the_filter(browsing: Watched) -> None:
    page = browsing.goto("/map")
    marks(page)
    open_filter(page)
    for box in page.locator('#legend input[name="state"]').all():
        box.uncheck()
    expect(page.locator("#rows .row")).to_have_count(0)
    page.locator('#legend input[value="past"]').check()
    rows = page.locator("#rows .row")
    expect(rows.first).to_have_attribute("data-state", "past")
    assert {row.get_attribute("data-state") for row in rows.all()} == {"past"}


def test_a_mark_opens_its_request_and_shows_text_as_text(browsing: Watched) -> None:
    def one_hostile_mark(route: object) -> None:
        feature = {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [-80.08, 26.53]},
            "properties": {
                "number": "482157903",
                "state": "past",
                "service": "<img src=x onerror=alert(1)>",
                "label": "<b>bold</b>",
                "due_in_hours": -9,
                "due_in_days": 0,
                "age_days": 3,
            },
        }
        route.fulfill(json={"type": "FeatureCollection", "total": 1, "features": [feature]})  # type: ignore[attr-defined]

    browsing.page.route("**/map/features*", one_hostile_mark)
    page = browsing.goto("/map")
    assert marks(page) == 1
    box = page.locator(".map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_contain_text("<img src=x onerror=alert(1)>")
    expect(popup).to_contain_text("9 h past our promise")
    assert page.locator(".leaflet-popup-content img").count() == 0
    expect(popup.get_by_role("link", name="Open request 482 157 903")).to_have_attribute("href", "/requests/482157903")


def test_a_map_that_cannot_be_filled_says_so(browsing: Watched) -> None:
    browsing.page.route("**/map/features*", lambda route: route.abort())
    page = browsing.goto("/map")
    expect(page.locator(".map__tell")).to_contain_text("No signal")


def test_list_and_map_change_places_on_a_phone(browsing: Watched) -> None:
    page = browsing.goto("/map")
    switch = page.locator(".switch")
    if not switch.is_visible():
        expect(page.locator("#rows .row").first).to_be_visible()
        expect(page.locator(".map")).to_be_visible()
        return
    expect(page.locator(".map")).to_be_visible()
    page.get_by_role("button", name="List", exact=True).click()
    expect(page.locator("#rows .row").first).to_be_visible()
    expect(page.locator(".map")).to_be_hidden()
    page.get_by_role("button", name="Map", exact=True).click()
    expect(page.locator(".map")).to_be_visible()
    assert marks(page) > 0


def test_a_request_has_its_number_its_promise_and_its_small_map(browsing: Watched) -> None:
    page = browsing.goto("/requests")
    page.locator(".row__link").first.click()
    expect(page.locator("h1")).to_have_text(re.compile(r"\d{3} \d{3} \d{3}"))
    size = page.locator("h1").evaluate("element => parseFloat(getComputedStyle(element).fontSize)")
    assert size == pytest.approx(36, abs=0.1)
    expect(page.locator(".timeline li").first).to_contain_text("We received it")
    if page.locator(".small-map").count():
        expect(page.locator(".map")).to_have_attribute("data-basemap", "drawn")
