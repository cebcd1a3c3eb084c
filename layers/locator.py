"""The locator's rows, made from the layers in force: only what changed ends and begins anew."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from gis_cas.geocoding.names import base_key, street_key
from gis_cas.store import layer_locator as store
from gis_cas.store.layer_locator import INTERSECTIONS, STREETS, LocatorFeature, LocatorTable
from layers import parcels

_NUMBER = re.compile(r"\s*(\d{1,9})")
_PARITIES = {"o": "odd", "odd": "odd", "e": "even", "even": "even"}

ORDER = ("streets", "address_points", "intersections", "parcels")
"""Intersections take their names from the streets, so they come after them."""

READ_AS_THEY_ARE = ("landmarks", "mile_posts")
"""Kinds without a table of their own: the locator reads their features, few as they are, when its version changes."""


def refresh(
    connection: Connection, *, kind: str, publication_id: int, intersections_publication_id: int | None = None
) -> int:
    """Bring the locator up to a publication of its `kind` and answer the new locator version.

    When streets change, so may the names of the intersections in force (`intersections_publication_id`).
    """
    version_id = store.begin_version(connection, publication_id=publication_id)
    if kind == "parcels":
        parcels.refresh(connection, publication_id=publication_id, version_id=version_id)
        return version_id
    if kind == "address_points":
        store.replace_points(connection, version_id=version_id, publication_id=publication_id, key_of=street_key)
        return version_id
    found = store.features(connection, publication_id=publication_id)
    if kind == "streets":
        _replace(connection, STREETS, version_id, [_street(feature) for feature in found])
        if intersections_publication_id is not None:
            found = store.features(connection, publication_id=intersections_publication_id)
            _replace(connection, INTERSECTIONS, version_id, _intersections(connection, found))
    else:
        _replace(connection, INTERSECTIONS, version_id, _intersections(connection, found))
    return version_id


def _replace(connection: Connection, table: LocatorTable, version_id: int, rows: Iterable[tuple[Any, ...]]) -> None:
    wanted = {row[0]: row for row in rows}
    present = store.current(connection, table)
    ended = [row_id for key, (row_id, values) in present.items() if wanted.get(key) != values]
    begun = [row for key, row in wanted.items() if key not in present or present[key][1] != row]
    store.replace(connection, table, version_id=version_id, ended=ended, begun=begun)


def _street(feature: LocatorFeature) -> tuple[Any, ...]:
    said = feature.attributes
    names = [feature.name or "", *(said.get("aliases") or ())]
    return (
        feature.key,
        feature.name or "",
        _keys(street_key(name) for name in names),
        _keys(base_key(name) for name in names),
        *(whole(said.get(name)) for name in ("from_left", "to_left", "from_right", "to_right")),
        *(parity(said.get(name)) for name in ("parity_left", "parity_right")),
        text(said.get("zip")),
        feature.owner,
        feature.geom,
        feature.geom_ft,
    )


def _intersections(connection: Connection, found: Iterable[LocatorFeature]) -> list[tuple[Any, ...]]:
    """Each intersection answers to every name of every segment that meets there."""
    name_at, base_at = STREETS.all.index("name_keys"), STREETS.all.index("base_keys")
    streets: Mapping[str, tuple[Any, ...]] = {
        key: values for key, (_, values) in store.current(connection, STREETS).items()
    }
    rows = []
    for feature in found:
        segments = [str(key) for key in feature.attributes.get("segment_ids") or ()]
        meeting = [streets[key] for key in segments if key in streets]
        rows.append(
            (
                feature.key,
                feature.name or "",
                _keys(key for street in meeting for key in street[name_at]),
                _keys(key for street in meeting for key in street[base_at]),
                segments,
                feature.geom,
                feature.geom_ft,
            )
        )
    return rows


def _keys(keys: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(key for key in keys if key))


def whole(value: Any) -> int | None:
    """A house number as sources write it: a number, or text that begins with one ("1201", "12-34", "7A")."""
    if isinstance(value, int | float):
        return int(value)
    digits = _NUMBER.match(value) if isinstance(value, str) else None
    return int(digits.group(1)) if digits else None


def parity(value: Any) -> str | None:
    """Odd or even in any of the ways of TIGER/Line and NENA; None for both sides mixed, zero and unknown."""
    return _PARITIES.get(str(value).strip().lower()) if value is not None else None


def text(value: Any) -> str | None:
    """A ZIP code, a unit or a key as text, however the source wrote it."""
    return None if value is None else str(value)
