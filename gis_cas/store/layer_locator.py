"""The locator's tables as publishing keeps them: rows end and begin, none is changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
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
INTERSECTIONS = LocatorTable(
    name="cas.locator_intersection",
    key="intersection_key",
    columns=("name", "name_keys", "base_keys", "segment_keys"),
)

_POINTS = """
    WITH wanted AS (
        SELECT f.feature_key AS address_key,
               substring(f.attributes->>'number' FROM '^\\s*(\\d{1,9})')::integer AS number,
               named.street, named.name_key,
               f.attributes->>'unit' AS unit, f.attributes->>'zip' AS zip, f.attributes->>'postal_city' AS postal_city,
               f.attributes->>'segment_id' AS segment_key, f.geom, f.geom_ft
          FROM cas.layer_publication AS p
          JOIN cas.layer_feature AS f ON f.layer_version_id = p.layer_version_id
          JOIN unnest(CAST(:streets AS text[]), CAST(:name_keys AS text[])) AS named (street, name_key)
            ON named.street = coalesce(f.attributes->>'street', '')
         WHERE p.id = :publication
    )
"""
_END_POINTS = text(f"""
    {_POINTS}
    UPDATE cas.locator_address AS a SET until = :version
     WHERE a.until IS NULL AND NOT EXISTS (
        SELECT FROM wanted AS w
         WHERE w.address_key = a.address_key
           AND (w.number, w.street, w.name_key, w.unit, w.zip, w.postal_city, w.segment_key)
               IS NOT DISTINCT FROM (a.number, a.street, a.name_key, a.unit, a.zip, a.postal_city, a.segment_key)
           AND (w.geom::bytea, w.geom_ft::bytea) = (a.geom::bytea, a.geom_ft::bytea)
     )
""")  # noqa: S608 - put together from our own text
_BEGIN_POINTS = text(f"""
    {_POINTS}
    INSERT INTO cas.locator_address
           (since, address_key, number, street, name_key, unit, zip, postal_city, segment_key, geom, geom_ft)
    SELECT :version, w.address_key, w.number, w.street, w.name_key, w.unit, w.zip, w.postal_city, w.segment_key,
           w.geom, w.geom_ft
      FROM wanted AS w
     WHERE NOT EXISTS (SELECT FROM cas.locator_address AS a WHERE a.until IS NULL AND a.address_key = w.address_key)
""")  # noqa: S608 - put together from our own text


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


def replace_points(
    connection: Connection, *, version_id: int, publication_id: int, key_of: Callable[[str], str]
) -> None:
    """Bring the address points up to a publication, within the database, as there may be a million of them.

    `key_of` makes the key of a street's name; it is asked once for each name.
    """
    asked = text("""
        SELECT DISTINCT coalesce(f.attributes->>'street', '') AS street
          FROM cas.layer_publication AS p JOIN cas.layer_feature AS f ON f.layer_version_id = p.layer_version_id
         WHERE p.id = :publication
    """)
    streets = list(connection.execute(asked, {"publication": publication_id}).scalars())
    values = {
        "publication": publication_id,
        "version": version_id,
        "streets": streets,
        "name_keys": [key_of(street) for street in streets],
    }
    for statement in (_END_POINTS, _BEGIN_POINTS):
        connection.execute(statement, values)


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
