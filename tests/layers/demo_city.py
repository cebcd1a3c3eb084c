"""Reading the demonstration city's files for its tests: rows, shapes in degrees, and shapes in EPSG:2881 feet."""

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

CITY_FOLDER = Path(__file__).resolve().parents[2] / "layers" / "boynton_beach"


@dataclass(frozen=True, slots=True)
class Row:
    """One feature: its attributes and its shape in EPSG:4326."""

    attributes: dict[str, Any]
    shape: BaseGeometry


@cache
def city_settings() -> dict[str, Any]:
    return tomllib.loads((CITY_FOLDER / "city.toml").read_text(encoding="utf-8"))


@cache
def layer(slug: str) -> tuple[Row, ...]:
    document = json.loads((CITY_FOLDER / "data" / f"{slug}.geojson").read_text(encoding="utf-8"))
    return tuple(Row(item["properties"], shape(item["geometry"])) for item in document["features"])


def by(slug: str, key: str) -> dict[str, Row]:
    return {row.attributes[key]: row for row in layer(slug)}


@cache
def pipeline() -> Transformer:
    return Transformer.from_pipeline(city_settings()["datum_pipeline"])


def feet(geometry: BaseGeometry) -> BaseGeometry:
    def move(coords: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(pipeline().transform(coords[:, 0], coords[:, 1]))

    return shapely.transform(geometry, move)


@cache
def feet_of(slug: str) -> tuple[BaseGeometry, ...]:
    return tuple(feet(row.shape) for row in layer(slug))


def municipality_at(lon: float, lat: float) -> str | None:
    point = shapely.Point(lon, lat)
    hits = [r.attributes["municipality_id"] for r in layer("municipalities") if r.shape.contains(point)]
    assert len(hits) <= 1
    return hits[0] if hits else None
