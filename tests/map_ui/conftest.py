"""Pages of a small city, rendered from views alone: no server, no database."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from gis_cas.domain.city import City
from gis_cas.geo.position import Box
from map_ui.page import Pages
from tests.map_ui.account_samples import account_pages
from tests.map_ui.samples import every_page
from tests.map_ui.sign_in_samples import sign_in_pages


@pytest.fixture(scope="session")
def city() -> City:
    return City(
        slug="small-city",
        name="City of Small",
        short_name="Small",
        state="FL",
        time_zone=ZoneInfo("America/New_York"),
        srid_ft=2881,
        datum_pipeline="",
        languages=("en", "es", "ht"),
        phone="561-555-0100",
        owner_slug="city",
        map_extent=Box(-80.13, 26.47, -80.03, 26.59),
        surroundings=Box(-80.9, 26.3, -79.9, 27.0),
        surroundings_name="Palm Beach County",
        mailing_names=("Small",),
        first_response=timedelta(hours=72),
        outcome_response=timedelta(hours=72),
        date_stamp_hour=8,
        radius_ft={"default_pin": 33.0, "pin_zoom_17": 45.0},
        max_radius_ft=500.0,
        road_reach_ft=150.0,
        administrator_queue="city-manager",
    )


@pytest.fixture(scope="session")
def pages(city: City) -> Pages:
    return Pages(city=city)


@pytest.fixture(scope="session")
def rendered(pages: Pages) -> dict[str, str]:
    """Every page by name, in its fullest form."""
    return every_page(pages) | account_pages(pages, demo=False) | sign_in_pages(pages, demo=False)
