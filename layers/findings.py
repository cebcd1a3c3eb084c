"""What streets or address points show when they are loaded: findings on file beside them, never a reason to refuse."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection

from gis_cas.geo.projection import Projection
from gis_cas.geocoding.findings import between, of_points, of_streets
from gis_cas.geocoding.fishbone import Points
from gis_cas.store import locator_findings as store
from gis_cas.store.locator_rows import SegmentRow
from layers.locator import parity, text, whole

CHECKED = ("streets", "address_points")
_SRID = 4326


def note_findings(
    connection: Connection,
    *,
    version_id: int,
    kind: str,
    features: Iterable[tuple[str, str | None, Mapping[str, Any], Any]],
    projection: Projection,
) -> None:
    """Note what contradicts itself in a version just put on file, and between it and what was loaded of the other kind.

    `features` are key, name, attributes and shape (feet) of each.
    """
    if kind == "streets":
        segments = [_segment(*feature) for feature in features]
        points = _points(
            (row.feature_key, dict(zip(row._fields, row, strict=True)), (row.x_ft, row.y_ft))
            for row in store.newest_points(connection)
        )
        found = [*of_streets(segments), *between(points, segments)]
    else:
        points = _points((key, said, (shape.x, shape.y)) for key, _, said, shape in features)
        rows, lines = store.newest_segments(connection)
        segments = [
            _segment(row.feature_key, row.name, row.attributes, line) for row, line in zip(rows, lines, strict=True)
        ]
        found = [*of_points(points), *between(points, segments)]
    shapes = np.array([one.shape for one in found], dtype=object)
    degrees = shapely.set_srid(shapely.transform(shapes, projection.array_to_degrees), _SRID)
    store.add_findings(
        connection,
        version_id,
        (
            (one.kind.value, one.keys, one.sentence, shape)
            for one, shape in zip(found, shapely.to_wkb(degrees, hex=True, include_srid=True), strict=True)
        ),
    )


def _segment(key: str, name: str | None, said: Mapping[str, Any], line: Any) -> SegmentRow:
    return SegmentRow(
        segment_key=key,
        street=name or "",
        keys=(),
        zip=text(said.get("zip")),
        left=(whole(said.get("from_left")), whole(said.get("to_left"))),
        right=(whole(said.get("from_right")), whole(said.get("to_right"))),
        parity_left=parity(said.get("parity_left")),
        parity_right=parity(said.get("parity_right")),
        line=line,
    )


def _points(rows: Iterable[tuple[str, Mapping[str, Any], tuple[float, float]]]) -> Points:
    """Those with a number; without one there is nothing to compare."""
    told = [
        (key, number, str(said.get("street") or ""), said.get("unit"), said.get("zip"), said.get("segment_id"), spot)
        for key, said, spot in rows
        if (number := whole(said.get("number"))) is not None
    ]
    keys, numbers, streets, units, zips, segment_keys, spots = zip(*told, strict=True) if told else ((),) * 7
    return Points(
        keys=keys,
        numbers=np.array(numbers, dtype=np.int64),
        streets=streets,
        units=_texts(units),
        zips=_texts(zips),
        segment_keys=_texts(segment_keys),
        xy_ft=_spots(spots),
    )


def _texts(values: Sequence[Any]) -> list[str | None]:
    return [text(value) for value in values]


def _spots(spots: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    return np.array(spots, dtype=np.float64).reshape(-1, 2)
