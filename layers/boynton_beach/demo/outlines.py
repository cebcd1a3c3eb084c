"""Municipal limits and everything whose edges must coincide with them: one planar arrangement, cut once.

All rings and dividing lines are thrown together, noded on the 7-decimal grid and polygonised into faces; every layer
is a union of faces, so that neighbours share their borders vertex for vertex and districts cover the city exactly.
"""

from dataclasses import dataclass
from typing import TypeAlias

import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from layers.boynton_beach.demo import lines as at
from layers.boynton_beach.demo.frame import GRID_DEG, LonLat

Area: TypeAlias = Polygon | MultiPolygon

CITY = "boynton-beach"
POCKET_NORTH, POCKET_SOUTH = 26.5080, 26.5045
BRINY_NORTH, BRINY_SOUTH, BRINY_WEST = 26.5100, 26.5062, -80.0523
STRIP_SOUTH = 26.5030
LAGOON_NORTH = 26.556
INLET = 26.545
GOLF_EAST, GOLF_WEST, GOLF_NORTH = -80.0963, -80.1158, 26.5100
HUNTERS_RUN_WEST = -80.1040
GULF_STREAM_NORTH, GULF_STREAM_SOUTH, ISLAND_SOUTH = 26.4895, 26.4810, 26.4700
MANALAPAN_NORTH, HYPOLUXO_NORTH = 26.590, 26.576

CITY_WEST: list[LonLat] = [
    (GOLF_EAST, at.GOLF_RD), (GOLF_EAST, at.WOOLBRIGHT), (-80.1000, at.WOOLBRIGHT), (-80.1000, 26.5205),
    (-80.0985, 26.5205), (-80.0985, 26.5272), (-80.1003, 26.5272), (-80.1003, 26.5360), (-80.0978, 26.5360),
    (-80.0978, 26.5400), (-80.1020, 26.5400), (-80.1020, at.GATEWAY), (at.LAWRENCE, at.GATEWAY),
    (at.LAWRENCE, at.HYPOLUXO_RD), (-80.0995, at.HYPOLUXO_RD), (-80.0995, 26.5658), (-80.0972, 26.5658),
    (-80.0972, at.HYPOLUXO_RD),
]  # fmt: skip

ENCLAVES: dict[str, tuple[str, tuple[float, float, float, float]]] = {
    "E1": ("Miner Road enclave", (-80.07930, 26.55515, -80.07600, 26.55810)),
    "E2": ("Knuth Road enclave", (-80.09510, 26.51930, -80.09240, 26.52190)),
    "E3": ("Southwest enclave", (-80.08150, 26.49230, -80.07830, 26.49520)),
}


def _ring(*parts: list[LonLat]) -> Polygon:
    return Polygon([point for part in parts for point in part])


def sketches() -> dict[str, Polygon]:
    """The municipalities as drawn, before they are cut against each other; keys are agency slugs."""
    channel, coast, us1, fec = at.CHANNEL.between, at.COAST.between, at.US1.between, at.FEC.between
    south_west = [(HUNTERS_RUN_WEST, at.GULFSTREAM), (HUNTERS_RUN_WEST, at.GOLF_RD)]
    city = _ring(
        south_west, CITY_WEST, fec(at.HYPOLUXO_RD, LAGOON_NORTH), channel(LAGOON_NORTH, POCKET_SOUTH),
        coast(POCKET_SOUTH, STRIP_SOUTH), channel(STRIP_SOUTH, GULF_STREAM_NORTH),
        us1(GULF_STREAM_NORTH, at.GULFSTREAM),
    )  # fmt: skip
    return {
        CITY: city,
        "ocean-ridge": _ring(channel(BRINY_NORTH, INLET), coast(INLET, BRINY_NORTH)),
        "briny-breezes": _ring(
            channel(POCKET_NORTH, BRINY_NORTH), coast(BRINY_NORTH, BRINY_SOUTH),
            [(BRINY_WEST, BRINY_SOUTH), (BRINY_WEST, POCKET_NORTH)],
        ),
        "gulf-stream": _ring(
            channel(GULF_STREAM_NORTH, STRIP_SOUTH), coast(STRIP_SOUTH, ISLAND_SOUTH),
            channel(ISLAND_SOUTH, GULF_STREAM_SOUTH), us1(GULF_STREAM_SOUTH, GULF_STREAM_NORTH),
        ),
        "manalapan": _ring(channel(INLET, MANALAPAN_NORTH), coast(MANALAPAN_NORTH, INLET)),
        "hypoluxo": _ring(fec(LAGOON_NORTH, HYPOLUXO_NORTH), channel(HYPOLUXO_NORTH, LAGOON_NORTH)),
        "lantana": _ring(
            channel(HYPOLUXO_NORTH, 26.600), [(-80.068, 26.600), (-80.068, 26.578), at.FEC.at(26.578)],
            [at.FEC.at(HYPOLUXO_NORTH)],
        ),
        "golf": _ring(
            [(GOLF_WEST, at.GOLF_RD), (GOLF_EAST, at.GOLF_RD), (GOLF_EAST, GOLF_NORTH), (GOLF_WEST, GOLF_NORTH)]
        ),
        "delray-beach": _ring(
            [(-80.125, at.GULFSTREAM)], us1(at.GULFSTREAM, GULF_STREAM_SOUTH),
            channel(GULF_STREAM_SOUTH, ISLAND_SOUTH), coast(ISLAND_SOUTH, 26.430), [(-80.125, 26.430)],
        ),
    }  # fmt: skip


def dividing_lines() -> list[LineString]:
    """Road and canal centrelines, and limits of service, that cut the faces further."""
    paths = [
        at.east_west(at.WOOLBRIGHT, -80.1000, at.CHANNEL.lon_at(at.WOOLBRIGHT)),
        at.C16_PATH,
        [(at.E4, 26.40), (at.E4, 26.60)],
        at.CHANNEL.between(26.470, 26.600),
        [(-80.118, at.GOLF_RD), (-80.118, at.HYPOLUXO_RD), at.FEC.at(at.HYPOLUXO_RD)],
        [(-80.118, at.GOLF_RD), (HUNTERS_RUN_WEST, at.GOLF_RD)],
        [at.COAST.at(BRINY_SOUTH), at.COAST.at(POCKET_SOUTH)],
    ]
    return [LineString(path) for path in paths]


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One piece of the arrangement: its shape, and whose limits it lies in (a slug, an enclave's key, or nobody)."""

    shape: Polygon
    municipality: str | None
    enclave: str | None


def faces() -> list[Face]:
    """Cut the plane once; EPSG:4326, every vertex on the 7-decimal grid."""
    towns = sketches()
    holes = {key: shapely.box(*bounds) for key, (_, bounds) in ENCLAVES.items()}
    linework = [shape.exterior for shape in [*towns.values(), *holes.values()]] + dividing_lines()
    noded = shapely.unary_union(linework, grid_size=GRID_DEG)
    pieces = shapely.get_parts(shapely.polygonize([noded]))
    found = []
    for piece in pieces:
        inside = piece.representative_point()
        enclave = next((key for key, hole in holes.items() if hole.contains(inside)), None)
        town = next((slug for slug, shape in towns.items() if shape.contains(inside)), None)
        found.append(Face(shape=piece, municipality=None if enclave else town, enclave=enclave))
    return sorted(found, key=lambda face: face.shape.bounds)


def joined(pieces: list[Polygon]) -> Area:
    """Union of faces that keeps their shared vertices."""
    shape = shapely.coverage_union_all(pieces)
    return shapely.normalize(only_areas(shape))


def only_areas(shape: BaseGeometry) -> Area:
    """Drop the stray lines and points that an overlay can leave; a single polygon comes back as one."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon) and not part.is_empty]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)
