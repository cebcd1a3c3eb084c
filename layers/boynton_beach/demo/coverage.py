"""Layers made of the arrangement's faces: limits, enclaves, county, districts, zones and service areas."""

from collections.abc import Callable
from typing import Any

from shapely import normalize
from shapely.geometry import Polygon

from layers.boynton_beach.demo import lines as at
from layers.boynton_beach.demo.frame import LonLat
from layers.boynton_beach.demo.outlines import CITY, ENCLAVES, Area, Face, joined
from layers.boynton_beach.demo.write import Feature, feature

TOWNS = {
    CITY: "City of Boynton Beach",
    "ocean-ridge": "Town of Ocean Ridge",
    "briny-breezes": "Town of Briny Breezes",
    "hypoluxo": "Town of Hypoluxo",
    "gulf-stream": "Town of Gulf Stream",
    "delray-beach": "City of Delray Beach",
    "golf": "Village of Golf",
    "manalapan": "Town of Manalapan",
    "lantana": "Town of Lantana",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
COUNTY_INLAND: list[LonLat] = [
    (-80.0570, 26.4000), (-80.0740, 26.3300), (-80.2500, 26.3330), (-80.4500, 26.3340), (-80.6500, 26.3350),
    (-80.8800, 26.3340), (-80.8800, 26.5000), (-80.8800, 26.6500), (-80.8750, 26.7500), (-80.8300, 26.8200),
    (-80.7600, 26.9000), (-80.6800, 26.9550), (-80.5000, 26.9580), (-80.3000, 26.9600), (-80.1500, 26.9650),
    (-80.0800, 26.9700), (-80.0700, 26.9400), (-80.0480, 26.8700), (-80.0350, 26.7800), (-80.0330, 26.7000),
    (-80.0338, 26.6400),
]  # fmt: skip


def _areas(faces: list[Face], key: Callable[[Face], str | None]) -> dict[str, Area]:
    groups: dict[str, list[Any]] = {}
    for face in faces:
        name = key(face)
        if name is not None:
            groups.setdefault(name, []).append(face.shape)
    return {name: joined(groups[name]) for name in sorted(groups)}


def municipal_areas(faces: list[Face]) -> dict[str, Area]:
    """Each municipality's land and water by slug; the city comes with its three holes."""
    return _areas(faces, lambda face: face.municipality)


def municipalities(faces: list[Face]) -> list[Feature]:
    """The municipal limits, the city's own as owner `city`."""
    return [
        feature(area, municipality_id=slug, name=TOWNS[slug], owner="city" if slug == CITY else slug)
        for slug, area in municipal_areas(faces).items()
    ]


def enclaves(faces: list[Face]) -> list[Feature]:
    """The county's land inside the city's limits."""
    return [
        feature(area, enclave_id=key, name=ENCLAVES[key][0], owner="palm-beach-county")
        for key, area in _areas(faces, lambda face: face.enclave).items()
    ]


def county(faces: list[Face]) -> list[Feature]:
    """The county's land, its coast vertex for vertex that of the coastal municipalities."""
    corners = {lat for face in faces for lon, lat in face.shape.exterior.coords if lon == at.COAST.lon_at(lat)}
    coast = [at.COAST.at(lat) for lat in sorted(corners | {lat for _, lat in at.COAST.between(26.430, 26.600)})]
    shape = normalize(Polygon(COUNTY_INLAND + coast[::-1]))
    return [feature(shape, county_id="palm-beach", name="Palm Beach County", owner="palm-beach-county")]


def _in_city(face: Face) -> bool:
    return face.municipality == CITY


def _block(face: Face) -> str:
    """Which of the five blocks between the E-4 and C-16 canals and Woolbright Road a face lies in."""
    inside = face.shape.representative_point()
    north = inside.y > at.C16 + 0.0002
    if inside.x < at.E4:
        return "north-west" if north else "south-west"
    if north:
        return "north-east"
    return "centre" if inside.y > at.WOOLBRIGHT else "south-east"


DISTRICT = {"north-west": "I", "south-west": "I", "north-east": "II", "centre": "III", "south-east": "IV"}
ZONE = {"north-west": 1, "south-west": 2, "north-east": 3, "centre": 4, "south-east": 5}


def commission_districts(faces: list[Face]) -> list[Feature]:
    """Four districts whose lines are the centrelines of the E-4, the C-16 and Woolbright Road."""
    areas = _areas(faces, lambda face: DISTRICT[_block(face)] if _in_city(face) else None)
    return [feature(area, district=key, name=f"Commission District {key}") for key, area in areas.items()]


def solid_waste_zones(faces: list[Face]) -> list[Feature]:
    """Five collection zones, one for each weekday."""
    areas = _areas(faces, lambda face: str(ZONE[_block(face)]) if _in_city(face) else None)
    return [
        feature(area, zone=f"SW-{key}", name=f"Collection zone {key}", owner="city", day=WEEKDAYS[int(key) - 1])
        for key, area in areas.items()
    ]


def public_works_zones(faces: list[Face]) -> list[Feature]:
    """Three street maintenance zones: north of the C-16, the centre, and south of Woolbright Road."""

    def band(face: Face) -> str | None:
        y = face.shape.representative_point().y
        name = "North" if y > at.C16 + 0.0002 else "Central" if y > at.WOOLBRIGHT else "South"
        return name if _in_city(face) else None

    return [
        feature(area, zone=f"PW-{name}", name=f"{name} maintenance zone", owner="city")
        for name, area in _areas(faces, band).items()
    ]


def water_service_area(faces: list[Face]) -> list[Feature]:
    """City water: the city, its enclaves, two beach towns, the county pocket and the county land west to 80.118 W."""
    served = {CITY, "ocean-ridge", "briny-breezes"}
    pieces = [f.shape for f in faces if f.enclave or f.municipality in served or f.municipality is None]
    return [feature(joined(pieces), area_id="water-1", name="Water and sewer service area", owner="utilities")]


def fire_service_area(faces: list[Face]) -> list[Feature]:
    """City fire rescue: the city and, by contract, two beach towns."""
    pieces = [f.shape for f in faces if f.municipality in {CITY, "ocean-ridge", "briny-breezes"}]
    return [feature(joined(pieces), area_id="fire-1", name="Fire rescue service area", owner="fire-rescue")]
