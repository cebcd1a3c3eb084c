"""The roads everybody knows: state roads, county roads and the city's collectors, stretch by stretch."""

from typing import Any

from layers.boynton_beach.demo import lines as at
from layers.boynton_beach.demo.frame import LonLat
from layers.boynton_beach.demo.road import (
    Road,
    along,
    county_north_south_number,
    county_west_number,
    east_number,
    north_number,
    road,
    south_number,
    west_number,
)

STATE: dict[str, Any] = {"kind": "arterial", "maintainer": "fdot-d4", "half_width_ft": 50.0}
COUNTY: dict[str, Any] = {"kind": "arterial", "maintainer": "pbc-engineering", "half_width_ft": 50.0}
COLLECTOR: dict[str, Any] = {"kind": "collector", "half_width_ft": 30.0}
US1_ALIASES = ("Federal Hwy", "US-1", "US Highway 1", "SR 5", "State Road 5")
SR804 = ("SR 804", "State Road 804")
A1A_ALIASES = ("Ocean Blvd", "A1A", "SR A1A", "State Road A1A")
DELRAY_NORTH = along(((26.43, 0.0), (26.4630, 100.0), (26.4720, 1000.0), (26.4860, 2350.0)), 1)
HYPOLUXO_NUMBERS = along(((26.556, -7980.0), (26.590, -7000.0)), 1)
BEACH_NUMBERS = along(
    ((26.470, 1500.0), (26.503, 4500.0), (26.508, 4802.0), (26.526, 6450.0), (26.5278, 6500.0), (26.545, 6990.0)), 1
)
MANALAPAN_NUMBERS = along(((26.545, -2000.0), (26.5900, -500.0)), 1)


def _ew(name: str, lat: float, start: float, end: float, **facts: object) -> Road:
    return road(name, at.east_west(lat, start, end), **facts)


def _ns(name: str, line: at.Meridian, start: float, end: float, **facts: object) -> Road:
    return road(name, line.between(start, end), **facts)


def state_roads() -> list[Road]:
    """I-95, US-1, A1A and SR 804, which changes its street three times."""
    us1 = {**STATE, "route": "US-1"}
    a1a = {**STATE, "route": "SR A1A", "aliases": A1A_ALIASES}
    sr804 = {**STATE, "route": "SR 804"}
    seacrest, crossing = at.SEACREST.lon_at(at.BOYNTON_BEACH_BLVD), at.US1.lon_at(at.BOYNTON_BEACH_BLVD)
    ocean: list[LonLat] = [at.US1.at(at.OCEAN_AVE), at.A1A.at(at.OCEAN_AVE)]
    i95 = {**STATE, "kind": "motorway", "route": "I-95", "half_width_ft": 150.0, "numbered": False}
    blvd = at.BOYNTON_BEACH_BLVD
    bare = ("Boynton Beach Blvd", *SR804)
    return [
        _ns("I-95", at.I95, 26.470, 26.590, aliases=("Interstate 95", "SR 9", "State Road 9"), **i95),
        _ns("N Federal Hwy", at.US1, at.OCEAN_AVE, blvd, number_at=north_number, aliases=(*US1_ALIASES, *SR804), **us1),
        _ns("N Federal Hwy", at.US1, blvd, 26.556, number_at=north_number, aliases=US1_ALIASES, **us1),
        _ns("S Federal Hwy", at.US1, at.OCEAN_AVE, at.GULFSTREAM, number_at=south_number, aliases=US1_ALIASES, **us1),
        _ns("N Federal Hwy", at.US1, 26.4630, at.GULFSTREAM, number_at=DELRAY_NORTH, aliases=US1_ALIASES, **us1),
        _ns("S Federal Hwy", at.US1, 26.590, 26.556, number_at=HYPOLUXO_NUMBERS, aliases=US1_ALIASES, **us1),
        _ew("E Boynton Beach Blvd", blvd, seacrest, crossing, number_at=east_number,
            aliases=(*bare, "NE 2nd Ave"), **sr804),
        _ew("W Boynton Beach Blvd", blvd, seacrest, at.I95.lon_at(blvd), number_at=west_number,
            aliases=(*bare, "NW 2nd Ave"), **sr804),
        _ew("W Boynton Beach Blvd", blvd, at.I95.lon_at(blvd), -80.1003, number_at=west_number, aliases=bare, **sr804),
        _ew("W Boynton Beach Blvd", blvd, -80.1003, -80.170, number_at=county_west_number, aliases=bare, **sr804),
        road("E Ocean Ave", ocean, number_at=east_number, aliases=("Ocean Ave", *SR804), **sr804),
        _ns("N Ocean Blvd", at.A1A, 26.470, 26.545, number_at=BEACH_NUMBERS, **a1a),
        _ns("S Ocean Blvd", at.A1A, 26.590, 26.545, number_at=MANALAPAN_NUMBERS, **a1a),
    ]  # fmt: skip


def county_roads() -> list[Road]:
    """Roads that Palm Beach County maintains wherever they run."""
    congress = {**COUNTY, "route": "CR 807", "aliases": ("Congress Ave", "CR 807"), "half_width_ft": 55.0}
    military = {**COUNTY, "route": "CR 809", "aliases": ("Military Trail", "CR 809"), "half_width_ft": 55.0}
    line = at.upright(at.CONGRESS)
    wool, golf, hyp = at.WOOLBRIGHT, at.GOLF_RD, at.HYPOLUXO_RD
    bare_wool, bare_gate = ("Woolbright Rd",), ("Gateway Blvd",)
    narrow = {**COUNTY, "half_width_ft": 40.0}
    return [
        _ns("N Congress Ave", line, at.OCEAN_AVE, 26.590, number_at=north_number, **congress),
        _ns("S Congress Ave", line, at.OCEAN_AVE, at.GULFSTREAM, number_at=south_number, **congress),
        _ns("N Congress Ave", line, 26.463, at.GULFSTREAM, number_at=DELRAY_NORTH, **congress),
        _ns("Military Trl", at.upright(at.MILITARY), 26.590, 26.470, number_at=county_north_south_number, **military),
        _ew("E Woolbright Rd", wool, at.SEACREST.lon_at(wool), at.A1A.lon_at(wool), number_at=east_number,
            aliases=(*bare_wool, "SE 15th Ave"), **COUNTY),
        _ew("W Woolbright Rd", wool, at.SEACREST.lon_at(wool), at.I95.lon_at(wool), number_at=west_number,
            aliases=(*bare_wool, "SW 15th Ave"), **COUNTY),
        _ew("W Woolbright Rd", wool, at.I95.lon_at(wool), -80.1000, number_at=west_number, aliases=bare_wool, **COUNTY),
        _ew("W Woolbright Rd", wool, -80.1000, -80.150, number_at=county_west_number, aliases=bare_wool, **COUNTY),
        _ew("W Gateway Blvd", at.GATEWAY, at.SEACREST.lon_at(at.GATEWAY), at.LAWRENCE, number_at=west_number,
            aliases=(*bare_gate, "NW 22nd Ave"), **COUNTY),
        _ew("W Gateway Blvd", at.GATEWAY, at.LAWRENCE, -80.147, number_at=county_west_number,
            aliases=bare_gate, **COUNTY),
        _ns("N Seacrest Blvd", at.SEACREST, at.GATEWAY, hyp, number_at=north_number,
            aliases=("Seacrest Blvd",), **narrow),
        _ns("S Seacrest Blvd", at.SEACREST, wool, at.GULFSTREAM, number_at=south_number,
            aliases=("Seacrest Blvd",), **narrow),
        _ew("Old Boynton Rd", 26.5312, at.CONGRESS, at.MILITARY, number_at=county_west_number, **narrow),
        _ew("Golf Rd", golf, at.CONGRESS, at.MILITARY, number_at=county_west_number, **narrow),
        _ew("Hypoluxo Rd", hyp, at.US1.lon_at(hyp), -80.150, number_at=along(((-80.15, -6800.0), (-80.05, -100.0)), 0),
            **{**COUNTY, "half_width_ft": 55.0}),
        _ns("Lawrence Rd", at.upright(at.LAWRENCE), hyp, 26.5135, number_at=county_north_south_number,
            half_width_right_ft=50.0, **narrow),
        _ns("Jog Rd", at.upright(at.JOG), 26.5760, 26.5000, number_at=county_north_south_number, **COUNTY),
        _ns("Hagen Ranch Rd", at.upright(-80.1600), 26.5455, 26.5000, number_at=county_north_south_number, **narrow),
        _ew("Miner Rd", at.MINER, at.CONGRESS, -80.122, number_at=county_west_number, **narrow),
    ]  # fmt: skip


def city_collectors() -> list[Road]:
    """The city's own longer streets."""
    ocean, golf, gate = at.OCEAN_AVE, at.GOLF_RD, at.GATEWAY
    sea = at.SEACREST
    facts = COLLECTOR
    return [
        _ew("E Ocean Ave", ocean, sea.lon_at(ocean), at.US1.lon_at(ocean), number_at=east_number,
            aliases=("Ocean Ave",), **facts),
        _ew("W Ocean Ave", ocean, sea.lon_at(ocean), -80.0705, number_at=west_number, aliases=("Ocean Ave",), **facts),
        _ns("N Seacrest Blvd", sea, ocean, gate, number_at=north_number, aliases=("Seacrest Blvd",), **facts),
        _ns("S Seacrest Blvd", sea, ocean, at.WOOLBRIGHT, number_at=south_number, aliases=("Seacrest Blvd",), **facts),
        _ew("E Gateway Blvd", gate, sea.lon_at(gate), at.US1.lon_at(gate), number_at=east_number,
            aliases=("Gateway Blvd", "NE 22nd Ave"), **facts),
        _ew("E Martin Luther King Jr Blvd", 26.535, sea.lon_at(26.535), at.US1.lon_at(26.535), number_at=east_number,
            aliases=("Martin Luther King Jr Blvd", "NE 10th Ave"), **facts),
        road("Old Boynton Rd", [(-80.0805, at.BOYNTON_BEACH_BLVD), (-80.0833, 26.5304), (at.CONGRESS, 26.5312)],
             number_at=west_number, **facts),
        _ew("SE 23rd Ave", golf, sea.lon_at(golf), at.US1.lon_at(golf), number_at=east_number,
            aliases=("Golf Rd",), **facts),
        _ew("SW 23rd Ave", golf, sea.lon_at(golf), at.CONGRESS, number_at=west_number, aliases=("Golf Rd",), **facts),
        _ew("Gulfstream Blvd", at.GULFSTREAM, at.US1.lon_at(at.GULFSTREAM), -80.0727, first_number=100, **facts),
        _ns("High Ridge Rd", at.HIGH_RIDGE, 26.5415, at.HYPOLUXO_RD, number_at=north_number, **facts),
        _ew("Miner Rd", at.MINER, sea.lon_at(at.MINER), at.CONGRESS, number_at=west_number, **facts),
        _ew("Quantum Blvd", 26.5510, at.HIGH_RIDGE.lon_at(26.5510), at.CONGRESS, number_at=west_number, **facts),
        _ns("SW 8th St", at.upright(-80.0755), at.BOYNTON_BEACH_BLVD, at.WOOLBRIGHT, number_at=south_number, **facts),
        _ns("Knuth Rd", at.upright(-80.0970), at.BOYNTON_BEACH_BLVD, at.WOOLBRIGHT, number_at=south_number, **facts),
        _ns("Winchester Park Blvd", at.upright(-80.0945), at.BOYNTON_BEACH_BLVD, 26.5312, number_at=north_number,
            **facts),
        _ns("N Swinton Ave", sea, 26.463, at.GULFSTREAM, number_at=DELRAY_NORTH, **facts),
        _ew("Lake Ida Rd", 26.472, at.US1.lon_at(26.472), -80.122, first_number=100, **facts),
    ]  # fmt: skip
