"""Rows of words that no place was found for, and of what the locator was told about them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, or_, select, update

from gis_cas.store.prepared import prepared
from gis_cas.store.statements import LeanConnection
from gis_cas.store.tables.locator import locator_street, locator_version
from gis_cas.store.tables.locator_gaps import locator_correction, locator_gap

ERASED = "erased "
"""What stands for the words of a row that was blanked, with its id."""


def note_gap(conn: Connection | LeanConnection, *, words_key: str, words: str, outcome: str, now: datetime) -> None:
    """Count words that no single sure place was found for; settled ones that come again are open again."""
    prepared("note_gap").run(conn, {"words_key": words_key, "words": words, "outcome": outcome, "now": now})


def open_gaps(conn: Connection, *, limit: int, offset: int) -> Sequence[Row[Any]]:
    """Words that nobody has settled, the most frequent first."""
    return conn.execute(
        select(locator_gap)
        .where(locator_gap.c.settled_at.is_(None), locator_gap.c.erased_at.is_(None))
        .order_by(locator_gap.c.times.desc(), locator_gap.c.last_at.desc(), locator_gap.c.id)
        .limit(limit)
        .offset(offset)
    ).all()


def settle_gap(conn: Connection, gap_id: int, *, by: str, at: datetime) -> bool:
    """Note who settled some words; false when there are none under this id."""
    changed = conn.execute(update(locator_gap).where(locator_gap.c.id == gap_id).values(settled_at=at, settled_by=by))
    return changed.rowcount == 1


def kept_words(conn: Connection, *, like: str) -> Sequence[Row[Any]]:
    """Everything that people wrote and that is still kept, those with `like` in them."""
    table = locator_gap.c
    wrote = or_(
        table.words_key.icontains(like, autoescape=True),
        func.array_to_string(table.examples, "\n").icontains(like, autoescape=True),
    )
    chosen: Select[Any] = select(table.id, table.times, table.words_key, table.examples)
    return conn.execute(chosen.where(table.erased_at.is_(None), wrote).order_by(table.id)).all()


def erase_gap(conn: Connection, gap_id: int, *, by: str, citation: str, at: datetime) -> bool:
    """Blank the words of a row (records role only); false when there is none, or it was blanked before."""
    changed = conn.execute(
        update(locator_gap)
        .where(locator_gap.c.id == gap_id, locator_gap.c.erased_at.is_(None))
        .values(words_key=f"{ERASED}{gap_id}", examples=[], erased_at=at, erased_by=by, citation=citation)
    )
    return changed.rowcount == 1


def corrections_in_force(conn: Connection, *, limit: int) -> Sequence[Row[Any]]:
    """What the locator was told and still holds, the newest first."""
    table = locator_correction.c
    chosen: Select[Any] = select(table.id, table.kind, table.name, table.street, table.made_at, table.made_by)
    return conn.execute(chosen.where(table.until.is_(None)).order_by(table.id.desc()).limit(limit)).all()


def street_on_file(conn: Connection, key: str) -> bool:
    """Whether any segment in force answers to this key."""
    named = locator_street.c.name_keys.contains([key])
    return (
        conn.execute(select(locator_street.c.id).where(locator_street.c.until.is_(None), named).limit(1)).first()
        is not None
    )


def add_correction(
    conn: Connection, *, lonlat: tuple[float, float] | None, xy_ft: tuple[float, float] | None, **values: Any
) -> int:
    """Add a correction as a version of its own of the locator's data, and answer its id; coordinates may be None."""
    point = None if lonlat is None else func.ST_SetSRID(func.ST_MakePoint(*lonlat), 4326)
    point_ft = None if xy_ft is None else func.ST_SetSRID(func.ST_MakePoint(*xy_ft), values.pop("srid_ft"))
    values.pop("srid_ft", None)
    row = insert(locator_correction).values(since=_version(conn), geom=point, geom_ft=point_ft, **values)
    correction_id: int = conn.execute(row.returning(locator_correction.c.id)).scalar_one()
    return correction_id


def end_correction(conn: Connection, correction_id: int, *, by: str, at: datetime) -> bool:
    """End a correction; false when it is not in force."""
    changed = conn.execute(
        update(locator_correction)
        .where(locator_correction.c.id == correction_id, locator_correction.c.until.is_(None))
        .values(until=_version(conn), ended_at=at, ended_by=by)
    )
    return changed.rowcount == 1


def _version(conn: Connection) -> int:
    version: int = conn.execute(insert(locator_version).returning(locator_version.c.id)).scalar_one()
    return version
