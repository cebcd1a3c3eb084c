"""A million requests out of a few hundred: every row that belongs to a real request, again and again, set-based.

Each copy has its own ids, number, words, names, instants and position, so that rows are as long, as varied and as hard
to make small as real ones. Indexes of the tables are made anew at the end, as filling them row by row takes for ever.
"""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from psycopg2.extensions import connection as Connection  # noqa: N812 - psycopg2 names its class in lower case

from gis_cas.attachments.stores import Area, key_of

SPAN = 100_000
"""Ids of one copy; above every id of the requests that are copied."""

_ID = "{column} + copy * {span}"
_LATER = "{column} - copy * interval '53 seconds'"
_NEAR = "ST_Translate({column}, 0.0000007 * mod(copy, 4999), 0.0000011 * mod(copy, 5003))"
_NEAR_FT = "ST_Translate({column}, 0.23 * mod(copy, 4999), 0.41 * mod(copy, 5003))"
_SAID = "{column} || ' ' || md5(t.id::text || copy) || ' ' || md5(copy || ' ' || t.id)"
_NUMBER = "lpad((1000 * copy + position)::text, 9, '0')"
_NAMED = "{column} || ' ' || left(md5(t.id::text || copy), 9)"


@dataclass(frozen=True)
class Copied:
    """A table and how each of its columns that differs from copy to copy is made."""

    table: str
    columns: dict[str, str]


TABLES = (
    Copied("cas.person", {"id": _ID, "name": _NAMED, "email": "md5(copy::text || t.id) || {column}"}),
    Copied("cas.text_body", {"id": _ID, "body": _SAID}),
    Copied("cas.place", {"id": _ID, "geom": _NEAR, "geom_ft": _NEAR_FT}),
    Copied(
        "cas.service_request",
        {
            **dict.fromkeys(("id", "description_id", "stated_place_id", "place_id", "decision_id"), _ID),
            **dict.fromkeys(
                ("received_at", "entered_at", "located_at", "resolved_at", "closed_at", "updated_at"), _LATER
            ),
            "number": _NUMBER,
        },
    ),
    Copied("cas.requester", {**dict.fromkeys(("id", "request_id", "person_id"), _ID), "since": _LATER}),
    Copied("cas.event", {**dict.fromkeys(("id", "request_id", "text_id"), _ID), "at": _LATER}),
    Copied("cas.decision", {**dict.fromkeys(("id", "request_id", "place_id"), _ID), "at": _LATER}),
    Copied("cas.request_part", {**dict.fromkeys(("id", "request_id", "decision_id"), _ID), "since": _LATER}),
    Copied(
        "cas.answer_owed",
        {
            **dict.fromkeys(("id", "request_id", "requester_id", "answer_event_id", "part_id"), _ID),
            **dict.fromkeys(("starts_at", "due_at", "answered_at"), _LATER),
        },
    ),
    Copied(
        "published.request",
        {
            "number": _NUMBER,
            **dict.fromkeys(("received_at", "updated_at", "closed_at", "due_at", "first_answered_at"), _LATER),
            **dict.fromkeys(("geom",), _NEAR),
        },
    ),
    Copied("published.request_event", {"id": _ID, "number": _NUMBER, "at": _LATER}),
)

_ATTACHED = """
INSERT INTO cas.attachment (request_id, added_at, actor, name, received_sha256, media_type, state, scan, sha256)
SELECT r.id, r.received_at, 'resident', 'photo.jpg', md5(f.name) || md5(r.number), 'image/jpeg', 'kept', 'clean', f.name
  FROM unnest(%s::text[]) WITH ORDINALITY AS f (name, position)
  JOIN (SELECT id, number, received_at, row_number() OVER (ORDER BY number) AS position FROM cas.service_request) r
    ON r.position = f.position
"""

_NUMBERS = """
CREATE TEMP TABLE template_number AS
    SELECT number, row_number() OVER (ORDER BY id) - 1 AS position FROM cas.service_request;
"""


def multiply(opened: Connection, *, requests: int, tables: Sequence[Copied] = TABLES) -> int:
    """Copy the requests that are there until there are about so many; returns how many there are.

    `opened` autocommits and is a superuser's: foreign keys are not asked row by row, they hold by construction and the
    restore under measurement proves it.
    """
    with opened.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '256MB'")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(_NUMBERS)
        cursor.execute("SELECT count(*) FROM cas.service_request")
        there = int(_one(cursor.fetchone()))
        copies = max(0, round(requests / there) - 1)
        indexes = _drop_indexes(cursor)
        for copied in tables:
            _copy(cursor, copied, copies)
        for definition in indexes:
            cursor.execute(definition)
        cursor.execute("ANALYZE")
        cursor.execute("SELECT count(*) FROM cas.service_request")
        return int(_one(cursor.fetchone()))


def add_files(opened: Connection, folder: Path, *, count: int, seed: int = 3) -> int:
    """Files as photos are: incompressible, 8 to 120 kB each, one a request with its row; returns their bytes."""
    chance, total, names = random.Random(seed), 0, []
    for _ in range(count):
        content = chance.randbytes(chance.randrange(8_000, 120_000))
        digest = hashlib.sha256(content).hexdigest()
        path = folder / key_of(Area.ATTACHMENTS, digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        total += len(content)
        names.append(digest)
    with opened.cursor() as cursor:
        cursor.execute(_ATTACHED, (names,))
    return total


def _copy(cursor: object, copied: Copied, copies: int) -> None:
    schema, table = copied.table.split(".")
    run = cursor.execute  # type: ignore[attr-defined]  # psycopg2's cursor
    run(
        "SELECT attname, attidentity <> '' FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND attgenerated = ''"
        " AND NOT attisdropped ORDER BY attnum",
        (copied.table,),
    )
    names = [row[0] for row in cursor.fetchall()]  # type: ignore[attr-defined]  # likewise
    values = [copied.columns.get(name, "{column}").format(column=f't."{name}"', span=SPAN) for name in names]
    listed = ", ".join(f'"{name}"' for name in names)
    joined = " JOIN template_number USING (number)" if "number" in names else ""
    run(f"CREATE TEMP TABLE template AS SELECT * FROM {copied.table}{joined}")
    run("ANALYZE template")
    run(
        f"INSERT INTO {copied.table} ({listed}) OVERRIDING SYSTEM VALUE"
        f" SELECT {', '.join(values)} FROM generate_series(1, {int(copies)}) AS copy CROSS JOIN template t"
    )
    run("DROP TABLE template")
    run(
        "SELECT setval(sequence, (SELECT max(id) FROM " + copied.table + "))"
        " FROM pg_get_serial_sequence(%s, 'id') AS sequence WHERE sequence IS NOT NULL"
        if "id" in names
        else "SELECT 1 WHERE %s IS NOT NULL",
        (f"{schema}.{table}",),
    )


def _drop_indexes(cursor: object) -> list[str]:
    run = cursor.execute  # type: ignore[attr-defined]  # psycopg2's cursor
    run(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique",
        ([copied.table for copied in TABLES],),
    )
    found = cursor.fetchall()  # type: ignore[attr-defined]  # likewise
    for name, _ in found:
        run(f"DROP INDEX {name}")
    return [definition for _, definition in found]


def _one(row: tuple[object, ...] | None) -> str:
    assert row is not None
    return str(row[0])
