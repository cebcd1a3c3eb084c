"""The demonstration city's outlines: area, neighbours, enclaves, one coverage, and 36 points on their right side."""

import pytest
import shapely
from shapely.geometry import Point

from tests.layers.demo_city import by, feet, feet_of, layer, municipality_at

SQUARE_FEET_PER_KM2 = 10_763_867.4
TOUCHING = {"ocean-ridge", "briny-breezes", "hypoluxo", "gulf-stream", "delray-beach", "golf", "manalapan"}
CLEARANCE_FT = 100.0
CHECK_POINTS = (
    ("City Hall, 100 E Ocean Ave", 26.5262, -80.064, "boynton-beach"),
    ("Boynton Beach Mall, N Congress Ave", 26.5365, -80.089, "boynton-beach"),
    ("Renaissance Commons, Gateway and Congress", 26.547, -80.088, "boynton-beach"),
    ("Oceanfront Park", 26.5278, -80.0455, "ocean-ridge"),
    ("Bethesda Hospital East, S Seacrest Blvd", 26.5045, -80.069, "boynton-beach"),
    ("Intracoastal Park, N Federal Hwy", 26.548, -80.0562, "boynton-beach"),
    ("Quantum Park", 26.551, -80.079, "boynton-beach"),
    ("Boynton Inlet south side", 26.544, -80.043, "ocean-ridge"),
    ("Hypoluxo town centre", 26.564, -80.054, "hypoluxo"),
    ("Delray Beach City Hall", 26.463, -80.0755, "delray-beach"),
    ("Village of Golf clubhouse", 26.502, -80.1085, "golf"),
    ("between the Intracoastal and Briny Breezes", 26.5065, -80.053, None),
    ("Gulf Stream", 26.488, -80.057, "gulf-stream"),
    ("Ocean Ridge Town Hall", 26.526, -80.0475, "ocean-ridge"),
    ("Lantana centre", 26.586, -80.052, "lantana"),
    ("County enclave, north", 26.55666, -80.07765, None),
    ("Leisureville", 26.5215, -80.083, "boynton-beach"),
    ("Golf, east side", 26.505, -80.098, "golf"),
    ("High Ridge Rd at Miner Rd", 26.557, -80.0745, "boynton-beach"),
    ("Boynton Lakes", 26.56, -80.095, "boynton-beach"),
    ("Seacrest Blvd at Gateway Blvd", 26.5456, -80.065, "boynton-beach"),
    ("Woolbright Rd at Congress Ave, SE corner", 26.5115, -80.088, "boynton-beach"),
    ("Military Trail at Boynton Beach Blvd, SW corner", 26.527, -80.124, None),
    ("Jog Rd and Boynton Beach Blvd", 26.528, -80.147, None),
    ("ZIP 33437 centroid area", 26.532, -80.165, None),
    ("Offshore, 1 mile", 26.528, -80.02, None),
    ("Manalapan, north of the inlet", 26.56, -80.04, "manalapan"),
    ("Lawrence Rd at Knuth Rd", 26.5265, -80.105, None),
    ("SE 23rd Ave at Seacrest Blvd", 26.499, -80.068, "boynton-beach"),
    ("east of S Federal Hwy at Gulfstream Blvd", 26.4862, -80.06, "gulf-stream"),
    ("Chapel Hill, SW 23rd Ave", 26.5, -80.074, "boynton-beach"),
    ("Tri-Rail station, High Ridge Rd", 26.553, -80.0715, "boynton-beach"),
    ("Ezell Hester Park, N Seacrest", 26.552, -80.066, "boynton-beach"),
    ("Golf Rd at Military Trail", 26.4985, -80.122, None),
    ("Lake Ida Rd at Congress", 26.472, -80.0905, "delray-beach"),
    ("St Andrews strip, A1A", 26.5037, -80.0522, "boynton-beach"),
)


@pytest.mark.parametrize(("name", "lat", "lon", "expected"), CHECK_POINTS, ids=[row[0] for row in CHECK_POINTS])
def test_a_known_point_lies_in_its_municipality_clear_of_the_limit(
    name: str, lat: float, lon: float, expected: str | None
) -> None:
    assert municipality_at(lon, lat) == expected, name
    here = feet(Point(lon, lat))
    assert min(shape.boundary.distance(here) for shape in feet_of("municipalities")) > CLEARANCE_FT


def test_the_city_has_the_right_size_and_three_holes() -> None:
    rows = layer("municipalities")
    index = next(i for i, row in enumerate(rows) if row.attributes["municipality_id"] == "boynton-beach")
    assert 38.0 < feet_of("municipalities")[index].area / SQUARE_FEET_PER_KM2 < 48.0
    city = rows[index].shape
    assert isinstance(city, shapely.Polygon)
    assert len(city.interiors) == 3
    holes = shapely.union_all([shapely.Polygon(ring) for ring in city.interiors])
    enclaves = shapely.union_all([row.shape for row in layer("enclaves")])
    assert holes.symmetric_difference(enclaves).area == 0.0
    assert len(layer("enclaves")) == 3


def test_exactly_the_seven_neighbours_touch_the_city() -> None:
    rows = by("municipalities", "municipality_id")
    city = rows.pop("boynton-beach").shape
    touching = {slug for slug, row in rows.items() if city.touches(row.shape)}
    assert touching == TOUCHING
    assert all(city.intersection(rows[slug].shape).length > 0 for slug in TOUCHING)
    assert city.disjoint(rows["lantana"].shape)


def test_municipal_borders_coincide_vertex_for_vertex() -> None:
    shapes = [row.shape for row in layer("municipalities")] + [row.shape for row in layer("enclaves")]
    assert shapely.coverage_is_valid(shapes, gap_width=0.001)


def test_wider_gaps_between_municipalities_are_county_pockets() -> None:
    county = by("county", "county_id")["palm-beach"].shape
    merged = shapely.union_all([row.shape for row in layer("municipalities")])
    assert merged.difference(county).area < 1e-12
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(merged) for ring in part.interiors]
    assert len(holes) == 3


def test_the_county_is_land_and_contains_every_municipality_up_to_its_coast() -> None:
    county = by("county", "county_id")["palm-beach"].shape
    assert county.is_valid
    assert all(row.shape.difference(county).area < 1e-12 for row in layer("municipalities"))
    assert not county.contains(Point(-80.02, 26.528))
    assert county.contains(Point(-80.165, 26.532))
    sea = by("water_bodies", "water_id")["W01"].shape
    assert sea.intersection(county).area < 1e-9


@pytest.mark.parametrize("slug", ["commission_districts", "solid_waste_zones", "public_works_zones"])
def test_districts_and_zones_cover_the_city_exactly(slug: str) -> None:
    city = by("municipalities", "municipality_id")["boynton-beach"].shape
    shapes = [row.shape for row in layer(slug)]
    assert shapely.coverage_is_valid(shapes, gap_width=0.001)
    assert shapely.union_all(shapes).symmetric_difference(city).area < 1e-14


def test_there_are_four_districts_whose_lines_follow_canal_and_road_centrelines() -> None:
    districts = by("commission_districts", "district")
    assert sorted(districts) == ["I", "II", "III", "IV"]
    city = by("municipalities", "municipality_id")["boynton-beach"].shape
    inner = shapely.union_all([row.shape.boundary for row in districts.values()]).difference(city.boundary.buffer(1e-7))
    canals = by("canals", "canal_id")
    woolbright = [row.shape for row in layer("streets") if row.attributes["name"].endswith("Woolbright Rd")]
    centrelines = shapely.union_all([canals["E-4"].shape, canals["C-16"].shape, *woolbright])
    assert inner.length > 0.05
    assert inner.difference(centrelines.buffer(2e-7)).length == pytest.approx(0.0, abs=1e-9)


def test_city_services_reach_two_beach_towns_beyond_the_limits() -> None:
    towns = by("municipalities", "municipality_id")
    for slug in ("water_service_area", "fire_service_area"):
        area = layer(slug)[0].shape
        for town in ("boynton-beach", "ocean-ridge", "briny-breezes"):
            assert towns[town].shape.difference(area).area < 1e-12
        for town in ("delray-beach", "gulf-stream", "golf", "lantana"):
            assert towns[town].shape.intersection(area).area < 1e-12
    assert layer("water_service_area")[0].shape.contains(Point(-80.07765, 26.55666))
    assert not layer("fire_service_area")[0].shape.contains(Point(-80.07765, 26.55666))


def test_oceanfront_park_is_the_citys_inside_ocean_ridge() -> None:
    park = by("parks", "name")["Oceanfront Park"]
    assert park.attributes["owner"] == "recreation-parks"
    assert park.shape.contains(Point(-80.0455, 26.5278))
    assert by("municipalities", "municipality_id")["ocean-ridge"].shape.contains(park.shape)


def test_five_governments_meet_within_three_quarters_of_a_mile_of_ocean_boulevard() -> None:
    street = [
        r for r in layer("streets") if r.attributes["route"] == "SR A1A" and 26.5000 < r.shape.centroid.y < 26.5111
    ]
    sides = {row.attributes[side] for row in street for side in ("place_left", "place_right")}
    assert sides == {"gulf-stream", "boynton-beach", None, "briny-breezes", "ocean-ridge"}
