"""A pin and its live owner card: in the city, on a state road, beside it, in an enclave, in a park, at sea."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watched, watched

FT_IN_A_DEGREE = 364_000
STEP_FT = 10.0

PLACES = {
    "in the city": (26.5600, -80.0800, "missed_garbage", "Public Works looks after this"),
    "on SR 804": (
        26.5280,
        -80.0675,
        "pothole",
        "Florida Department of Transportation District Four looks after this road",
    ),
    "beside SR 804": (26.52815, -80.0675, "litter", "Is it on the road, or beside it?"),
    "in an enclave": (
        26.55666,
        -80.07765,
        "missed_garbage",
        "Solid Waste Authority of Palm Beach County looks after this",
    ),
    "in Oceanfront Park": (26.5278, -80.0455, "park_maintenance", "Recreation and Parks looks after this"),
    "in the sea": (26.5280, -80.0200, "litter", "We are not sure yet who looks after this roadside"),
}


def pin(browsing: Watched, *, lat: float, lon: float, service: str, zoom: int = 17) -> Page:
    """The form with the pin at a place and a service chosen."""
    query = urlencode({"lat": lat, "long": lon, "zoom": zoom, "source": "pin"})
    page = browsing.goto(f"/report?{query}")
    page.select_option("#service_code", service)
    return page


def position(page: Page) -> tuple[float, float]:
    return float(page.input_value('[name="lat"]')), float(page.input_value('[name="long"]'))


@pytest.mark.parametrize("place", list(PLACES))
def test_the_card_says_whose_job_it_is(browsing: Watched, place: str) -> None:
    lat, lon, service, said = PLACES[place]
    page = pin(browsing, lat=lat, lon=lon, service=service)
    expect(page.locator("#owner-card .owner__who")).to_have_text(said)


def test_the_question_has_three_equal_answers_and_the_answer_decides(browsing: Watched) -> None:
    lat, lon, service, _ = PLACES["beside SR 804"]
    page = pin(browsing, lat=lat, lon=lon, service=service)
    answers = page.locator("#owner-card [data-answer]")
    expect(answers).to_have_text(["On the road", "Beside it", "I'm not sure"])
    widths = {round(box["width"]) for box in (answer.bounding_box() for answer in answers.all()) if box}
    assert len(widths) == 1
    answers.nth(1).click()
    expect(page.locator("#owner-card .owner__who")).to_have_text("Public Works looks after this roadside")
    expect(page.locator('[name="answer.on_road"]')).to_have_value("beside")


def test_not_being_sure_is_an_answer(browsing: Watched) -> None:
    lat, lon, service, _ = PLACES["beside SR 804"]
    page = pin(browsing, lat=lat, lon=lon, service=service)
    page.locator('[data-answer="unsure"]').click()
    expect(page.locator("#owner-card .owner__who")).to_contain_text("We are not sure yet who looks after")
    expect(page.locator("#owner-card .owner__what")).to_contain_text("A person will check")


def test_moving_the_pin_forgets_the_answer_and_asks_again(browsing: Watched) -> None:
    lat, lon, service, _ = PLACES["beside SR 804"]
    page = pin(browsing, lat=lat, lon=lon, service=service)
    page.locator('[data-answer="beside"]').click()
    expect(page.locator('[name="answer.on_road"]')).to_have_count(1)
    page.get_by_role("button", name="North", exact=True).click()
    expect(page.locator('[name="answer.on_road"]')).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "east", "north"), [("North", 0, 1), ("South", 0, -1), ("East", 1, 0), ("West", -1, 0)]
)
def test_a_nudge_moves_the_pin_ten_feet(browsing: Watched, name: str, east: int, north: int) -> None:
    page = pin(browsing, lat=26.56, lon=-80.08, service="missed_garbage", zoom=19)
    expect(page.locator("#owner-card .owner__who")).to_be_visible()
    before = position(page)
    button = page.get_by_role("button", name=name, exact=True)
    box = button.bounding_box()
    assert box is not None
    assert box["width"] >= 48
    assert box["height"] >= 48
    button.click()
    after = position(page)
    moved_north = (after[0] - before[0]) * FT_IN_A_DEGREE
    moved_east = (after[1] - before[1]) * FT_IN_A_DEGREE * 0.8945
    assert moved_north == pytest.approx(north * STEP_FT, abs=0.6)
    assert moved_east == pytest.approx(east * STEP_FT, abs=0.6)


def test_a_tap_places_the_pin_where_it_was_tapped(browsing: Watched) -> None:
    page = pin(browsing, lat=26.5280, lon=-80.0675, service="pothole", zoom=18)
    expect(page.locator("#owner-card .owner__who")).to_contain_text("Florida Department")
    box = page.locator(".map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + 110)
    lat, lon = position(page)
    assert lat == pytest.approx(26.5280 - 110 * 0.5972 * 0.8947 / 111_320, abs=3e-5)
    assert lon == pytest.approx(-80.0675, abs=1e-5)
    expect(page.locator('[name="source"]')).to_have_value("pin")


def test_one_address_takes_the_pin_there(browsing: Watched) -> None:
    page = browsing.goto("/report")
    page.select_option("#service_code", "pothole")
    page.fill("#q", "100 e ocean av")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("#owner-card .owner__who")).to_have_text("Public Works looks after this road")
    expect(page.locator("#q")).to_have_value(re.compile("^100 E Ocean Ave"))
    expect(page.locator('[name="source"]')).to_have_value("address")


def test_several_places_are_offered(browsing: Watched) -> None:
    page = browsing.goto("/report")
    page.fill("#q", "130 3rd St")
    page.locator("#q").press("Enter")
    offered = page.locator("#choices button")
    expect(offered).to_have_count(4)
    offered.nth(2).click()
    expect(page.locator("#choices")).to_be_hidden()
    assert position(page)[0] != 0


def test_a_street_alone_asks_for_the_spot(browsing: Watched) -> None:
    page = browsing.goto("/report")
    page.fill("#q", "W Boynton Beach Blvd")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("#choices")).to_contain_text("is a whole street")
    expect(page.locator('[name="lat"]')).to_have_value("")


def test_words_edited_after_an_address_are_another_place(browsing: Watched) -> None:
    page = browsing.goto("/report?q=100+E+Ocean+Ave")
    expect(page.locator('[name="source"]')).to_have_value("address")
    page.locator("#q").press("End")
    page.locator("#q").press_sequentially(" x")
    expect(page.locator('[name="source"]')).to_have_value("")
    expect(page.locator('[name="lat"]')).to_have_value("")


def test_the_phone_s_own_place_comes_with_its_accuracy(chromium: Browser, live_server: str) -> None:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844},
        permissions=["geolocation"],
        geolocation={"latitude": 26.56, "longitude": -80.08, "accuracy": 20},
    )
    mine = watched(context, live_server)
    page = mine.goto("/")
    page.get_by_role("link", name="Use my location").click()
    expect(page.locator("#map-say")).to_contain_text("give or take 66 ft")
    expect(page.locator('[name="source"]')).to_have_value("phone")
    expect(page.locator('[name="accuracy_ft"]')).to_have_value("66")
    page.select_option("#service_code", "missed_garbage")
    expect(page.locator("#owner-card .owner__who")).to_have_text("Public Works looks after this")
    mine.check()
    context.close()


def test_without_a_phone_s_place_the_page_says_what_to_do(browsing: Watched) -> None:
    page = browsing.goto("/report#here")
    expect(page.locator("#map-say")).to_contain_text("Type an address or tap the map")


def test_similar_requests_near_the_pin_are_links(browsing: Watched) -> None:
    page = browsing.goto("/report")
    page.select_option("#service_code", "pothole")
    page.fill("#q", "100 E Ocean Ave")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("#owner-card .owner__who")).to_be_visible()
    for link in page.locator("#similar-rows a").all():
        assert re.fullmatch(r"/requests/\d{9}", link.get_attribute("href") or "")


def test_a_service_that_needs_a_name_says_so(browsing: Watched) -> None:
    page = browsing.goto("/report")
    expect(page.locator("#named")).to_be_hidden()
    page.select_option("#service_code", "overgrown_lot")
    expect(page.locator("#named")).to_be_visible()


def test_danger_is_for_911(browsing: Watched) -> None:
    page = browsing.goto("/report")
    page.select_option("#service_code", "fire_or_danger")
    expect(page.locator("#danger")).to_contain_text("call 911")
