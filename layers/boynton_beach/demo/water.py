# ruff: noqa: PLR2004  # a drawing is made of figures; the docstrings say what they place
"""Canals with their districts, the water itself, the two railways and the motorway's right-of-way."""

import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from layers.boynton_beach.demo import lines as at
from layers.boynton_beach.demo.coverage import COUNTY_INLAND
from layers.boynton_beach.demo.estates import loops
from layers.boynton_beach.demo.frame import LonLat, buffer_ft, rounded
from layers.boynton_beach.demo.neighbourhoods import HOA, lake
from layers.boynton_beach.demo.outlines import only_areas
from layers.boynton_beach.demo.write import Feature, feature

LATERALS = {
    "L-18": 26.5700, "L-19": 26.5641, "L-20": 26.5578, "L-21": 26.5487, "L-22": 26.5449, "L-23": 26.5348,
    "L-24": 26.5254, "L-25": 26.51735, "L-26": 26.5125, "L-27": 26.5068, "L-28": 26.4973, "L-29": 26.4915,
    "L-30": 26.4846,
}  # fmt: skip
PRIVATE_CANALS: dict[str, list[LonLat]] = {
    "Yacht Basin Canal": [(-80.0560, 26.5192), at.CHANNEL.at(26.5192)],
    "Coquina Cove Canal": [(-80.0562, 26.5168), at.CHANNEL.at(26.5168)],
    "Harbor Hall Canal": [(-80.0566, 26.5106), at.CHANNEL.at(26.5106)],
    "Hunters Run Canal": [(-80.1030, 26.4913), (-80.0962, 26.4913)],
}
INTERCHANGES = (at.HYPOLUXO_RD, at.GATEWAY, at.BOYNTON_BEACH_BLVD, at.WOOLBRIGHT)
# The two main canals have wide banks; the laterals and the private ones are narrow.
MAIN_CANAL_HALF_FT = 90.0
CANAL_HALF_FT = {"lwdd": 40.0, "private": 20.0}


def canals() -> list[Feature]:
    """Canal centrelines with the district that keeps them."""
    rows: list[tuple[str, str, str, list[LonLat]]] = [
        ("C-16", "C-16 Canal (Boynton Canal)", "sfwmd", at.C16_PATH),
        ("E-4", "E-4 Canal", "lwdd", [(at.E4, 26.463), (at.E4, at.C16), (at.E4, 26.590)]),
    ]
    rows += [(key, f"{key} Canal", "lwdd", at.east_west(lat, -80.170, at.E4)) for key, lat in LATERALS.items()]
    rows += [(f"P-{k}", name, "private", path) for k, (name, path) in enumerate(PRIVATE_CANALS.items(), start=1)]
    return [
        feature(
            LineString([rounded(p) for p in path]), canal_id=key, name=name, owner=owner,
            half_width_ft=MAIN_CANAL_HALF_FT if key in {"C-16", "E-4"} else CANAL_HALF_FT[owner],
            private_kind="waterfront owners" if owner == "private" else None,
        )
        for key, name, owner, path in rows
    ]  # fmt: skip


def railways() -> list[Feature]:
    """The coastal railway and the line along I-95."""
    return [
        feature(LineString(at.FEC.between(26.463, 26.590)), railway_id="FEC", name="Florida East Coast Railway",
                owner="fec", half_width_ft=50.0),
        feature(LineString(at.SFRTA.between(26.463, 26.590)), railway_id="SFRTA", name="South Florida Rail Corridor",
                owner="sfrta", half_width_ft=50.0),
    ]  # fmt: skip


def right_of_way() -> list[Feature]:
    """The motorway's corridor, 150 ft to each side, wider at the four interchanges."""
    corridor = buffer_ft(LineString(at.I95.between(26.470, 26.590)), 150.0, flat=True)
    ramps = [buffer_ft(shapely.Point(at.I95.at(lat)), 330.0) for lat in INTERCHANGES]
    shape = only_areas(shapely.normalize(shapely.union_all([corridor, *ramps], grid_size=1e-7)))
    return [feature(shape, corridor_id="I-95", name="I-95 right-of-way", owner="fdot-d4")]


def _channel() -> Polygon:
    """The Intracoastal Waterway: narrow in the south, a lagoon north of the C-16."""
    west = ((26.430, 0.0004), (26.535, 0.0004), (26.541, 0.0008), (26.548, 0.0016), (26.590, 0.0018), (26.600, 0.0018))
    east = ((26.430, 0.0004), (26.533, 0.0005), (26.543, 0.0030), (26.548, 0.0052), (26.575, 0.0056), (26.600, 0.0060))
    lats = sorted({lat for lat, _ in at.CHANNEL.knots if 26.430 < lat < 26.600} | {k for k, _ in (*west, *east)})
    shore_w = [rounded((at.CHANNEL.lon_at(lat) - at.interpolate(west, lat), lat)) for lat in lats]
    shore_e = [rounded((at.CHANNEL.lon_at(lat) + at.interpolate(east, lat), lat)) for lat in lats]
    return Polygon(shore_w + shore_e[::-1])


def _ocean() -> Polygon:
    north = [p for p in COUNTY_INLAND if p[1] >= 26.64 and p[0] > -80.09]
    south = [p for p in COUNTY_INLAND if p[1] <= 26.40 and p[0] > -80.08]
    coast = at.COAST.between(26.600, 26.430)
    return Polygon([(-79.90, 26.33), (-79.90, 26.97), *north, *coast, *south])


def water_bodies() -> list[Feature]:
    """The ocean, which nobody here keeps, the channel, the inlet and the lakes."""
    channel = _channel()
    cut = Polygon([at.CHANNEL.at(26.5444), at.CHANNEL.at(26.5456), at.COAST.at(26.5456), at.COAST.at(26.5444)])
    inlet = shapely.difference(cut, channel, grid_size=1e-7)  # the channel's owner keeps the channel
    ida = Polygon([(-80.0815, 26.465), (-80.0815, 26.4712), (-80.0795, 26.4712), (-80.0793, 26.465)])
    rows: list[tuple[str, str, str | None, BaseGeometry]] = [
        ("W01", "Atlantic Ocean", None, _ocean()),
        ("W02", "Intracoastal Waterway", "find", channel),
        ("W03", "Boynton Inlet", "palm-beach-county", inlet),
        ("W04", "Lake Ida", "palm-beach-county", ida),
    ]
    rows += [
        (
            f"W{k:02d}",
            f"{plan.ring.rpartition(' ')[0]} Lake",
            "private" if plan.private else "city",
            Polygon(lake(plan)),
        )
        for k, plan in enumerate(loops(), 5)
    ]
    return [
        feature(
            shapely.normalize(shape),
            water_id=key,
            name=name,
            owner=owner,
            private_kind=HOA if owner == "private" else None,
        )
        for key, name, owner, shape in rows
    ]
