"""The city as its folder describes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from gis_cas.geo.position import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class CityWords:
    """What this city says in one language, by the English text: names of services and groups, and its sentences.

    `reviewed`: a person has approved all of it (R48).
    """

    names: Mapping[str, str]
    sentences: Mapping[str, str]
    reviewed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """One city's own settings; lengths in feet, boxes in EPSG:4326.

    `radius_ft` holds the 95 % radius by source (`default_pin`, `pin_zoom_N` for a pin placed at zoom N, `phone` for one
    that states no accuracy, `photo`); `road_reach_ft` is how far a road may lie from something that must be on one.
    `words` are by language, English apart;
    `seats` are the Commission's, slug to name.
    """

    slug: str
    name: str
    short_name: str
    state: str
    time_zone: ZoneInfo
    srid_ft: int
    datum_pipeline: str
    languages: tuple[str, ...]
    phone: str
    owner_slug: str
    map_extent: Box
    surroundings: Box
    surroundings_name: str
    mailing_names: tuple[str, ...]
    first_response: timedelta
    outcome_response: timedelta
    date_stamp_hour: int
    radius_ft: Mapping[str, float]
    max_radius_ft: float
    road_reach_ft: float
    administrator_queue: str
    words: Mapping[str, CityWords] = field(default_factory=dict)
    seats: Mapping[str, str] = field(default_factory=dict)
