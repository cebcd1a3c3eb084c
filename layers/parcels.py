"""The locator's parcels, made from a publication page by page: a point inside each, and how far its corners lie."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection

from gis_cas.errors import Misconfigured
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.names import plain, street_key
from gis_cas.geocoding.parcel_numbers import parcel_key
from gis_cas.geocoding.units import cut_unit
from gis_cas.store import locator_parcels as store
from gis_cas.store.city import load_city
from gis_cas.store.locator_parcels import ParcelFeature
from layers.shapes import ewkb_hex, wkb

_SITE = re.compile(r"^\s*0*([1-9]\d{0,8})(?:-\d+)?\s+(.+)$")
SRID = 4326


def refresh(connection: Connection, *, publication_id: int, version_id: int) -> None:
    """Bring the locator's parcels up to a publication; what did not change stays as it is."""
    city = load_city(connection)
    if city is None:
        raise Misconfigured("No city is loaded, so nobody knows its feet; run gis-cas city load.")
    projection = Projection(pipeline=city.datum_pipeline, srid_ft=city.srid_ft)
    after = ""
    for page in store.pages(connection, publication_id=publication_id):
        rows = _rows(page, projection)
        store.replace_page(connection, rows, version_id=version_id, after=after, upto=page[-1].key)
        after = page[-1].key
    store.replace_page(connection, (), version_id=version_id, after=after, upto=None)


def _rows(page: Sequence[ParcelFeature], projection: Projection) -> list[tuple[Any, ...]]:
    spots_ft = np.array([projection.to_ft(feature.inside) for feature in page])
    shapes = shapely.from_wkb(np.array([feature.shape_ft for feature in page], dtype=object))
    corners, of = shapely.get_coordinates(shapes, return_index=True)
    reach_ft = np.zeros(len(page))
    np.maximum.at(reach_ft, of, np.hypot(*(corners - spots_ft[of]).T))
    degrees = shapely.points([(feature.inside.lon, feature.inside.lat) for feature in page])
    geom = ewkb_hex(wkb(degrees), srid=SRID)
    geom_ft = ewkb_hex(wkb(np.asarray(shapely.points(spots_ft))), srid=projection.srid_ft)
    return [
        (feature.key, *_said(feature.attributes), float(reach), at, at_ft)
        for feature, reach, at, at_ft in zip(page, reach_ft, geom, geom_ft, strict=True)
    ]


def _said(attributes: dict[str, Any]) -> tuple[Any, ...]:
    """Number of the parcel, house number, street, key, unit, ZIP code and town, as the table has them."""
    shown = str(attributes.get("parcel_number") or "")
    number, street, unit = site_address(_written(attributes))
    own_unit = attributes.get("unit")
    return (
        parcel_key(shown),
        shown,
        number,
        street,
        street_key(street) if street else None,
        str(own_unit) if own_unit else unit,
        *(str(attributes[name]) if attributes.get(name) else None for name in ("zip", "postal_city")),
    )


def _written(attributes: dict[str, Any]) -> str:
    if attributes.get("address"):
        return str(attributes["address"])
    return " ".join(str(attributes[name]) for name in ("number", "street") if attributes.get(name))


def site_address(written: str) -> tuple[int | None, str | None, str | None]:
    """House number, street and unit of a site address as assessors write it; nothing for land without a number."""
    match = _SITE.match(written)
    if match is None:
        return None, None, None
    unit, street = cut_unit(plain(match.group(2)).strip(" ,."))
    return int(match.group(1)), street, unit
