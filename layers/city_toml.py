"""city.toml: the city's own settings, checked field by field."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from layers.manifest import read_toml
from layers.problem import Fields, Problem

FILE = "city.toml"
CONTROL_POINTS = 3
AGREE_FT = 0.01

_SLUG = re.compile(r"[a-z][a-z0-9-]*")


def read_city_toml(folder: Path, problems: list[Problem]) -> tuple[dict[str, Any], bool]:
    """The document in city.toml, and whether a city can be made of it; if not, the reasons are in `problems`."""
    before = len(problems)
    document = read_toml(folder / FILE, FILE, problems)
    if len(problems) == before:
        _check(Fields(given=document, where=FILE, problems=problems))
    return document, len(problems) == before


def _check(fields: Fields) -> None:
    slug = fields.text("slug", "springfield")
    if slug and not _SLUG.fullmatch(slug):
        fields.wrong("slug", f"{slug!r} must be small letters, digits and hyphens, such as 'springfield'.")
    for name, example in (
        ("name", "City of Springfield"),
        ("short_name", "Springfield"),
        ("state", "IL"),
        ("phone", "555-0100"),
        ("owner_slug", "city"),
        ("administrator_queue", "city-manager"),
        ("surroundings_name", "Sangamon County"),
    ):
        fields.text(name, example)
    _time_zone(fields)
    fields.texts("languages", needed=True)
    fields.texts("mailing_names", needed=True)
    fields.number("road_reach_ft", example=150, least=1)
    map_extent, surroundings = _box(fields, "map_extent"), _box(fields, "surroundings")
    if map_extent and surroundings and not _inside(map_extent, surroundings):
        fields.wrong("map_extent", "The first view must lie inside surroundings.")
    _clock(fields.table("clock", needed=True))
    _radius(fields.table("radius_ft", needed=True))
    _measuring(fields)
    _seats(fields.table("seats"))
    fields.nothing_else()


def _time_zone(fields: Fields) -> None:
    name = fields.text("time_zone", "America/Chicago")
    try:
        ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        fields.wrong("time_zone", f"{name!r} is not in the IANA time zone database; 'America/Chicago' would be.")


def _box(fields: Fields, name: str) -> tuple[float, ...]:
    box = fields.numbers(name, 4, "[-89.8, 39.6, -89.4, 39.9], west, south, east, north")
    if box and not (-180 <= box[0] < box[2] <= 180 and -90 <= box[1] < box[3] <= 90):  # noqa: PLR2004 - degrees
        fields.wrong(name, f"{list(box)} must be west, south, east, north in degrees, west < east and south < north.")
        return ()
    return box


def _inside(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _clock(fields: Fields) -> None:
    fields.number("first_response_hours", example=72, least=1)
    fields.number("outcome_response_hours", example=72, least=1)
    hour = fields.number("date_stamp_hour", example=8, least=0)
    if hour >= 24 or hour != int(hour):  # noqa: PLR2004 - hours of a day
        fields.wrong("date_stamp_hour", "An hour of the day from 0 to 23 is needed.")
    fields.nothing_else()


def _radius(fields: Fields) -> None:
    default = fields.number("default_pin", example=33, least=1)
    most = fields.number("max_decidable", example=500, least=1)
    if default > most:
        fields.wrong("default_pin", "It must not be larger than max_decidable.")
    for source in ("phone", "photo"):
        if fields.has(source):
            fields.number(source, example=100, least=1)
    zooms = fields.table("pin_at_zoom", needed=True)
    for zoom in zooms.given:
        if not zoom.isdigit():
            zooms.wrong(zoom, "A zoom level is a whole number, such as 17.")
        zooms.number(zoom, example=45, least=1)
    fields.nothing_else()


def _seats(fields: Fields) -> None:
    for slug in fields.given:
        if not _SLUG.fullmatch(slug):
            fields.wrong(
                slug, f"A seat's key has small letters, digits and hyphens, such as district-1; found {slug!r}."
            )
        fields.text(slug, "District I")
    fields.nothing_else()


def _measuring(fields: Fields) -> None:
    srid = fields.given.get("srid_ft")
    fields.has("srid_ft")
    pipeline = fields.text("datum_pipeline", "+proj=pipeline +step …")
    points = fields.given.get("control_point", [])
    fields.has("control_point")
    if not isinstance(srid, int) or not _in_feet(srid):
        fields.wrong(
            "srid_ft", f"The EPSG code of a projected CRS in feet, your State Plane zone, is needed; found {srid!r}."
        )
    try:
        pinned = Transformer.from_pipeline(pipeline)
    except ProjError as error:
        fields.wrong("datum_pipeline", f"PROJ cannot read this pipeline from EPSG:4326 to feet: {error}.")
        return
    if not isinstance(points, list) or len(points) < CONTROL_POINTS:
        fields.wrong("[[control_point]]", f"{CONTROL_POINTS} points with name, lon, lat, x_ft and y_ft are needed.")
        return
    for number, point in enumerate(points, start=1):
        entry = Fields(
            given=point if isinstance(point, Mapping) else {},
            where=f"{FILE}, control_point {number}",
            problems=fields.problems,
        )
        entry.text("name", "City Hall")
        lon, lat = (entry.number(name, example=0, least=-180) for name in ("lon", "lat"))
        x_ft, y_ft = (entry.number(name, example=0, least=-1e9) for name in ("x_ft", "y_ft"))
        x, y = pinned.transform(lon, lat)
        off_ft = max(abs(x - x_ft), abs(y - y_ft))
        if not off_ft < AGREE_FT:
            entry.wrong("x_ft", f"The pipeline gives {x:.4f}, {y:.4f}; that is {off_ft:.2f} ft from what stands here.")
        entry.nothing_else()


def _in_feet(srid: int) -> bool:
    try:
        crs = CRS.from_epsg(srid)
    except CRSError:
        return False
    return bool(crs.is_projected) and 0.3 < crs.axis_info[0].unit_conversion_factor < 0.31  # noqa: PLR2004 - metres
