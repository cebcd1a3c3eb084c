"""Layers, their versions and publications: what is on file, and what is in force when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import Range

from gis_cas.store.copying import copy_rows
from gis_cas.store.tables.layers import layer, layer_feature, layer_publication, layer_version

FEATURE_COLUMNS = (
    *("feature_key", "name", "owner", "half_width_left_ft", "half_width_right_ft"),
    *("attributes", "geom", "geom_ft"),
)


_IN_FORCE = text("""
    SELECT DISTINCT ON (layer_slug) layer_slug, id
      FROM cas.layer_publication
     WHERE effective @> CAST(:day AS date)
       AND (CAST(:known_at AS timestamptz) IS NULL OR known_at <= :known_at)
     ORDER BY layer_slug, known_at DESC, id DESC
""")


_DRAFT = text("""
    INSERT INTO cas.layer_publication
           (id, layer_version_id, layer_slug, effective, published_by, approved_by, known_at)
    OVERRIDING SYSTEM VALUE
    SELECT -id, id, layer_slug, CAST(:effective AS daterange), 'draft', 'nobody', :known_at
      FROM cas.layer_version WHERE id = :version
    RETURNING id
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A version of a layer: what it is known by."""

    id: int
    layer: str
    number: int
    sha256: str
    feature_count: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationRow:
    """A publication: `effective_until` is the first day on which it no longer counts; None means it has no end.

    `accepted`: why it was published although it leaves spots to nobody or to two owners.
    """

    id: int
    layer: str
    version_id: int
    version_number: int
    effective_from: date
    effective_until: date | None
    published_by: str
    approved_by: str
    known_at: datetime
    accepted: str | None


def register_layer(connection: Connection, **values: Any) -> None:
    """Put a layer on file, or bring what is on file about it up to date."""
    statement = postgresql.insert(layer).values(**values)
    changed = {name: statement.excluded[name] for name in values if name != "slug"}
    connection.execute(statement.on_conflict_do_update(index_elements=["slug"], set_=changed))


def newest_version(connection: Connection, layer_slug: str) -> VersionRow | None:
    """The version loaded last."""
    found = _versions(connection, layer_version.c.layer_slug == layer_slug)
    return found[-1] if found else None


def version(connection: Connection, version_id: int) -> VersionRow | None:
    """One version by its id."""
    found = _versions(connection, layer_version.c.id == version_id)
    return found[0] if found else None


def versions(connection: Connection) -> Sequence[VersionRow]:
    """All versions of all layers, oldest first."""
    return _versions(connection, text("true"))


def add_version(connection: Connection, **values: Any) -> int:
    """Record a new version; its features follow by `copy_features`."""
    statement = insert(layer_version).values(**values).returning(layer_version.c.id)
    return int(connection.execute(statement).scalar_one())


def copy_features(connection: Connection, version_id: int, rows: Iterable[Sequence[Any]]) -> None:
    """Write features in bulk: `FEATURE_COLUMNS` in each row, attributes as JSON text, geometries as EWKB in hex."""
    copy_rows(
        connection,
        "cas.layer_feature",
        ("layer_version_id", *FEATURE_COLUMNS),
        ((version_id, *row) for row in rows),
    )


def lock_layer(connection: Connection, layer_slug: str) -> None:
    """Wait for whoever publishes this layer, then be the only one until the transaction ends."""
    connection.execute(select(layer.c.slug).where(layer.c.slug == layer_slug).with_for_update())


def add_publication(connection: Connection, *, effective: Range[date], **values: Any) -> int:
    """Record a publication; nothing is derived from it yet."""
    statement = insert(layer_publication).values(effective=effective, **values).returning(layer_publication.c.id)
    return int(connection.execute(statement).scalar_one())


def add_draft(connection: Connection, version_id: int, *, effective: Range[date], known_at: datetime) -> int:
    """Record a publication that is to be rolled back; its id is the version's below zero, so that none is used up."""
    values = {"version": version_id, "effective": str(effective), "known_at": known_at}
    return int(connection.execute(_DRAFT, values).scalar_one())


def publications(connection: Connection, layer_slug: str | None = None) -> Sequence[PublicationRow]:
    """Publications in the order in which they became known."""
    statement = (
        select(layer_publication, layer_version.c.number)
        .join(layer_version, layer_version.c.id == layer_publication.c.layer_version_id)
        .order_by(layer_publication.c.known_at, layer_publication.c.id)
    )
    if layer_slug is not None:
        statement = statement.where(layer_publication.c.layer_slug == layer_slug)
    return [
        PublicationRow(
            id=row.id,
            layer=row.layer_slug,
            version_id=row.layer_version_id,
            version_number=row.number,
            effective_from=row.effective.lower,
            effective_until=row.effective.upper,
            published_by=row.published_by,
            approved_by=row.approved_by,
            known_at=row.known_at,
            accepted=row.accepted,
        )
        for row in connection.execute(statement)
    ]


def publications_in_force(
    connection: Connection, *, valid_on: date, known_at: datetime | None = None
) -> dict[str, int]:
    """From layer to the publication in force on the city day `valid_on`, as known at `known_at` (None: now).

    It is the one recorded last whose effective days hold `valid_on`. Layers without one are absent.
    """
    rows = connection.execute(_IN_FORCE, {"day": valid_on, "known_at": known_at})
    return {row.layer_slug: row.id for row in rows}


def layers(connection: Connection) -> Sequence[Mapping[str, Any]]:
    """What is on file about each layer."""
    return [dict(row) for row in connection.execute(select(layer).order_by(layer.c.slug)).mappings()]


def feature_count(connection: Connection, version_id: int) -> int:
    """How many features a version has on file."""
    statement = select(func.count()).where(layer_feature.c.layer_version_id == version_id)
    return int(connection.execute(statement).scalar_one())


def _versions(connection: Connection, condition: Any) -> list[VersionRow]:
    statement = select(layer_version).where(condition).order_by(layer_version.c.layer_slug, layer_version.c.number)
    return [
        VersionRow(
            id=row.id,
            layer=row.layer_slug,
            number=row.number,
            sha256=row.sha256,
            feature_count=row.feature_count,
            recorded_at=row.recorded_at,
        )
        for row in connection.execute(statement)
    ]
