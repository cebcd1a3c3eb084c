"""What areas of different layers have in common where edges of both are near: asked at coasts and county lines only."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from gis_cas.domain.findings import Overlap
from gis_cas.store.features import Feature
from gis_cas.store.in_force import Counting
from gis_cas.store.prepared import prepared


def overlaps_near(
    conn: Connection,
    *,
    spot: Mapping[str, Any],
    radius_ft: float,
    near: Mapping[int, Counting],
    features: Mapping[int, Feature],
    layers: Collection[str],
) -> dict[int, dict[str, Overlap]]:
    """For each area of these layers its overlaps by the other layer; `near` are the areas whose edges are near.

    `spot` binds x_ft, y_ft and srid_ft; radius_ft is the place's own.
    """
    asked = _asked(near, layers)
    if not asked:
        return {}
    values = {
        **spot,
        "ones": [one for one, _ in asked],
        "one_publications": [near[one].publication_id for one, _ in asked],
        "other_publications": [other.publication_id for _, other in asked],
        "disc_radii_ft": [radius_ft + other.accuracy_ft for _, other in asked],
        "areas": list(near),
        "area_publications": [layer.publication_id for layer in near.values()],
    }
    left: dict[tuple[int, int], float] = {}
    common: dict[tuple[int, int], dict[str, float]] = {}
    for row in prepared("locate_overlaps").run(conn, values).all():
        pair = (row.one_id, row.other_publication)
        if row.other_id is None:
            left[pair] = row.part or 0.0
        else:
            common.setdefault(pair, {})[features[row.other_id].feature_key] = row.part or 0.0
    found: dict[int, dict[str, Overlap]] = {}
    for one, other in asked:
        pair = (one, other.publication_id)
        found.setdefault(one, {})[other.layer] = Overlap(left=left[pair], common=common.get(pair, {}))
    return found


def _asked(near: Mapping[int, Counting], layers: Collection[str]) -> Sequence[tuple[int, Counting]]:
    """Each area of these layers with each other layer that has an edge near."""
    present = {layer.publication_id: layer for layer in near.values()}.values()
    return [
        (one, other)
        for one, layer in near.items()
        if layer.layer in layers
        for other in present
        if other.layer != layer.layer
    ]
