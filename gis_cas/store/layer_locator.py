"""The locator's tables as publishing keeps them: rows end and begin, none is changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from gis_cas.store.copying import copy_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatorTable:
    """One of the locator's tables: `key` identifies a row's subject, `columns` is everything that can change."""

    name: str
    key: str
    columns: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Key, columns and the two geometries."""
        return (self.key, *self.columns, "geom", "geom_ft")


STREETS = LocatorTable(
    name="cas.locator_street",
    key="segment_key",
    columns=(
        *("name", "name_keys", "base_keys", "from_left", "to_left", "from_right", "to_right"),
        *("parity_left", "parity_right", "zip", "owner"),
    ),
)
ADDRESSES = LocatorTable(
    name="cas.locator_address",
    key="address_key",
    columns=("number", "street", "name_key", "unit", "zip", "postal_city", "segment_key"),
)
INTERSECTIONS = LocatorTable(
    name="cas.locator_intersection",
    key="intersection_key",
    columns=("name", "name_keys", "base_keys", "segment_keys"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatorFeature:
    """A published feature that the locator is made from; geometries as EWKB in hex."""

    key: str
    name: str | None
    owner: str | None
    attributes: Mapping[str, Any]
    geom: str
    geom_ft: str


def shown(connection: Connection) -> dict[str, int]:
    """From layer to the publication that the locator's rows were last brought up to."""
    statement = text("""
        SELECT DISTINCT ON (p.layer_slug) p.layer_slug, p.id
          FROM cas.locator_version AS v JOIN cas.layer_publication AS p ON p.id = v.publication_id
         ORDER BY p.layer_slug, v.id DESC
    """)
    return {row.layer_slug: row.id for row in connection.execute(statement)}


def begin_version(connection: Connection, *, publication_id: int) -> int:
    """A new version of the locator's data, made by a publication."""
    statement = text("INSERT INTO cas.locator_version (publication_id) VALUES (:publication) RETURNING id")
    return int(connection.execute(statement, {"publication": publication_id}).scalar_one())


def features(connection: Connection, *, publication_id: int) -> list[LocatorFeature]:
    """The features of a publication, by key."""
    statement = text("""
        SELECT f.feature_key, f.name, f.owner, f.attributes, f.geom::text AS geom, f.geom_ft::text AS geom_ft
          FROM cas.layer_publication AS p JOIN cas.layer_feature AS f ON f.layer_version_id = p.layer_version_id
         WHERE p.id = :publication ORDER BY f.feature_key
    """)
    return [
        LocatorFeature(
            key=row.feature_key,
            name=row.name,
            owner=row.owner,
            attributes=row.attributes,
            geom=row.geom,
            geom_ft=row.geom_ft,
        )
        for row in connection.execute(statement, {"publication": publication_id})
    ]


def current(connection: Connection, table: LocatorTable) -> dict[str, tuple[int, tuple[Any, ...]]]:
    """From key to the id and the values (`table.all`) of each row in force; geometries as EWKB in hex."""
    values = ", ".join(f"{name}::text" if name in ("geom", "geom_ft") else name for name in table.all)
    rows = connection.execute(text(f"SELECT id, {values} FROM {table.name} WHERE until IS NULL"))  # noqa: S608
    return {row[1]: (row[0], tuple(row[1:])) for row in rows}


def replace(
    connection: Connection,
    table: LocatorTable,
    *,
    version_id: int,
    ended: Sequence[int],
    begun: Iterable[tuple[Any, ...]],
) -> None:
    """End rows by id and begin others, each with the values of `table.all`."""
    if ended:
        statement = text(f"UPDATE {table.name} SET until = :version WHERE id = ANY(:ids)")  # noqa: S608
        connection.execute(statement, {"version": version_id, "ids": list(ended)})
    copy_rows(connection, table.name, ("since", *table.all), ((version_id, *row) for row in begun))
