"""A city folder of a million address points in NENA's fields, drawn on a grid of streets, for measuring how they load.

The town is the tests' made-up one; streets, numbers and sides agree, so that what is found to contradict itself is what
was made to: one point in `WRONG_EVERY` lies across the street from its number.
"""

import shutil
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from layers import KEPT_DRIVERS as _SAFE  # noqa: F401 - the loader's safe set of drivers is in force before GDAL loads
from tests.benchmarks.bench_locator import grid

TOWN: Final = Path(__file__).resolve().parents[1] / "data" / "tiny_city"
SHIFT: Final = (-121.8 + 80.09, 48.2 - 26.53)
OFF_DEGREES: Final = 0.00012
A_HUNDRED: Final = 100
WRONG_EVERY: Final = 1_000
SUFFIXES: Final = {"GPKG": "gpkg", "FlatGeobuf": "fgb", "GeoJSON": "geojson"}


def build(folder: Path, *, points: int, driver: str = "GPKG") -> None:
    """Write the folder; `points` are spread evenly over the segments, those after a hundred as units."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(TOWN, folder)
    suffix = SUFFIXES[driver]
    streets = _streets()
    for name, frame in (("streets", streets), ("address_points", _points(streets, points))):
        frame.to_file(folder / "data" / f"{name}.{suffix}", driver=driver)
    for name, text in (("streets", _STREETS), ("address_points", _POINTS)):
        path = folder / "manifests" / f"{name}.toml"
        path.write_text(text.format(suffix=suffix), encoding="utf-8")


def _streets() -> gpd.GeoDataFrame:
    rows = grid().streets
    lines = [shapely.LineString([(lon + SHIFT[0], lat + SHIFT[1]) for lon, lat in row.line]) for row in rows]
    return gpd.GeoDataFrame(
        {
            "NGUID_RDCL": [row.key for row in rows],
            "St_PreDir": [row.name.split()[0] for row in rows],
            "St_Name": [row.name.split()[1] for row in rows],
            "St_PosTyp": [row.name.split()[2] for row in rows],
            "FromAddr_L": [row.left[0] for row in rows],
            "ToAddr_L": [row.left[1] for row in rows],
            "FromAddr_R": [row.right[0] for row in rows],
            "ToAddr_R": [row.right[1] for row in rows],
            "Owner": ["town"] * len(rows),
        },
        geometry=lines,
        crs=4326,
    )


def _points(streets: gpd.GeoDataFrame, count: int) -> gpd.GeoDataFrame:
    place, segment = np.divmod(np.arange(count), len(streets))
    number = place % A_HUNDRED
    ends = shapely.get_coordinates(streets.geometry.array).reshape(-1, 2, 2)[segment]
    along = ends[:, 1] - ends[:, 0]
    share = 0.1 + 0.8 * (number - number % 2) / A_HUNDRED
    to_left = np.column_stack([-along[:, 1], along[:, 0]]) / np.hypot(along[:, 0], along[:, 1])[:, None]
    side = np.where(number % 2 == 0, 1.0, -1.0) * np.where(np.arange(count) % WRONG_EVERY == 0, -1.0, 1.0)
    spots = ends[:, 0] + share[:, None] * along + (side * OFF_DEGREES)[:, None] * to_left
    own = streets.iloc[segment]
    return gpd.GeoDataFrame(
        {
            "NGUID_SSAP": [f"SSAP{number}@town" for number in range(count)],
            "Add_Number": own["FromAddr_L"].to_numpy() + number,
            "St_PreDir": own["St_PreDir"].to_numpy(),
            "St_Name": own["St_Name"].to_numpy(),
            "St_PosTyp": own["St_PosTyp"].to_numpy(),
            "Unit": [f"Apt {floor}" if floor else None for floor in (place // A_HUNDRED).tolist()],
            "Post_Comm": ["Alder Falls"] * count,
            "Post_Code": (98_200 + segment % 20).astype(str),
            "RCL_NGUID": own["NGUID_RDCL"].to_numpy(),
        },
        geometry=shapely.points(spots),
        crs=4326,
    )


_HEAD: Final = """layer = "{layer}"
title = "Drawn for measuring"
authority = "Town of Alder Falls"
source = "Drawn for measuring; the town does not exist"
licence = "CC0-1.0"
synthetic = true
file = "data/{layer}.{{suffix}}"
crs = "EPSG:4326"
accuracy_ft = 5.0
effective_from = 2026-01-01
locator = "{layer}"
"""

_STREETS: Final = (
    _HEAD.format(layer="streets")
    + """geometry = "LineString"
key = "NGUID_RDCL"
name_column = "St_PreDir + St_Name + St_PosTyp"
owner_column = "Owner"
routing = true

[columns]
from_left = "FromAddr_L"
to_left = "ToAddr_L"
from_right = "FromAddr_R"
to_right = "ToAddr_R"
"""
)

_POINTS: Final = (
    _HEAD.format(layer="address_points")
    + """geometry = "Point"
key = "NGUID_SSAP"

[columns]
number = "Add_Number"
street = "St_PreDir + St_Name + St_PosTyp"
unit = "Unit"
zip = "Post_Code"
postal_city = "Post_Comm"
segment_id = "RCL_NGUID"
"""
)
