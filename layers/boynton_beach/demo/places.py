"""Parks and schools: each as large as asked, but kept off the streets, canals and railways around its anchor."""

from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from layers.boynton_beach.demo.frame import LonLat, shape_from_ft, shape_to_ft, to_ft
from layers.boynton_beach.demo.streets import Segment
from layers.boynton_beach.demo.write import Feature, feature


@dataclass(frozen=True, slots=True)
class Site:
    """Where a park or school lies and how large it is drawn, in feet east-west and north-south."""

    key: str
    name: str
    owner: str
    anchor: LonLat
    size_ft: tuple[float, float]


CITY_PARKS = "recreation-parks"
COUNTY = "palm-beach-county"
PARKS = (
    Site("P01", "Oceanfront Park", CITY_PARKS, (-80.0455, 26.5278), (480, 700)),
    Site("P02", "Intracoastal Park", CITY_PARKS, (-80.0560, 26.5480), (700, 560)),
    Site("P03", "Ezell Hester Jr. Community Park", CITY_PARKS, (-80.0632, 26.5518), (300, 250)),
    Site("P04", "Sara Sims Park", CITY_PARKS, (-80.0675, 26.5323), (330, 250)),
    Site("P05", "Jaycee Park", CITY_PARKS, (-80.0580, 26.5165), (380, 420)),
    Site("P06", "Boynton Lakes Park", CITY_PARKS, (-80.0915, 26.5660), (380, 500)),
    Site("P07", "Meadows Park", CITY_PARKS, (-80.0928, 26.5492), (420, 500)),
    Site("P08", "Congress Avenue Park", CITY_PARKS, (-80.0893, 26.5485), (420, 600)),
    Site("P09", "Laurel Hills Park", CITY_PARKS, (-80.0699, 26.5336), (330, 250)),
    Site("P10", "Little League Park", CITY_PARKS, (-80.0766, 26.5145), (250, 250)),
    Site("P11", "Betty Thomas Park", CITY_PARKS, (-80.0675, 26.5231), (330, 250)),
    Site("P12", "Galaxy Park", CITY_PARKS, (-80.0701, 26.5310), (340, 250)),
    Site("P13", "Hibiscus Park", CITY_PARKS, (-80.0700, 26.5218), (340, 250)),
    Site("P14", "Knollwood Park", CITY_PARKS, (-80.0667, 26.5110), (300, 300)),
    Site("P15", "Forest Hill Park", CITY_PARKS, (-80.0691, 26.5173), (330, 250)),
    Site("P16", "Pence Park", CITY_PARKS, (-80.0650, 26.5170), (300, 250)),
    Site("P17", "Veterans Memorial Park", CITY_PARKS, (-80.0612, 26.5260), (160, 220)),
    Site("P18", "Dewey Park", CITY_PARKS, (-80.0605, 26.5268), (110, 180)),
    Site("P19", "Harvey E. Oyer Jr. Park", CITY_PARKS, (-80.0550, 26.5318), (420, 600)),
    Site("P20", "Mangrove Park", CITY_PARKS, (-80.0546, 26.5273), (420, 180)),
    Site("P21", "Palmetto Greens Linear Park", CITY_PARKS, (-80.0614, 26.5377), (100, 700)),
    Site("P22", "Quantum Park Lakes", CITY_PARKS, (-80.0815, 26.5528), (600, 600)),
    Site("P23", "Caloosa Park", COUNTY, (-80.0890, 26.5072), (420, 900)),
    Site("P24", "Seacrest Scrub Natural Area", COUNTY, (-80.0705, 26.4915), (500, 700)),
    Site("P25", "High Ridge Scrub Natural Area", COUNTY, (-80.0732, 26.5640), (500, 900)),
    Site("P26", "Ocean Inlet Park", COUNTY, (-80.0422, 26.5436), (420, 420)),
    Site("P27", "The Links at Boynton Beach", CITY_PARKS, (-80.1465, 26.5580), (3000, 1800)),
    Site("P28", "Mall View Preserve", "private", (-80.0925, 26.5375), (900, 600)),
)
SCHOOLS = (
    Site("K01", "Boynton Beach Community High School", "school-district", (-80.0805, 26.5485), (700, 900)),
    Site("K02", "Congress Community Middle School", "school-district", (-80.0890, 26.5205), (250, 700)),
    Site("K03", "Galaxy E3 Elementary School", "school-district", (-80.0698, 26.5300), (330, 260)),
    Site("K04", "Poinciana Elementary School", "school-district", (-80.0649, 26.5345), (330, 250)),
    Site("K05", "Forest Park Elementary School", "school-district", (-80.0661, 26.5105), (330, 300)),
    Site("K06", "Rolling Green Elementary School", "school-district", (-80.0655, 26.5490), (360, 260)),
    Site("K07", "Freedom Shores Elementary School", "school-district", (-80.1000, 26.5640), (420, 500)),
    Site("K08", "Crosspointe Elementary School", "school-district", (-80.0890, 26.4900), (380, 600)),
    Site("K09", "Citrus Cove Elementary School", "school-district", (-80.1010, 26.5480), (500, 500)),
)


def site_features(sites: tuple[Site, ...], segments: list[Segment], claims: list[BaseGeometry]) -> list[Feature]:
    """Each site's box less the rights-of-way around it, in one piece; `claims` are others' polygons in degrees."""
    roads = [shape_to_ft(LineString(s.piece.path)) for s in segments]
    tree = shapely.STRtree(roads)
    taken = [shape_to_ft(claim) for claim in claims]
    found = []
    for site in sites:
        x, y = to_ft(site.anchor)
        dx, dy = site.size_ft[0] / 2, site.size_ft[1] / 2
        box = shapely.box(x - dx, y - dy, x + dx, y + dy)
        near = [int(i) for i in tree.query(box, predicate="dwithin", distance=200.0)]
        strips = [roads[i].buffer(segments[i].piece.road.half_width_ft + 8.0, quad_segs=2) for i in sorted(near)]
        rest = box.difference(shapely.union_all([*strips, *taken]))
        parts = [p for p in shapely.get_parts(rest) if isinstance(p, Polygon)]
        best = min(parts, key=lambda p: (p.distance(Point(x, y)), -p.area))
        shape = shapely.normalize(shape_from_ft(best))
        found.append(feature(shape, **_facts(site)))
    return found


def _facts(site: Site) -> dict[str, str | None]:
    if site in SCHOOLS:
        return {"school_id": site.key, "name": site.name, "owner": site.owner}
    kind = "landowner" if site.owner == "private" else None
    return {"park_id": site.key, "name": site.name, "owner": site.owner, "private_kind": kind}
