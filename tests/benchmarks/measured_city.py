"""A city folder for measuring the locator, made from open data that is kept outside the project.

    .venv/bin/python -m tests.benchmarks.measured_city ../shared/data/baltimore.gpkg /tmp/measured_city

Nothing of the data comes into the project; the folder is made anew wherever it is measured. Directory and rules are
those of the tests' made-up town, as no request is routed: only streets, intersections, parks and districts are loaded.
"""

import sys
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from layers import KEPT_DRIVERS as _SAFE  # noqa: F401 - the loader's safe set of drivers is in force before GDAL loads
from tests.benchmarks.city_writer import LayerFile, begin, write_city, write_layer

PIPELINE: Final = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=lcc +lat_0=37.6666666666667 +lon_0=-77 "
    "+lat_1=39.45 +lat_2=38.3 +x_0=399999.9998984 +y_0=0 +ellps=GRS80 +units=us-ft"
)
RANGES: Final = {"from_left": "fraddl", "to_left": "toaddl", "from_right": "fraddr", "to_right": "toaddr"}
FT_PER_M: Final = 3937 / 1200
CITY: Final[dict[str, Any]] = {
    "slug": "measured-city",
    "name": "City of Baltimore",
    "short_name": "Baltimore",
    "state": "MD",
    "time_zone": "America/New_York",
    "srid_ft": 2248,
    "datum_pipeline": PIPELINE,
    "surroundings_name": "Baltimore and around",
    "mailing_names": ["Baltimore", "Baltimore City", "BC"],
}
STREET_COLUMNS: Final = ("aliases", *RANGES, "parity_left", "parity_right", "zip")


def build(source: Path, folder: Path) -> None:
    """Write the folder; whatever was there before goes."""
    begin(folder, copied=("departments.csv", "agencies.csv", "services.toml"))
    (folder / "responsibility.toml").write_text(_RULES, encoding="utf-8")
    streets = read_streets(source)
    write_city(folder, bounds=tuple(float(edge) for edge in streets.total_bounds), around=0.3, values=CITY)  # type: ignore[arg-type]
    layers = (
        LayerFile(layer="streets", frame=streets, geometry="LineString", locator="streets", columns=STREET_COLUMNS),
        LayerFile(
            layer="intersections",
            frame=read_named(source, "named_intersections", name="name", key="id"),
            geometry="Point",
            locator="intersections",
        ),
        LayerFile(
            layer="parks",
            frame=read_named(source, "parks", name="name", key="id"),
            geometry="Polygon",
            locator="landmarks",
        ),
        LayerFile(
            layer="council_districts",
            frame=read_named(source, "council_districts", name="name", key="id"),
            geometry="Polygon",
        ),
    )
    for layer in layers:
        write_layer(folder, layer)


def read_named(source: Path, layer: str, *, name: str, key: str) -> gpd.GeoDataFrame:
    """A layer's named features in EPSG:4326, with keys of our own, mended where an outline crosses itself."""
    frame = gpd.read_file(source, layer=layer)
    shapes = frame.geometry.make_valid() if frame.geom_type.str.contains("Polygon").any() else frame.geometry
    numbers = [f"{layer}-{number}" for number in range(len(frame))]
    out = gpd.GeoDataFrame({"key": numbers, "name": frame[name]}, geometry=shapes, crs=frame.crs)
    out["said_key"] = frame[key].astype(str)
    return out[out["name"].notna()].to_crs(4326)


def read_streets(source: Path) -> gpd.GeoDataFrame:
    """The named street segments in EPSG:4326, one line each, with their ranges and `sha_class`."""
    frame = gpd.read_file(source, layer="streets").explode(index_parts=False).reset_index(drop=True)
    out = gpd.GeoDataFrame({"key": [f"S{number}" for number in range(len(frame))]}, geometry=frame.geometry)
    out["name"] = frame["fullname"].fillna("").str.strip()
    out["sha_class"] = frame["sha_class"].fillna("").str.strip()
    out["subtype"] = frame["subtype"].fillna("").str.strip()
    for ours, theirs in RANGES.items():
        numbers = pd.to_numeric(frame[theirs], errors="coerce").astype("Int64")
        out[ours] = numbers.where(numbers > 0)
    out["zip"] = frame["leftzip"].fillna("").str.strip().replace("", None)
    for column in ("aliases", "parity_left", "parity_right"):
        out[column] = None
    return out[out["name"] != ""].set_crs(frame.crs).to_crs(4326)


_RULES: Final = """road_precedence = ["state", "county", "department", "municipality", "private"]

[[rule]]
id = "everything"
relation = "always"
owner = "department"
reason = "Nothing is routed here."
"""


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
