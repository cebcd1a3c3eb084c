"""On every street of the demonstration city that is a border, the sides that the question names are the true ones."""

from datetime import UTC, datetime

import pytest

from gis_cas.geo.position import Position
from gis_cas.service_requests.ask import responsibility
from gis_cas.service_requests.office import Office, open_office
from tests.fixtures.database import Database

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
FT = 1 / 364_567
"""A foot in degrees of latitude; a little more than a foot of longitude."""

NORTH, SOUTH = "North: ", "South: "
CITY, GOLF = "City of Boynton Beach", "Village of Golf"
COUNTY = "Palm Beach County (Palm Beach County Sheriff's Office)"


@pytest.fixture(scope="module")
def office(shared_database: Database) -> Office:
    return open_office(engine=shared_database.app, public_engine=shared_database.public)


@pytest.mark.parametrize("off_ft", [-12, -3, 0, 3, 12])
@pytest.mark.parametrize(
    ("road", "lat", "lon", "sides"),
    [
        ("Golf Rd", 26.4985, -80.1000, {NORTH + GOLF, SOUTH + CITY}),
        ("Golf Rd", 26.4985, -80.0980, {NORTH + GOLF, SOUTH + CITY}),
        ("Gulfstream Blvd", 26.4855, -80.0715, {NORTH + CITY, SOUTH + "City of Delray Beach"}),
        ("Lawrence Rd", 26.5500, -80.1075, {"East: " + CITY, "West: " + COUNTY}),
        ("Hypoluxo Rd", 26.5720, -80.0950, {SOUTH + CITY, NORTH + COUNTY}),
    ],
)
def test_the_sides_are_the_true_ones(
    office: Office, road: str, lat: float, lon: float, sides: set[str], off_ft: int
) -> None:
    across = (0.0, off_ft * FT) if road == "Lawrence Rd" else (off_ft * FT, 0.0)
    spot = Position(lat=lat + across[0], lon=lon + across[1])
    decision = responsibility(office, service_code="noise", now=NOW, position=spot, radius_ft=33.0).decision
    assert decision.question is not None
    assert decision.question.text.endswith(f"side of {road}?")
    assert set(decision.question.options.values()) - {"I'm not sure"} == sides


def test_a_border_in_the_open_is_named_by_its_towns(office: Office) -> None:
    spot = Position(lat=26.51, lon=-80.052)
    decision = responsibility(office, service_code="noise", now=NOW, position=spot, radius_ft=33.0).decision
    assert decision.question is not None
    assert decision.question.text == "Which side is it on?"
    assert "Town of Ocean Ridge" in decision.question.options.values()
