"""Neighbourhoods west of the railway and in the towns: small combs of streets and lake loops, each hung on a main road."""

import math
from dataclasses import dataclass

from layers.boynton_beach.demo import lines as at
from layers.boynton_beach.demo.frame import LonLat, from_ft, to_ft
from layers.boynton_beach.demo.road import Road, road

HOA = "homeowners' association"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comb:
    """A spine running north-south from a main road's latitude, and side streets across it.

    `ribs` are names from the spine's start onwards; each runs `left_ft` west and `right_ft` east of the spine.
    """

    spine: str
    lon: float
    start: float
    end: float
    ribs: tuple[str, ...]
    left_ft: float = 700.0
    right_ft: float = 700.0
    private: bool = False
    first_number: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """A ring street around a lake, with an entry road from a point on a main road.

    `radius_ft` is (east-west, north-south); the entry reaches the ring's nearest point.
    """

    ring: str
    entry: str
    gate: LonLat
    centre: LonLat
    radius_ft: tuple[float, float]
    private: bool = True
    first_number: int = 100


def comb_roads(plan: Comb) -> list[Road]:
    """The spine, and side streets evenly along it, each cut at the spine so that both halves count outwards."""
    facts = {"private_kind": HOA if plan.private else None, "kind": "private" if plan.private else "local"}
    found = [
        road(plan.spine, [(plan.lon, plan.start), (plan.lon, plan.end)], first_number=plan.first_number, lots=0.6, **facts)
    ]
    step = (plan.end - plan.start) / (len(plan.ribs) + 0.0001)
    for index, name in enumerate(plan.ribs, start=1):
        lat = plan.start + step * index
        x, y = to_ft((plan.lon, lat))
        ends = [from_ft(x - plan.left_ft, y), from_ft(x + plan.right_ft, y)]
        if plan.left_ft and plan.right_ft:
            path = [ends[0], (plan.lon, ends[0][1]), ends[1]]
        else:
            path = [(plan.lon, ends[0][1]), ends[0] if plan.left_ft else ends[1]]
        found.append(road(name, path, first_number=plan.first_number + 100, **facts))
    return found


def _ellipse(plan: Loop, shrink_ft: float, start: float) -> list[LonLat]:
    x, y = to_ft(plan.centre)
    a, b = plan.radius_ft[0] - shrink_ft, plan.radius_ft[1] - shrink_ft
    turns = [start + 2 * math.pi * k / 24 for k in range(25)]
    return [from_ft(x + a * math.cos(t), y + b * math.sin(t)) for t in turns]


def loop_roads(plan: Loop) -> list[Road]:
    """The entry road and the ring in two halves, which meet at the entry and at the far side."""
    gate, centre = to_ft(plan.gate), to_ft(plan.centre)
    dx, dy = gate[0] - centre[0], gate[1] - centre[1]
    start = math.pi / 2 * round(math.atan2(dy, dx) / (math.pi / 2))
    ring = _ellipse(plan, 0.0, start)
    facts = {"private_kind": HOA if plan.private else None, "kind": "private" if plan.private else "local"}
    first = plan.first_number
    return [
        road(plan.entry, [plan.gate, ring[0]], first_number=first, lots=0.3, **facts),
        road(plan.ring, ring[:13], first_number=first, **facts),
        road(plan.ring, ring[:11:-1], first_number=first + 2000, **facts),
    ]


def lake(plan: Loop) -> list[LonLat]:
    """The lake's shore, 170 ft inside the ring's centreline."""
    return _ellipse(plan, 170.0, 0.0)


def combs() -> list[Comb]:
    """Neighbourhoods on a spine."""
    blvd, gate, wool, golf = at.BOYNTON_BEACH_BLVD, at.GATEWAY, at.WOOLBRIGHT, at.GOLF_RD
    return [
        Comb(spine="SW 11th St", lon=-80.0782, start=wool, end=26.5269, left_ft=620, right_ft=560,
             ribs=("SW 14th Ave", "SW 13th Ave", "SW 12th Ave", "SW 10th Ave", "SW 9th Ave", "SW 8th Ave", "SW 7th Ave",
                   "SW 6th Ave", "SW 5th Ave", "SW 4th Ave", "SW 3rd Ave", "SW 2nd Ave", "SW 1st Ave")),
        Comb(spine="Leisureville Blvd", lon=-80.0867, start=wool, end=26.5245, left_ft=900, right_ft=900,
             ribs=("SW 13th Ct", "SW 11th Ct", "SW 10th Ct", "SW 9th Ct", "SW 8th Ct", "SW 7th Ct", "SW 6th Ct",
                   "Ocean Dr", "SW 4th Ct", "SW 3rd Ct")),
        Comb(spine="NW 8th St", lon=-80.0755, start=blvd, end=26.5385, left_ft=820, right_ft=0,
             ribs=("NW 3rd Ave", "NW 4th Ave", "NW 5th Ave", "NW 6th Ave", "NW 7th Ave", "NW 8th Ave", "NW 9th Ave",
                   "NW 11th Ave", "NW 13th Ave")),
        Comb(spine="NW 12th St", lon=-80.0869, start=26.53085, end=26.5388, left_ft=850, right_ft=850,
             ribs=("NW 5th Ct", "NW 6th Ct", "NW 7th Ct", "NW 8th Ct", "NW 9th Ct", "NW 10th Ct", "NW 11th Ct")),
        Comb(spine="Javert St", lon=-80.0942, start=26.5312, end=26.5341, left_ft=700, right_ft=800,
             ribs=("Mall Ring Rd", "Mall View Way", "Laurel Oak Ln"), private=True),
        Comb(spine="Park Ridge Blvd", lon=-80.0785, start=gate, end=26.5412, left_ft=900, right_ft=900,
             ribs=("Corporate Dr", "Commerce Park Dr", "Quantum Village Ct")),
        Comb(spine="Quantum Lakes Dr", lon=-80.0785, start=gate, end=26.5497, left_ft=900, right_ft=950,
             ribs=("Research Park Dr", "Innovation Way", "Alliance Ct")),
        Comb(spine="Industrial Ave", lon=-80.0772, start=26.5510, end=26.55455, left_ft=900, right_ft=500,
             ribs=("Patrick Dr", "Commerce Rd", "Neptune Way")),
        Comb(spine="Rosewood Ln", lon=-80.0776, start=at.MINER, end=26.5700, left_ft=350, right_ft=400, first_number=3500,
             ribs=("Sunny Isles Ct", "Cedar Ridge Ln", "Sand Pine Dr", "Scrub Jay Ct", "Turnstone Way", "Osprey Pl",
                   "Gopher Tortoise Trl", "Saw Palmetto Ln", "Slash Pine Ct", "Coontie Way")),
        Comb(spine="Savannah Lakes Dr", lon=-80.0866, start=at.MINER, end=26.5690, left_ft=900, right_ft=850, private=True,
             ribs=("Savannah Cir", "Egret Way", "Heron Bay Ct", "Ibis Ln", "Limpkin Dr", "Gallinule Ct", "Bittern Way",
                   "Kingfisher Ln", "Anhinga Dr")),
        Comb(spine="Motorola Dr", lon=-80.0868, start=26.5510, end=26.5551, left_ft=800, right_ft=800,
             ribs=("Catalina Ct", "Dolphin Dr", "Nautica Way")),
        Comb(spine="Meadows Blvd", lon=-80.0965, start=gate, end=26.5545, left_ft=1500, right_ft=1500,
             ribs=("Meadows Cir", "Clover Ln", "Buttonwood Dr", "Larkspur Way", "Citrus Glen Ct", "Timothy Ln",
                   "Fescue Dr")),
        Comb(spine="Oakwood Ln", lon=-80.0937, start=blvd, end=26.5232, left_ft=650, right_ft=650,
             ribs=("Banyan Creek Ct", "Water Oak Way", "Live Oak Ln", "Laurel Hill Dr")),
        Comb(spine="Cypress Knee Dr", lon=-80.0937, start=wool, end=26.5213, left_ft=600, right_ft=700,
             ribs=("Palmland Dr", "Fern Ct", "Cocoplum Way", "Silver Buttonwood Ln", "Wax Myrtle Dr", "Enclave Ct",
                   "Pond Apple Ln")),
        Comb(spine="SW 18th St", lon=-80.0867, start=golf, end=26.5110, left_ft=900, right_ft=850,
             ribs=("SW 22nd Ave", "SW 21st Ave", "SW 20th Ave", "SW 19th Ave", "SW 18th Ave", "SW 17th Ave",
                   "SW 16th Ave")),
        Comb(spine="SW 10th St", lon=-80.0790, start=golf, end=26.5122, left_ft=900, right_ft=650,
             ribs=("SW 22nd St", "Lake Eden Dr", "Mission Hill Rd", "Bamboo Ln", "Coral Dr", "Sky Pine Way",
                   "Lancaster Rd", "Velaire Dr", "Chapel Hill Blvd")),
        Comb(spine="SW 8th Ct", lon=-80.0803, start=golf, end=26.4868, left_ft=550, right_ft=550,
             ribs=("SW 24th Ave", "SW 25th Pl", "SW 27th Ave", "SW 28th Ave", "SW 29th Ave", "SW 31st Ave",
                   "SW 33rd Ave", "SW 35th Ave")),
        Comb(spine="SW 15th St", lon=-80.0867, start=golf, end=26.4868, left_ft=900, right_ft=900,
             ribs=("SW 25th Ave", "SW 26th Ave", "SW 27th Pl", "SW 28th Pl", "SW 30th Ave", "SW 32nd Ave",
                   "SW 34th Ave")),
        Comb(spine="Country Rd", lon=-80.1062, start=golf, end=26.5075, left_ft=1200, right_ft=1200, first_number=1,
             ribs=("Turtle Grove Ln", "Par Club Cir", "Oak Fairway Ln", "Wood Duck Way")),
        Comb(spine="Palm Isles Dr", lon=-80.1150, start=blvd, end=26.5306, left_ft=900, right_ft=900, first_number=4200,
             ribs=("Coral Key Ln", "Bimini Way", "Exuma Ct")),
        Comb(spine="Greentree Blvd", lon=-80.1150, start=at.WOOLBRIGHT, end=26.5245, left_ft=1100, right_ft=1100,
             first_number=4300, private=True,
             ribs=("Greentree Cir", "Quail Ridge Dr", "Bobwhite Ln", "Covey Ct", "Partridge Way", "Sandhill Ln")),
        Comb(spine="Le Chalet Blvd", lon=-80.1345, start=gate, end=26.5560, left_ft=1500, right_ft=1500, first_number=6000,
             ribs=("Alpine Dr", "Chamonix Ct", "Matterhorn Way", "Edelweiss Ln", "Lucerne Dr", "Montreux Way")),
        Comb(spine="Pipers Glen Blvd", lon=-80.1345, start=blvd, end=26.5190, left_ft=1500, right_ft=1500,
             first_number=7000, private=True,
             ribs=("Bagpipe Ln", "Tartan Way", "Heather Ct", "Thistle Dr", "Lochness Ln", "Highland Cir")),
        Comb(spine="Aberdeen Dr", lon=-80.1535, start=blvd, end=26.5390, left_ft=1100, right_ft=1100, first_number=8000,
             ribs=("Fairway Trail Way", "Waterford Ct", "Dundee Ln", "Brechin Dr", "Montrose Way", "Arbroath Ct")),
        Comb(spine="Indian Spring Trl", lon=-80.1345, start=at.WOOLBRIGHT, end=26.5040, left_ft=1400, right_ft=1400,
             first_number=9000, private=True,
             ribs=("Deer Run Ct", "Seminole Cir", "Osceola Ln", "Okeechobee Way", "Micanopy Dr")),
        Comb(spine="Barwick Rd", lon=-80.1100, start=at.GULFSTREAM - 0.0135, end=26.4838, left_ft=900, right_ft=900,
             ribs=("NW 13th St", "NW 15th St", "NW 17th St", "NW 19th St")),
        Comb(spine="NW 8th Ave", lon=-80.0735, start=26.472, end=26.4838, left_ft=0, right_ft=900,
             ribs=("NW 10th St", "NW 12th St", "NW 14th St", "NW 16th St", "NW 18th St")),
        Comb(spine="Overlook Rd", lon=-80.0650, start=at.HYPOLUXO_RD, end=26.5768, left_ft=500, right_ft=500,
             ribs=("Lake Osborne Ct", "Hypoluxo Farms Rd")),
    ]  # fmt: skip


def loops() -> list[Loop]:
    """Neighbourhoods around a lake."""
    return [
        Loop(ring="Renaissance Commons Blvd", entry="Renaissance Commons Dr", gate=(at.CONGRESS, 26.5432),
             centre=(-80.0868, 26.5432), radius_ft=(850, 480), first_number=1500),
        Loop(ring="Boynton Lakes Blvd", entry="Plaza Ln", gate=(at.CONGRESS, 26.5605), centre=(-80.0940, 26.5605),
             radius_ft=(620, 780), private=False),
        Loop(ring="Boynton Lakes Way", entry="Lakes Crossing Dr", gate=(at.LAWRENCE, 26.5605),
             centre=(-80.1035, 26.5605), radius_ft=(900, 800)),
        Loop(ring="Nautica Blvd", entry="Nautica Gate Dr", gate=(at.LAWRENCE, 26.5675), centre=(-80.1035, 26.5675),
             radius_ft=(900, 600)),
        Loop(ring="Citrus Cove Cir", entry="Citrus Cove Dr", gate=(at.LAWRENCE, 26.5510), centre=(-80.1046, 26.5510),
             radius_ft=(540, 700)),
        Loop(ring="Hunters Run Dr", entry="Summit Dr", gate=(at.CONGRESS, 26.4945), centre=(-80.0990, 26.4945),
             radius_ft=(1250, 900)),
        Loop(ring="Fairmont Ct", entry="Clubhouse Ln", gate=(at.CONGRESS, 26.4883), centre=(-80.0990, 26.4883),
             radius_ft=(1150, 700)),
        Loop(ring="Quail Lake Cir", entry="Quail Lake Dr", gate=(at.CONGRESS, 26.5042), centre=(-80.0934, 26.5042),
             radius_ft=(550, 900), private=False),
        Loop(ring="Homewood Cir", entry="Homewood Blvd", gate=(at.CONGRESS, 26.4790), centre=(-80.0850, 26.4790),
             radius_ft=(900, 800)),
        Loop(ring="Rainbow Lakes Dr", entry="Rainbow Gate Rd", gate=(at.MILITARY, 26.5645), centre=(-80.1275, 26.5645),
             radius_ft=(1000, 800)),
        Loop(ring="Sausalito Cir", entry="Sausalito Dr", gate=(at.MILITARY, 26.5195), centre=(-80.1265, 26.5195),
             radius_ft=(800, 800)),
    ]  # fmt: skip
