"""A city folder for measuring the locator, made from open data that is kept outside the project.

    .venv/bin/python -m tests.benchmarks.measured_city ../shared/data/baltimore.gpkg /tmp/measured_city

Nothing of the data comes into the project; the folder is made anew wherever it is measured. Directory and rules are
those of the tests' made-up town, as no request is routed: only streets, intersections, parks and districts are loaded.
"""

import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd
from pyproj import Transformer

from layers import KEPT_DRIVERS as _SAFE  # noqa: F401 - the loader's safe set of drivers is in force before GDAL loads

TOWN: Final = Path(__file__).resolve().parents[1] / "data" / "tiny_city"
PIPELINE: Final = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=lcc +lat_0=37.6666666666667 +lon_0=-77 "
    "+lat_1=39.45 +lat_2=38.3 +x_0=399999.9998984 +y_0=0 +ellps=GRS80 +units=us-ft"
)
RANGES: Final = {"from_left": "fraddl", "to_left": "toaddl", "from_right": "fraddr", "to_right": "toaddr"}
FT_PER_M: Final = 3937 / 1200


def build(source: Path, folder: Path) -> None:
    """Write the folder; whatever was there before goes."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    (folder / "manifests").mkdir()
    for name in ("departments.csv", "agencies.csv", "services.toml"):
        shutil.copy(TOWN / name, folder / name)
    (folder / "responsibility.toml").write_text(_RULES, encoding="utf-8")
    streets = _streets(source)
    (folder / "city.toml").write_text(_city(streets), encoding="utf-8")
    _layer(folder, "streets", streets, "LineString", name="name", locator="streets", columns=_STREET_COLUMNS)
    crossings = _read(source, "named_intersections", name="name", key="id")
    crossings = crossings[crossings["name"].notna()]
    _layer(folder, "intersections", crossings, "Point", name="name", locator="intersections", columns=())
    parks = _read(source, "parks", name="name", key="id")
    _layer(folder, "parks", parks, "Polygon", name="name", locator="landmarks", columns=())
    districts = _read(source, "council_districts", name="name", key="id")
    _layer(folder, "council_districts", districts, "Polygon", name="name", locator=None, columns=())


def _read(source: Path, layer: str, *, name: str, key: str) -> gpd.GeoDataFrame:
    frame = gpd.read_file(source, layer=layer)
    shapes = frame.geometry.make_valid() if frame.geom_type.str.contains("Polygon").any() else frame.geometry
    numbers = [f"{layer}-{number}" for number in range(len(frame))]
    out = gpd.GeoDataFrame({"key": numbers, "name": frame[name]}, geometry=shapes, crs=frame.crs)
    out["said_key"] = frame[key].astype(str)
    return out.to_crs(4326)


def _streets(source: Path) -> gpd.GeoDataFrame:
    frame = gpd.read_file(source, layer="streets").explode(index_parts=False).reset_index(drop=True)
    out = gpd.GeoDataFrame({"key": [f"S{number}" for number in range(len(frame))]}, geometry=frame.geometry)
    out["name"] = frame["fullname"].fillna("").str.strip()
    for ours, theirs in RANGES.items():
        numbers = pd.to_numeric(frame[theirs], errors="coerce").astype("Int64")
        out[ours] = numbers.where(numbers > 0)
    out["zip"] = frame["leftzip"].fillna("").str.strip().replace("", None)
    for column in ("aliases", "parity_left", "parity_right"):
        out[column] = None
    return out[out["name"] != ""].set_crs(frame.crs).to_crs(4326)


_STREET_COLUMNS: Final = ("aliases", *RANGES, "parity_left", "parity_right", "zip")


def _layer(
    folder: Path,
    layer: str,
    frame: gpd.GeoDataFrame,
    geometry: str,
    *,
    name: str,
    locator: str | None,
    columns: tuple[str, ...],
) -> None:
    frame.to_file(folder / "data" / f"{layer}.gpkg", driver="GPKG")
    lines = [
        f'layer = "{layer}"',
        f'title = "{layer}"',
        'authority = "open data"',
        'source = "kept outside the project"',
        'licence = "see its source"',
        "synthetic = false",
        f'file = "data/{layer}.gpkg"',
        'crs = "EPSG:4326"',
        f'geometry = "{geometry}"',
        'key = "key"',
        f'name_column = "{name}"',
        "accuracy_ft = 10.0",
        "effective_from = 2026-01-01",
        *([f'locator = "{locator}"'] if locator else []),
        "[columns]",
        *(f'{column} = "{column}"' for column in columns),
    ]
    (folder / "manifests" / f"{layer}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _city(streets: gpd.GeoDataFrame) -> str:
    """The town's city.toml with another name, state and projection, and the box around the streets."""
    west, south, east, north = (float(edge) for edge in streets.total_bounds)
    transformer = Transformer.from_pipeline(PIPELINE)
    spots = [(west, south), (east, north), ((west + east) / 2, (south + north) / 2)]
    values: dict[str, Any] = tomllib.loads((TOWN / "city.toml").read_text(encoding="utf-8"))
    values |= {
        "slug": "measured-city",
        "name": "City of Baltimore",
        "short_name": "Baltimore",
        "state": "MD",
        "time_zone": "America/New_York",
        "srid_ft": 2248,
        "datum_pipeline": PIPELINE,
        "map_extent": [west, south, east, north],
        "surroundings": [west - 0.3, south - 0.3, east + 0.3, north + 0.3],
        "surroundings_name": "Baltimore and around",
        "mailing_names": ["Baltimore", "Baltimore City", "BC"],
    }
    lines = [f"{key} = {_toml(value)}" for key, value in values.items() if not isinstance(value, dict | list)]
    lines += [
        f"{key} = {_toml(value)}" for key, value in values.items() if isinstance(value, list) and key != "control_point"
    ]
    for table in ("clock", "radius_ft"):
        lines += [f"[{table}]", *(f"{key} = {_toml(value)}" for key, value in values[table].items())]
    for lon, lat in spots:
        x_ft, y_ft = transformer.transform(lon, lat)
        lines += ["[[control_point]]", f'name = "{lon:.3f} {lat:.3f}"', f"lon = {lon!r}", f"lat = {lat!r}"]
        lines += [f"x_ft = {x_ft:.4f}", f"y_ft = {y_ft:.4f}"]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return f'"{value}"' if isinstance(value, str) else repr(value)


_RULES: Final = """road_precedence = ["state", "county", "department", "municipality", "private"]

[[rule]]
id = "everything"
relation = "always"
owner = "department"
reason = "Nothing is routed here."
"""


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
