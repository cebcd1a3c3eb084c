"""From a checked frame to a version on file: a fingerprint, counts, and every feature in degrees and in feet."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np
from sqlalchemy import Connection

from gis_cas.domain.city import City
from gis_cas.geo.projection import Projection
from gis_cas.store import layers as store
from layers.findings import CHECKED, note_findings
from layers.manifest import Manifest, canonical_json
from layers.many_rows import many_rows
from layers.shapes import ewkb_hex, to_degrees, to_feet, wkb


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedVersion:
    """A version of a layer on file; `new` is False when the newest one already held exactly this."""

    id: int
    number: int
    feature_count: int
    new: bool


@many_rows()
def load_version(
    connection: Connection, *, manifest: Manifest, frame: gpd.GeoDataFrame, city: City, by: str
) -> LoadedVersion:
    """Put the features of a checked frame on file as the layer's next version, unless they are its newest already.

    Nothing is in force before it is published. `geom` is EPSG:4326, `geom_ft` the city's CRS by its pinned pipeline.
    """
    ordered = frame.sort_values("feature_key")
    degrees = to_degrees(np.asarray(ordered.geometry.array), manifest=manifest, city=city)
    attributes = [canonical_json(one) for one in ordered["attributes"]]
    shapes = wkb(degrees)
    sha256 = fingerprint(ordered, attributes, shapes, manifest)
    store.register_layer(
        connection,
        slug=manifest.layer,
        title=manifest.title,
        authority=manifest.authority,
        licence=manifest.licence,
        geometry_type=manifest.geometry,
        exclusive=manifest.exclusive,
        routing=manifest.routing,
        locator=manifest.locator,
        basemap=manifest.basemap,
    )
    newest = store.newest_version(connection, manifest.layer)
    if newest is not None and newest.sha256 == sha256:
        return LoadedVersion(id=newest.id, number=newest.number, feature_count=len(frame), new=False)
    number = 1 if newest is None else newest.number + 1
    version_id = store.add_version(
        connection,
        layer_slug=manifest.layer,
        number=number,
        sha256=sha256,
        source=manifest.source,
        synthetic=manifest.synthetic,
        accuracy_ft=manifest.accuracy_ft,
        feature_count=len(frame),
        manifest=manifest.document(),
        loaded_by=by,
    )
    projection = Projection(pipeline=city.datum_pipeline, srid_ft=city.srid_ft)
    feet = to_feet(degrees, projection=projection)
    store.copy_features(
        connection,
        version_id,
        zip(
            ordered["feature_key"],
            ordered["name"],
            ordered["owner"],
            ordered["half_width_left_ft"],
            ordered["half_width_right_ft"],
            attributes,
            ewkb_hex(shapes, srid=4326),
            ewkb_hex(wkb(feet), srid=city.srid_ft),
            strict=True,
        ),
    )
    if manifest.locator in CHECKED:
        note_findings(
            connection,
            version_id=version_id,
            kind=manifest.locator,
            keys=ordered["feature_key"].tolist(),
            names=ordered["name"].tolist(),
            attributes=ordered["attributes"].tolist(),
            shapes=feet,
            projection=projection,
        )
    return LoadedVersion(id=version_id, number=number, feature_count=len(frame), new=True)


def fingerprint(
    ordered: gpd.GeoDataFrame, attributes: Sequence[str], shapes: Sequence[bytes], manifest: Manifest
) -> str:
    """SHA-256 over what the features say, where they are and what they are, in the order of their keys; not the bytes.

    `attributes` are theirs as canonical JSON, `shapes` as little-endian WKB in EPSG:4326.
    """
    read_as = [manifest.accuracy_ft, manifest.geometry, *(["district"] if manifest.district else [])]
    digest = hashlib.sha256(canonical_json(read_as).encode())
    columns = ("feature_key", "name", "owner", "half_width_left_ft", "half_width_right_ft")
    as_json = lru_cache(maxsize=65_536, typed=True)(canonical_json)
    told = (map(as_json, ordered[name].tolist()) for name in columns)
    for *values, said, shape in zip(*told, attributes, shapes, strict=True):
        digest.update(f"[{','.join(values)},{said}]".encode())
        digest.update(shape)
    return digest.hexdigest()
