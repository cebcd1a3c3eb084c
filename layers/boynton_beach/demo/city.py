"""The whole demonstration city, put together in order: limits, roads, water, places, addresses."""

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from layers.boynton_beach.demo import coverage, water
from layers.boynton_beach.demo.addresses import Address, Ground, address_feature, addresses
from layers.boynton_beach.demo.arterials import city_collectors, county_roads, state_roads
from layers.boynton_beach.demo.crossings import intersections
from layers.boynton_beach.demo.estates import combs, loops
from layers.boynton_beach.demo.frame import buffer_ft
from layers.boynton_beach.demo.grid import avenues, streets
from layers.boynton_beach.demo.markers import markers
from layers.boynton_beach.demo.neighbourhoods import comb_roads, loop_roads
from layers.boynton_beach.demo.network import cut
from layers.boynton_beach.demo.outlines import faces
from layers.boynton_beach.demo.places import PARKS, SCHOOLS, site_features
from layers.boynton_beach.demo.road import Road
from layers.boynton_beach.demo.streets import Places, Segment, segments, street_feature
from layers.boynton_beach.demo.towns import beach_streets, neighbour_streets
from layers.boynton_beach.demo.write import Feature

SEED = 2002


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCity:
    """Every layer by its slug, and the parts that the demonstration requests are drawn from."""

    layers: dict[str, list[Feature]]
    segments: list[Segment]
    addresses: list[Address]


def planned_roads() -> list[Road]:
    """Every road of the plan, the important ones first: they name the segments' order."""
    found = state_roads() + county_roads() + city_collectors() + avenues() + streets()
    found += [piece for plan in combs() for piece in comb_roads(plan)]
    found += [piece for plan in loops() for piece in loop_roads(plan)]
    return found + beach_streets() + neighbour_streets()


def _claims(layers: dict[str, list[Feature]]) -> list[BaseGeometry]:
    """Ground on which no house stands: canals, railways, the motorway and open water."""
    lines = [
        buffer_ft(item.shape, item.attributes["half_width_ft"])
        for slug in ("canals", "railways")
        for item in layers[slug]
    ]
    return lines + [item.shape for slug in ("right_of_way", "water_bodies") for item in layers[slug]]


def build(*, seed: int = SEED) -> DemoCity:
    """Draw the city; the same seed gives the same features, vertex for vertex."""
    pieces = faces()
    towns = coverage.municipal_areas(pieces)
    places = Places(towns)
    parts = segments(cut(planned_roads(), list(towns.values())), places)
    layers = {
        "municipalities": coverage.municipalities(pieces),
        "enclaves": coverage.enclaves(pieces),
        "county": coverage.county(pieces),
        "commission_districts": coverage.commission_districts(pieces),
        "solid_waste_zones": coverage.solid_waste_zones(pieces),
        "public_works_zones": coverage.public_works_zones(pieces),
        "water_service_area": coverage.water_service_area(pieces),
        "fire_service_area": coverage.fire_service_area(pieces),
        "canals": water.canals(),
        "railways": water.railways(),
        "right_of_way": water.right_of_way(),
        "water_bodies": water.water_bodies(),
        "streets": [street_feature(part) for part in parts],
        "intersections": intersections(parts),
        "mile_posts": markers(),
    }
    claims = _claims(layers)
    layers["parks"] = site_features(PARKS, parts, claims)
    layers["schools"] = site_features(SCHOOLS, parts, claims)
    grounds = claims + [item.shape for slug in ("parks", "schools") for item in layers[slug]]
    doors = addresses(parts, places, Ground(parts, grounds), seed=seed)
    layers["address_points"] = [address_feature(index, item) for index, item in enumerate(doors, start=1)]
    return DemoCity(layers=layers, segments=parts, addresses=doors)
