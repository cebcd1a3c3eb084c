"""The ground that a proof of the city goes over: its own areas, its centrelines, and where two versions differ."""

from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection

from gis_cas.store.prepared import prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class Midpoint:
    """The middle of one line feature, feet of the city's CRS."""

    layer: str
    feature_key: str
    x_ft: float
    y_ft: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """One feature on which two versions of a layer differ, as it was and as it is (feet), None where it is not there.

    `border_only`: nothing but the outline of an area changed. `half_ft`: the widest half-width of a line.
    """

    feature_key: str
    before: BaseGeometry | None
    after: BaseGeometry | None
    border_only: bool
    half_ft: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One area and its owner as the layer names it, feet of the city's CRS."""

    owner: str | None
    shape: BaseGeometry


def areas(conn: Connection, *, publications: Iterable[int]) -> list[Area]:
    """Every area of those of these publications that have a part in routing."""
    rows = prepared("areas").run(conn, {"publications": list(publications)})
    return [Area(owner=row.owner, shape=shapely.from_wkb(bytes(row.shape))) for row in rows]


def midpoints(conn: Connection, *, publications: Iterable[int]) -> list[Midpoint]:
    """The middle of every line of these publications, by layer and key."""
    rows = prepared("midpoints").run(conn, {"publications": list(publications)})
    return [Midpoint(layer=row.layer_slug, feature_key=row.feature_key, x_ft=row.x_ft, y_ft=row.y_ft) for row in rows]


def differing(conn: Connection, *, before: int | None, after: int) -> list[Differing]:
    """The features on which two versions of a layer differ; without a version before, all of them."""
    return [
        Differing(
            feature_key=row.feature_key,
            before=shapely.from_wkb(bytes(row.before)) if row.before is not None else None,
            after=shapely.from_wkb(bytes(row.after)) if row.after is not None else None,
            border_only=row.border_only,
            half_ft=row.half_ft,
        )
        for row in prepared("differing").run(conn, {"before": before, "after": after})
    ]
