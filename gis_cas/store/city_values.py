"""The city's document as a value, and the rows of its folder as they lie in the database."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gis_cas.domain.city import City, CityWords
from gis_cas.geo.position import Box

PRECEDENCE = "road_precedence"
"""Where the document keeps responsibility.toml's order of road owners."""

PHOTO_RADIUS_FT = 100.0
"""Where a city says nothing: a camera's position may be older than its picture, and is taken beside what it shows."""

WORDS = "words"
"""Where the document keeps the city's words in other languages: names, sentences, and the marks of their reviews."""


def city_from(document: Mapping[str, Any]) -> City:
    """The city that a document (city.toml as JSON) describes; it must have been checked."""
    clock, radius = document["clock"], document["radius_ft"]
    by_zoom = {f"pin_zoom_{zoom}": float(feet) for zoom, feet in radius["pin_at_zoom"].items()}
    default_pin = float(radius["default_pin"])
    by_source = {"phone": float(radius.get("phone", default_pin)), "photo": float(radius.get("photo", PHOTO_RADIUS_FT))}
    return City(
        slug=document["slug"],
        name=document["name"],
        short_name=document["short_name"],
        state=document["state"],
        time_zone=ZoneInfo(document["time_zone"]),
        srid_ft=document["srid_ft"],
        datum_pipeline=document["datum_pipeline"],
        languages=tuple(document["languages"]),
        phone=document["phone"],
        owner_slug=document["owner_slug"],
        map_extent=Box(*document["map_extent"]),
        surroundings=Box(*document["surroundings"]),
        surroundings_name=document["surroundings_name"],
        mailing_names=tuple(document["mailing_names"]),
        first_response=timedelta(hours=clock["first_response_hours"]),
        outcome_response=timedelta(hours=clock["outcome_response_hours"]),
        date_stamp_hour=clock["date_stamp_hour"],
        radius_ft={"default_pin": default_pin, **by_source, **by_zoom},
        max_radius_ft=float(radius["max_decidable"]),
        road_reach_ft=float(document["road_reach_ft"]),
        administrator_queue=document["administrator_queue"],
        words={language: _words(own) for language, own in document.get(WORDS, {}).items()},
        seats=document.get("seats", {}),
    )


def _words(own: Mapping[str, Any]) -> CityWords:
    texts = {*own["names"], *own["sentences"]}
    return CityWords(names=own["names"], sentences=own["sentences"], reviewed=texts <= set(own["reviews"]))


_LATER = "questions"
"""A column that came after the first folders were loaded: a row without any has the hash that it had before."""


def row_hash(row: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of a row's canonical JSON; equal content, equal hash."""
    said = {name: value for name, value in row.items() if name != _LATER or value}
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
