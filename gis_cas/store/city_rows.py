"""The rows that a city folder fills, one dictionary each, and the public copies made from them.

A row's dictionary is plain JSON and holds every column but `folder_hash`; its hash tells whether the program changed
it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, text, update

from gis_cas.store.city_values import row_hash
from gis_cas.store.tables.city import agency, city_settings, department, responsibility_rule, service
from gis_cas.store.tables.published import published_city, published_service

PUBLIC_CITY_FIELDS = (
    *("slug", "name", "short_name", "state", "time_zone", "languages", "phone"),
    *("map_extent", "surroundings", "surroundings_name", "mailing_names"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRow:
    """A row as it lies in the database, and the hash it had when the folder last gave it."""

    row: Mapping[str, Any]
    folder_hash: str

    @property
    def changed_in_program(self) -> bool:
        """Whether somebody changed it here since."""
        return row_hash(self.row) != self.folder_hash


KINDS: Mapping[str, Table] = {
    "city": city_settings,
    "department": department,
    "agency": agency,
    "service": service,
    "rule": responsibility_rule,
}
"""What a folder fills, in the order in which it can be written."""


def stored_rows(connection: Connection, kind: str) -> dict[str, StoredRow]:
    """All rows of a kind by key."""
    table = KINDS[kind]
    key = _key(table)
    found = connection.execute(select(*(column.label(column.key) for column in table.c))).mappings()
    return {
        row[key]: StoredRow(
            row={name: _plain(value) for name, value in row.items() if name != "folder_hash"},
            folder_hash=row["folder_hash"],
        )
        for row in found
    }


def write_row(connection: Connection, kind: str, row: Mapping[str, Any], *, new: bool) -> None:
    """Write a row as the folder gives it."""
    table = KINDS[kind]
    values = {**row, "folder_hash": row_hash(row)}
    if kind == "agency" and values["verified_on"] is not None:
        values["verified_on"] = date.fromisoformat(values["verified_on"])
    if new:
        connection.execute(insert(table).values(values))
    else:
        key = _key(table)
        connection.execute(update(table).where(table.c[key] == row[key]).values(values))


def settle_hash(connection: Connection, kind: str, row: Mapping[str, Any]) -> None:
    """Note that folder and database agree on a row."""
    table = KINDS[kind]
    key = _key(table)
    connection.execute(update(table).where(table.c[key] == row[key]).values(folder_hash=row_hash(row)))


def remove_rule(connection: Connection, rule_id: str) -> None:
    """Take out a rule that the folder no longer has; rulesets that decided keep it."""
    connection.execute(delete(responsibility_rule).where(responsibility_rule.c.id == rule_id))


def publish_city(connection: Connection) -> None:
    """Write the public copies of the city and its services anew."""
    connection.execute(delete(published_city))
    for document in connection.scalars(select(city_settings.c.document)):
        public = {name: document[name] for name in PUBLIC_CITY_FIELDS}
        connection.execute(insert(published_city).values(slug=document["slug"], document=public))
    connection.execute(delete(published_service))
    connection.execute(
        text("""
            INSERT INTO published.service
                (code, position, name, group_name, description, location, urgency, locus, keywords)
            SELECT code, position, name, group_name, description, location, urgency, locus, to_jsonb(keywords)
              FROM cas.service
        """)
    )


def _key(table: Table) -> str:
    return str(next(iter(table.primary_key.columns)).key)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
