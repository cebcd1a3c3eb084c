"""What the published layers say about a spot: one prepared statement, feet in the city's own CRS.

A second one follows only where it is needed: an area's edge in the error disc (its share), a line with two half-widths
(the side); a third where edges of two layers are and what they have in common is asked for. They read only what belongs
to the publications that the first one found, and that never changes.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row

from gis_cas.domain.findings import Finding, Findings, GeometryKind, Overlap
from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from gis_cas.store.features import Feature, features
from gis_cas.store.in_force import Counting, InForce, forget_in_force, kept_in_force, read_in_force
from gis_cas.store.overlaps import overlaps_near
from gis_cas.store.prepared import prepared

SEARCH_CAP_FT: Final = 1000.0
"""A place that is vaguer than this is never decided on, so nothing is searched beyond it."""

_TRIES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """The spot in the city's feet, its radius, how far lines are looked for, and the addressed segment."""

    x_ft: float
    y_ft: float
    srid_ft: int
    radius_ft: float
    road_reach_ft: float
    segment_key: str | None

    def reach_ft(self, layer: Counting) -> float:
        """How far an edge of this layer may be and still be at the true spot."""
        return self.radius_ft + layer.accuracy_ft

    def binds(self) -> dict[str, Any]:
        """What every statement about the spot binds."""
        return {"x_ft": self.x_ft, "y_ft": self.y_ft, "srid_ft": self.srid_ft}


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found, by feature: areas that hold the spot, areas by their edge's feet, lines by their nearest feet."""

    layers: dict[int, Counting]
    features: dict[int, Feature]
    holds: set[int]
    edges: dict[int, float]
    lines: dict[int, float]


def locate(  # noqa: PLR0913 - the spot, the day, what was known, and the address
    conn: Connection,
    *,
    projection: Projection,
    position: Position,
    radius_ft: float,
    valid_on: date,
    road_reach_ft: float,
    known_at: datetime | None = None,
    publications: Mapping[str, int] | None = None,
    segment_key: str | None = None,
    overlaps_of: Collection[str] = (),
) -> Findings:
    """The findings around a position (EPSG:4326, 95 % radius in feet) in the layers in force on a city day.

    `known_at` asks what we knew then; `publications` (layer to id) fixes the layers for a replay. `segment_key` names
    the addressed street segment. `overlaps_of` names the layers whose areas' overlaps with others are wanted. An area
    that holds the whole error disc has an infinite distance: no edge is near.
    """
    x_ft, y_ft = projection.to_ft(position)
    spot = _Spot(
        x_ft=x_ft,
        y_ft=y_ft,
        srid_ft=projection.srid_ft,
        radius_ft=min(radius_ft, SEARCH_CAP_FT),
        road_reach_ft=road_reach_ft,
        segment_key=segment_key,
    )
    if known_at is None and publications is None:
        layers, rows = _now(conn, spot, valid_on)
    else:
        layers = read_in_force(conn, valid_on=valid_on, known_at=known_at, publications=publications)
        rows = prepared("locate_as_of").run(conn, {**_search(spot, layers), "publications": list(layers.by_id)}).all()
    known = features(conn, {row.feature_id for row in rows if row.kind is not None})
    found = _sorted_out(rows, known, layers, spot)
    findings = _findings(conn, found, spot, overlaps_of)
    return Findings(
        position=position,
        radius_ft=radius_ft,
        valid_on=valid_on,
        known_at=known_at,
        publications=layers.ids,
        findings=tuple(sorted(findings, key=lambda f: (f.layer, not f.contains, f.distance_ft, f.feature_key))),
        segment=_segment(rows, known, layers),
        district_layers=layers.district_layers,
    )


def _now(conn: Connection, spot: _Spot, valid_on: date) -> tuple[InForce, Sequence[Row[Any]]]:
    """The layers in force and the rows found in them, both as of one instant."""
    for _ in range(_TRIES):
        layers = kept_in_force(conn, valid_on)
        rows = prepared("locate").run(conn, {**_search(spot, layers), "valid_on": valid_on}).all()
        if layers.fingerprint == rows[0].fingerprint:
            return layers, rows
        forget_in_force(conn)
    raise RuntimeError("Layers are being published faster than they can be read.")


def _search(spot: _Spot, layers: InForce) -> dict[str, Any]:
    edge_reach_ft = spot.radius_ft + layers.worst_accuracy_ft
    line_reach_ft = max(spot.road_reach_ft, layers.widest_ft) + edge_reach_ft
    return {
        **spot.binds(),
        "edge_reach_ft": edge_reach_ft,
        "line_reach_ft": line_reach_ft,
        "streets_version": layers.streets.version_id if layers.streets else None,
        "segment_key": spot.segment_key,
    }


def _segment(rows: Iterable[Row[Any]], known: Mapping[int, Feature], layers: InForce) -> Finding | None:
    """The addressed segment; on which of its sides the spot lies does not matter any more."""
    row = next((row for row in rows if row.kind == "segment"), None)
    return _line(known[row.feature_id], layers.streets, row.distance_ft, None) if row and layers.streets else None


def _sorted_out(rows: Iterable[Row[Any]], known: dict[int, Feature], layers: InForce, spot: _Spot) -> _Found:
    """Each feature once, and only those near enough by their own layer's accuracy and half-width."""
    found = _Found({}, known, set(), {}, {})
    for row in rows:
        if row.kind in (None, "segment"):
            continue
        feature_id, distance_ft = row.feature_id, row.distance_ft
        layer = layers.by_id[row.publication_id]
        if row.kind == "holds":
            found.holds.add(feature_id)
        elif row.kind == "edge":
            if distance_ft > spot.reach_ft(layer):
                continue
            found.edges[feature_id] = min(distance_ft, found.edges.get(feature_id, math.inf))
        else:
            if distance_ft > max(spot.road_reach_ft, known[feature_id].widest_ft) + spot.reach_ft(layer):
                continue
            found.lines[feature_id] = min(distance_ft, found.lines.get(feature_id, math.inf))
        found.layers[feature_id] = layer
    return found


def _findings(conn: Connection, found: _Found, spot: _Spot, overlaps_of: Collection[str]) -> list[Finding]:
    two_sided = [feature_id for feature_id in found.lines if found.features[feature_id].two_sided]
    shares, sides = _closer(conn, found, spot, two_sided) if found.edges or two_sided else ({}, {})
    overlaps = overlaps_near(
        conn,
        spot=spot.binds(),
        radius_ft=spot.radius_ft,
        near={feature_id: found.layers[feature_id] for feature_id in found.edges},
        features=found.features,
        layers=overlaps_of,
    )
    findings: list[Finding] = []
    for feature_id, layer in found.layers.items():
        if feature_id in found.lines:
            feature = found.features[feature_id]
            findings.append(_line(feature, layer, found.lines[feature_id], sides.get(feature_id)))
        else:
            findings.append(_area(feature_id, found, shares.get(feature_id), overlaps.get(feature_id, {})))
    return findings


def _closer(
    conn: Connection, found: _Found, spot: _Spot, two_sided: Sequence[int]
) -> tuple[dict[int, float], dict[int, str]]:
    """The shares of the areas whose edge is near, and the sides of the lines with two half-widths."""
    near = [found.layers[feature_id] for feature_id in found.edges]
    values = {
        **spot.binds(),
        "areas": list(found.edges),
        "area_publications": [layer.publication_id for layer in near],
        "disc_radii_ft": [spot.reach_ft(layer) for layer in near],
        "lines": list(two_sided),
    }
    rows = prepared("locate_closer").run(conn, values).all()
    shares = {row.feature_id: row.share for row in rows if row.share is not None}
    return shares, {row.feature_id: row.side for row in rows if row.side is not None}


def _area(feature_id: int, found: _Found, share: float | None, overlaps: Mapping[str, Overlap]) -> Finding:
    feature, layer = found.features[feature_id], found.layers[feature_id]
    return Finding(
        layer=layer.layer,
        feature_key=feature.feature_key,
        name=feature.name,
        owner=feature.owner,
        attributes=feature.attributes,
        geometry_kind=GeometryKind.POLYGON,
        contains=feature_id in found.holds,
        distance_ft=found.edges.get(feature_id, math.inf),
        accuracy_ft=layer.accuracy_ft,
        publication_id=layer.publication_id,
        layer_version=layer.version_number,
        share=share,
        overlaps=overlaps,
    )


def _line(feature: Feature, layer: Counting, distance_ft: float, side: str | None) -> Finding:
    left, right = feature.half_width_left_ft, feature.half_width_right_ft
    return Finding(
        layer=layer.layer,
        feature_key=feature.feature_key,
        name=feature.name,
        owner=feature.owner,
        attributes={**feature.attributes, "half_width_left_ft": left, "half_width_right_ft": right},
        geometry_kind=GeometryKind.LINE,
        contains=False,
        distance_ft=distance_ft,
        accuracy_ft=layer.accuracy_ft,
        publication_id=layer.publication_id,
        layer_version=layer.version_number,
        half_width_ft=right if side == "right" or left is None else left,
        side=side,
    )
