"""Folium is kept in its room, and leaves nothing of its own behind."""

from datetime import timedelta

import folium
import pytest

from gis_cas.domain.city import City
from map_ui import city_map
from map_ui.city_map import CityMap
from map_ui.views import MapView
from tests.map_ui.samples import NONCE, NOW, case_view, request_view


@pytest.fixture
def parts(city: City) -> city_map.MapParts:
    return city_map.full(city, nonce=NONCE, view=MapView(now=NOW, counts={}, groups=()))


def test_our_files_replace_folium_s_without_touching_folium() -> None:
    before = list(folium.Map.default_js)
    assert all(path.startswith("/static/") for _, path in CityMap.default_js + CityMap.default_css)
    assert any("jsdelivr" in path for _, path in folium.Map.default_js), "folium's own list was changed"
    assert before == folium.Map.default_js


def test_the_shell_has_no_document_of_its_own(parts: city_map.MapParts) -> None:
    whole = parts.head + parts.body + parts.script
    for unwanted in ("<html", "<body", "<title", "<meta", "<style", "L_NO_TOUCH", "jquery", "bootstrap", "http"):
        assert unwanted not in whole


def test_the_map_is_named_and_empty_of_data(parts: city_map.MapParts) -> None:
    assert 'aria-label="Map of open requests. The same requests stand in the list on this page."' in parts.body
    assert "/map/features" in parts.script
    assert len(parts.script) < 10_000


def test_two_pages_do_not_share_a_map(city: City) -> None:
    view = MapView(now=NOW, counts={}, groups=())
    first = city_map.full(city, nonce="one", view=view)
    second = city_map.full(city, nonce="two", view=view)
    assert "one" not in second.head
    assert first.script == second.script


def test_latitude_comes_first_for_leaflet(city: City) -> None:
    parts = city_map.spot(city, nonce=NONCE, view=request_view())
    assert '"at": [26.528, -80.0655]' in parts.script


def test_the_desk_draws_the_error_disc_and_the_public_page_does_not(city: City) -> None:
    assert '"radius_m": null' in city_map.spot(city, nonce=NONCE, view=request_view()).script
    assert '"radius_m": 13.716' in city_map.case(city, nonce=NONCE, view=case_view()).script


def test_hours_past_the_promise_are_negative_and_whole(city: City) -> None:
    late = request_view(state="past", due_at=NOW - timedelta(hours=9, minutes=30))
    assert '"due_in_hours": -9' in city_map.spot(city, nonce=NONCE, view=late).script
