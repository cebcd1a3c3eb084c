"""Another address finder, a real server over HTTP: it offers, it never decides, and its trouble is not ours."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from gis_cas.domain.candidate import MatchType
from gis_cas.geocoding.remote import Remote, RemoteFallback, remote_ask
from gis_cas.geocoding.scoring import SURE
from tests.factories.city_of_words import BOYNTON_BEACH
from tests.fakes.locators import ListedLocator, candidate

NEARBY = {"lat": "26.53", "lon": "-80.07"}


class Finder(BaseHTTPRequestHandler):
    answer: ClassVar[Any] = []
    status: ClassVar[int] = 200
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        Finder.asked.append(self.path)
        body = json.dumps(Finder.answer).encode()
        self.send_response(Finder.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: Any) -> None:
        """Say nothing."""


@pytest.fixture
def finder() -> Iterator[str]:
    Finder.answer, Finder.status, Finder.asked = [], 200, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Finder)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def fallback(url: str, via: str = "nominatim") -> RemoteFallback:
    own = ListedLocator({"sure": [candidate("100 E Ocean Ave", -80.064, 26.5262)]})
    ask = remote_ask(Remote(via=via, url=url, timeout_s=1.0), city=BOYNTON_BEACH)
    return RemoteFallback(own, ask, city=BOYNTON_BEACH)


def test_what_the_own_locator_is_sure_of_is_asked_of_nobody(finder: str) -> None:
    (only,) = fallback(finder).find("sure")
    assert only.label == "100 E Ocean Ave"
    assert Finder.asked == []


def test_what_the_other_one_offers_is_a_doubt(finder: str) -> None:
    Finder.answer = [
        {**NEARBY, "display_name": "7 New Rd", "address": {"house_number": "7"}},
        {**NEARBY, "display_name": "Boynton Beach", "addresstype": "city"},
        {"lat": "40.7", "lon": "-74.0", "display_name": "7 New Rd, New York", "address": {"house_number": "7"}},
    ]
    (only,) = fallback(finder).find("7 New Rd")
    assert (only.label, only.match_type) == ("7 New Rd", MatchType.POINT_ADDRESS)
    assert only.score < SURE
    assert only.error_radius_ft >= 2640
    assert only.note is not None
    assert "viewbox" in Finder.asked[0]


def test_the_other_kinds_are_read_too(finder: str) -> None:
    Finder.answer = {
        "features": [
            {
                "geometry": {"coordinates": [-80.07, 26.53]},
                "properties": {"label": "New Rd", "layer": "street", "name": "New Rd"},
            }
        ]
    }
    (street,) = fallback(finder, "pelias").find("New Rd")
    assert street.street_only
    Finder.answer = {
        "candidates": [
            {"address": "7 New Rd", "location": {"x": -80.07, "y": 26.53}, "attributes": {"Addr_type": "StreetAddress"}}
        ]
    }
    (address,) = fallback(finder, "arcgis").find("7 New Rd")
    assert address.match_type is MatchType.STREET_ADDRESS


def test_trouble_with_the_other_one_is_no_trouble_of_ours(finder: str) -> None:
    Finder.status = 500
    assert fallback(finder).find("7 New Rd") == ()
    assert fallback("http://127.0.0.1:9").find("7 New Rd") == ()
    Finder.status, Finder.answer = 200, [{"lat": "north", "lon": "west", "display_name": "?", "addresstype": "road"}]
    assert fallback(finder).find("7 New Rd") == ()
