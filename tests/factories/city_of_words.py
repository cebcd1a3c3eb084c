"""A city for tests of words: only what the locator reads of it is telling."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from gis_cas.domain.city import City
from gis_cas.geo.position import Box

BOYNTON_BEACH = City(
    slug="boynton-beach",
    name="City of Boynton Beach",
    short_name="Boynton Beach",
    state="FL",
    time_zone=ZoneInfo("America/New_York"),
    srid_ft=2881,
    datum_pipeline="+proj=noop",
    languages=("en",),
    phone="561-742-6000",
    owner_slug="city",
    map_extent=Box(west=-80.13, south=26.47, east=-80.03, north=26.59),
    surroundings=Box(west=-80.9, south=26.3, east=-79.9, north=27.0),
    surroundings_name="Palm Beach County",
    mailing_names=("Boynton Beach", "Boynton Bch", "Boynton", "Ocean Ridge", "Village of Golf", "Delray Beach"),
    first_response=timedelta(hours=72),
    outcome_response=timedelta(hours=72),
    date_stamp_hour=8,
    radius_ft={"default_pin": 33.0},
    max_radius_ft=500.0,
    road_reach_ft=150.0,
    administrator_queue="city-manager",
)
