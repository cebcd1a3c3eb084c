"""What streets or address points show when they are loaded: findings on file beside them, never a reason to refuse."""

from collections.abc import Mapping, Sequence
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
from layers.shapes import Shapes, ewkb_hex, wkb

CHECKED = ("streets", "address_points")
_SRID = 4326


def note_findings(
    connection: Connection,
    *,
    version_id: int,
    kind: str,
    keys: Sequence[str],
    names: Sequence[str | None],
    attributes: Sequence[Mapping[str, Any]],
    shapes: Shapes,
    projection: Projection,
) -> None:
    """Note what contradicts itself in a version just put on file, and between it and what was loaded of the other kind.

    Its features come as columns, as there may be a million; `shapes` are in the city's CRS (feet).
    """
    if kind == "streets":
        segments = [_segment(*feature) for feature in zip(keys, names, attributes, shapes, strict=True)]
        rows = store.newest_points(connection)
        points = _points(
            [row.feature_key for row in rows],
            [dict(zip(row._fields, row, strict=True)) for row in rows],
            np.array([(row.x_ft, row.y_ft) for row in rows], dtype=np.float64),
        )
        found = [*of_streets(segments), *between(points, segments)]
    else:
        points = _points(keys, attributes, shapely.get_coordinates(shapes))
        rows, lines = store.newest_segments(connection)
        segments = [
            _segment(row.feature_key, row.name, row.attributes, line) for row, line in zip(rows, lines, strict=True)
        ]
        found = [*of_points(points), *between(points, segments)]
    shapes = np.array([one.shape for one in found], dtype=object)
    degrees = ewkb_hex(wkb(shapely.transform(shapes, projection.array_to_degrees)), srid=_SRID)
    store.add_findings(
        connection,
        version_id,
        ((one.kind.value, one.keys, one.sentence, shape) for one, shape in zip(found, degrees, strict=True)),
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


def _points(keys: Sequence[str], attributes: Sequence[Mapping[str, Any]], xy_ft: NDArray[np.float64]) -> Points:
    """Those with a number; without one there is nothing to compare."""
    numbers = [whole(said.get("number")) for said in attributes]
    told = [at for at, number in enumerate(numbers) if number is not None]
    said = [attributes[at] for at in told]
    return Points(
        keys=[keys[at] for at in told],
        numbers=np.array([numbers[at] for at in told], dtype=np.int64),
        streets=[str(one.get("street") or "") for one in said],
        units=[text(one.get("unit")) for one in said],
        zips=[text(one.get("zip")) for one in said],
        segment_keys=[text(one.get("segment_id")) for one in said],
        xy_ft=xy_ft.reshape(-1, 2)[told],
    )
