"""From features to files: GeoJSON with one feature a line, sorted by key, coordinates on the 7-decimal grid."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from layers.boynton_beach.demo.frame import DECIMALS


@dataclass(frozen=True, slots=True)
class Feature:
    """A shape in EPSG:4326 and its attributes; the first attribute is the layer's key."""

    shape: BaseGeometry
    attributes: dict[str, Any]

    @property
    def key(self) -> str:
        """The value by which the file is sorted."""
        return str(next(iter(self.attributes.values())))


def feature(shape: BaseGeometry, **attributes: object) -> Feature:
    """A feature from a shape and its attributes, key first."""
    return Feature(shape, dict(attributes))


def _line(item: Feature) -> str:
    shape = shapely.transform(item.shape, lambda c: c.round(DECIMALS))
    body = {"type": "Feature", "properties": item.attributes, "geometry": mapping(shape)}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def write_layer(path: Path, features: list[Feature]) -> None:
    """Write one layer; the same features give the same bytes."""
    body = ",\n".join(_line(item) for item in sorted(features, key=lambda item: item.key))
    text = f'{{"type":"FeatureCollection","name":"{path.stem}","features":[\n{body}\n]}}\n'
    path.write_text(text, encoding="utf-8", newline="\n")
