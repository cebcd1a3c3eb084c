"""A city folder of every municipality of a county, made from open data that is kept outside the project.

One service, decided by the limits alone: the city's own, another town's, else the county's. The towns' layer is taken
to be accurate to 1 ft and the county's coarse outline to 3 ft, so that the two error discs differ.
"""

import csv
import re
from pathlib import Path
from typing import Any, Final

import geopandas as gpd

from layers import KEPT_DRIVERS as _SAFE  # noqa: F401 - the loader's safe set of drivers is in force before GDAL loads
from tests.benchmarks.city_writer import LayerFile, begin, write_city, write_layer

PIPELINE: Final = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=tmerc +lat_0=24.33333333333333 "
    "+lon_0=-81 +k=0.999941177 +x_0=200000.0001016002 +y_0=0 +ellps=GRS80 +units=us-ft"
)
OWN: Final = "Boynton Beach"
COUNTY: Final = "palm-beach-county"
DEPARTMENT: Final = "police"
SERVICE: Final = "noise"
TOWN_ACCURACY_FT: Final = 1.0
COUNTY_ACCURACY_FT: Final = 3.0
CITY: Final[dict[str, Any]] = {
    "slug": "county-city",
    "name": f"City of {OWN}",
    "short_name": OWN,
    "state": "FL",
    "time_zone": "America/New_York",
    "srid_ft": 2881,
    "datum_pipeline": PIPELINE,
    "owner_slug": "city",
    "administrator_queue": "city-manager",
    "surroundings_name": "the county",
    "mailing_names": [OWN],
}


def owner_of(town: str) -> str:
    """The slug by which a town is known in the folder; the city's own department for the city itself."""
    return DEPARTMENT if town == OWN else re.sub(r"[^a-z]+", "-", town.lower())


def read_towns(source: Path) -> gpd.GeoDataFrame:
    """The incorporated places in EPSG:4326; census-designated places are no jurisdictions."""
    places = gpd.read_file(source, layer="places_tiger2019")
    return places[places["incorporated"].astype(int) == 1].reset_index(drop=True).to_crs(4326)


def read_county(source: Path) -> gpd.GeoDataFrame:
    """The county's outline in EPSG:4326."""
    return gpd.read_file(source, layer="county_cb2023_5m").to_crs(4326)


def build(source: Path, folder: Path) -> None:
    """Write the folder; whatever was there before goes."""
    begin(folder)
    towns, county = read_towns(source), read_county(source)
    names = [str(name) for name in towns["NAME"]]
    limits = gpd.GeoDataFrame(
        {
            "key": towns["GEOID"],
            "name": towns["NAME"],
            "owner": ["city" if name == OWN else owner_of(name) for name in names],
        },
        geometry=towns.geometry,
        crs=4326,
    )
    outline = gpd.GeoDataFrame(
        {"key": county["GEOID"], "name": ["County"], "owner": [COUNTY]}, geometry=county.geometry, crs=4326
    )
    for layer, frame, accuracy_ft in (
        ("municipalities", limits, TOWN_ACCURACY_FT),
        ("county", outline, COUNTY_ACCURACY_FT),
    ):
        write_layer(
            folder,
            LayerFile(
                layer=layer,
                frame=frame,
                geometry="Polygon",
                owner_column="owner",
                routing=True,
                exclusive=layer == "municipalities",
                accuracy_ft=accuracy_ft,
            ),
        )
    west, south, east, north = (float(edge) for edge in county.total_bounds)
    write_city(folder, bounds=(west, south, east, north), around=0.3, values=CITY)
    (folder / "services.toml").write_text(_SERVICES, encoding="utf-8")
    (folder / "responsibility.toml").write_text(_RULES, encoding="utf-8")
    write_departments(folder, [DEPARTMENT, "city-manager"])
    write_agencies(folder, {COUNTY: "county"} | {owner_of(name): "municipality" for name in names if name != OWN})


def write_departments(folder: Path, slugs: list[str]) -> None:
    """departments.csv with these departments, all under the City Manager."""
    with (folder / "departments.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["slug", "name", "under_city_manager", "address", "phone", "grade"])
        rows.writerows([slug, slug, "yes", "1 Main St", "555-0100", "A"] for slug in slugs)


def write_agencies(folder: Path, classes: dict[str, str]) -> None:
    """agencies.csv with these agencies and their classes."""
    with (folder / "agencies.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            ["slug", "name", "class", "address", "phone", "grade_address", "grade_phone", "verified_on", "source"]
        )
        rows.writerows(
            [slug, slug, kind, "1 Main St", "555-0200", "A", "A", "2026-01-15", "made up for measuring"]
            for slug, kind in classes.items()
        )


_SERVICES: Final = f"""[[service]]
code = "{SERVICE}"
name = "Noise"
group = "Safety"
description = "Too loud."
department = "{DEPARTMENT}"
county_agency = "{COUNTY}"
locus = "area"
location = "required"
urgency = "normal"
publication = "exact"
"""

_RULES: Final = """road_precedence = ["county", "department", "municipality"]

[[rule]]
id = "city-limits"
relation = "within"
layer = "municipalities"
where = { owner = ["city"] }
owner = "department"
reason = "Inside the city."

[[rule]]
id = "other-town"
relation = "within"
layer = "municipalities"
where = { owner_class = ["municipality"] }
owner = "feature"
reason = "Inside {name}."

[[rule]]
id = "county"
relation = "within"
layer = "county"
owner = "county"
reason = "In no town."
"""
