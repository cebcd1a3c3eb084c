"""Writes a city folder from frames: manifests, GeoPackages, and a city.toml in another projection.

Directory, clocks and radii are those of the tests' made-up town (tests/data/tiny_city) unless the caller gives others.
"""

import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
from pyproj import Transformer

TOWN: Final = Path(__file__).resolve().parents[1] / "data" / "tiny_city"
_TABLES: Final = ("clock", "radius_ft")


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerFile:
    """One layer of the folder: its frame in EPSG:4326 with a column `key`, and what its manifest says of it."""

    layer: str
    frame: gpd.GeoDataFrame
    geometry: str
    name: str = "name"
    accuracy_ft: float = 10.0
    owner: str | None = None
    owner_column: str | None = None
    locator: str | None = None
    routing: bool = False
    exclusive: bool = False
    district: bool = False
    columns: tuple[str, ...] = ()


def begin(folder: Path, *, copied: tuple[str, ...] = ()) -> None:
    """An empty folder; whatever was there before goes. `copied` names files taken over from the made-up town."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    (folder / "manifests").mkdir()
    for name in copied:
        shutil.copy(TOWN / name, folder / name)


def write_layer(folder: Path, layer: LayerFile) -> None:
    """The layer's data and its manifest."""
    layer.frame.to_file(folder / "data" / f"{layer.layer}.gpkg", driver="GPKG")
    values: dict[str, Any] = {
        "layer": layer.layer,
        "title": layer.layer,
        "authority": "open data",
        "source": "kept outside the project",
        "licence": "see its source",
        "synthetic": False,
        "file": f"data/{layer.layer}.gpkg",
        "crs": "EPSG:4326",
        "geometry": layer.geometry,
        "key": "key",
        "name_column": layer.name,
        "accuracy_ft": layer.accuracy_ft,
        "owner": layer.owner,
        "owner_column": layer.owner_column,
        "locator": layer.locator,
        "routing": layer.routing,
        "exclusive": layer.exclusive,
        "district": layer.district,
    }
    lines = [f"{name} = {toml(value)}" for name, value in values.items() if value is not None]
    lines += ["effective_from = 2026-01-01", "[columns]", *(f'{column} = "{column}"' for column in layer.columns)]
    (folder / "manifests" / f"{layer.layer}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_city(
    folder: Path, *, bounds: tuple[float, float, float, float], around: float, values: Mapping[str, Any]
) -> None:
    """The made-up town's city.toml with these values, surroundings `around` degrees beyond the bounds (EPSG:4326)."""
    west, south, east, north = bounds
    town: dict[str, Any] = tomllib.loads((TOWN / "city.toml").read_text(encoding="utf-8"))
    city = town | {
        "map_extent": [west, south, east, north],
        "surroundings": [west - around, south - around, east + around, north + around],
    }
    city |= values
    transformer = Transformer.from_pipeline(city["datum_pipeline"])
    plain = {name: value for name, value in city.items() if name not in (*_TABLES, "control_point")}
    lines = [f"{name} = {toml(value)}" for name, value in plain.items()]
    for table in _TABLES:
        lines += [f"[{table}]", *(f"{name} = {toml(value)}" for name, value in city[table].items())]
    for lon, lat in ((west, south), (east, north), ((west + east) / 2, (south + north) / 2)):
        x_ft, y_ft = transformer.transform(lon, lat)
        lines += ["[[control_point]]", f'name = "{lon:.3f} {lat:.3f}"', f"lon = {lon!r}", f"lat = {lat!r}"]
        lines += [f"x_ft = {x_ft:.4f}", f"y_ft = {y_ft:.4f}"]
    (folder / "city.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def toml(value: Any) -> str:
    """A value as TOML: texts, numbers, truth, lists and inline tables."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {toml(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml(one) for one in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else repr(value)
