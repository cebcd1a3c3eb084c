"""From a source's own CRS to degrees and to the city's feet, by pinned operations, long edges bent where they must.

A straight edge in one CRS is a curve in another: left as two points, a county border of 113,118 ft bows 37.8 ft away
from where it is. Vertices are added until no edge bows `BOW_FT` or more.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from gis_cas.domain.city import City
from gis_cas.errors import BadInput
from gis_cas.geo.projection import Projection
from layers.manifest import Manifest

BOW_FT = 0.01
"""Asked of each edge: two layers that draw one border with other corners part by less than counts as ground."""

_HAS_SRID = 0x20000000
_WKB_KINDS = range(1, 8)

FT_PER_DEGREE = 364_567.0

Floats = NDArray[np.float64]
Shapes = NDArray[Any]


def to_degrees(shapes: Shapes, *, manifest: Manifest, city: City) -> Shapes:
    """The shapes of a layer in EPSG:4326, longitude first.

    Raises BadInput when the layer's CRS is neither EPSG:4326 nor the city's own and the manifest pins no pipeline.
    """
    crs = CRS.from_user_input(manifest.crs)
    if crs.equals(CRS("EPSG:4326"), ignore_axis_order=True):
        return shapely.force_2d(shapes)
    if manifest.pipeline is not None:
        forward = Transformer.from_pipeline(manifest.pipeline)
        transform = _columns(forward.transform)
    elif crs.to_epsg() == city.srid_ft:
        pinned = Transformer.from_pipeline(city.datum_pipeline)
        transform = _columns(lambda x, y: pinned.transform(x, y, direction="INVERSE"))
    else:
        where = f"manifests/{manifest.path.name}, pipeline"
        raise BadInput(
            {
                where: f"{where}: {manifest.crs} is neither EPSG:4326 nor the city's EPSG:{city.srid_ft}; give the "
                "PROJ pipeline from it to EPSG:4326, longitude first, so that every machine moves it the same way."
            }
        )
    bent = densified(shapely.force_2d(shapes), transform, tolerance=BOW_FT / FT_PER_DEGREE)
    return shapely.transform(bent, transform)


def to_feet(shapes: Shapes, *, projection: Projection) -> Shapes:
    """Shapes in EPSG:4326 in the city's CRS (feet), straight in degrees to within `BOW_FT`."""
    return shapely.transform(densified(shapes, projection.array_to_ft, tolerance=BOW_FT), projection.array_to_ft)


def wkb(shapes: Shapes) -> list[bytes]:
    """Each shape as little-endian WKB."""
    written: list[bytes] = shapely.to_wkb(shapes, byte_order=1).tolist()
    return written


def ewkb_hex(shapes: Sequence[bytes], *, srid: int) -> list[str]:
    """What `wkb` wrote as EWKB in hex, spelt as PostGIS does: the same bytes with the SRID behind the type.

    GEOS writes it too, from copies of all shapes that hold the SRID, in three times the time.
    """
    suffix = srid.to_bytes(4, "little").hex()
    heads = {kind: f"01{(kind | _HAS_SRID).to_bytes(4, 'little').hex()}{suffix}".upper() for kind in _WKB_KINDS}
    return [heads[int.from_bytes(shape[1:5], "little")] + shape[5:].hex().upper() for shape in shapes]


def densified(shapes: Shapes, transform: Callable[[Floats], Floats], *, tolerance: float) -> Shapes:
    """The shapes with vertices added where an edge would bow more than `tolerance` (target units) when transformed.

    The bow of a short edge grows with the square of its length, so n pieces bow 1/n² of the whole.
    """
    if not len(shapes):
        return shapes
    kind, points, offsets = shapely.to_ragged_array(shapes, include_z=False)
    if not offsets or kind == shapely.GeometryType.MULTIPOINT:
        return shapes
    ends, count = offsets[0], len(points)
    moved = transform(points)
    middle = transform((points[:-1] + points[1:]) / 2)
    bow = np.linalg.norm(middle - (moved[:-1] + moved[1:]) / 2, axis=1)
    pieces = np.ones(count, dtype=np.int64)
    pieces[:-1] = np.maximum(1, np.ceil(np.sqrt(bow / tolerance)))
    pieces[ends[1:] - 1] = 1  # the last vertex of a ring or line begins no edge
    vertex = np.repeat(np.arange(count), pieces)
    first = np.cumsum(pieces) - pieces
    part = (np.arange(len(vertex)) - first[vertex]) / pieces[vertex]
    following = points[np.minimum(vertex + 1, count - 1)]
    bent = points[vertex] + part[:, None] * (following - points[vertex])
    starts = np.concatenate([[0], np.cumsum(pieces)])[ends]
    made: Shapes = shapely.from_ragged_array(kind, bent, (starts, *offsets[1:]))
    return made


def _columns(transform: Callable[[Floats, Floats], tuple[Floats, Floats]]) -> Callable[[Floats], Floats]:
    return lambda points: np.column_stack(transform(points[:, 0], points[:, 1]))
