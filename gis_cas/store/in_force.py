"""Which publications count, kept for each connection and checked by every statement that uses them.

Publications are only ever added: while the sum of their ids is what it was, so is the answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from gis_cas.store.prepared import prepared

_DAYS_KEPT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """One publication that counts: its layer, and its version's number, accuracy and widest half-width in feet."""

    layer: str
    publication_id: int
    version_id: int
    version_number: int
    accuracy_ft: float
    widest_ft: float
    streets: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The publications that count, by their id; the `fingerprint` of all publications when this was read."""

    by_id: Mapping[int, Counting]
    fingerprint: int | None

    @property
    def ids(self) -> dict[str, int]:
        """From layer to publication id."""
        return {one.layer: one.publication_id for one in self.by_id.values()}

    @property
    def worst_accuracy_ft(self) -> float:
        """The accuracy of the least exact layer."""
        return max((one.accuracy_ft for one in self.by_id.values()), default=0.0)

    @property
    def widest_ft(self) -> float:
        """The widest half-width of any line."""
        return max((one.widest_ft for one in self.by_id.values()), default=0.0)

    @property
    def streets(self) -> Counting | None:
        """The layer that addresses are ranged on."""
        return next((one for one in self.by_id.values() if one.streets), None)


def read_in_force(
    conn: Connection, *, valid_on: date, known_at: datetime | None = None, publications: Mapping[str, int] | None = None
) -> InForce:
    """The publications that count on a city day as known at an instant, or exactly those named (layer to id)."""
    ids = list(publications.values()) if publications is not None else None
    rows = prepared("in_force").run(conn, {"valid_on": valid_on, "known_at": known_at, "publications": ids}).all()
    counting = {
        row.id: Counting(
            layer=row.layer_slug,
            publication_id=row.id,
            version_id=row.layer_version_id,
            version_number=row.number,
            accuracy_ft=row.accuracy_ft,
            widest_ft=row.widest_ft or 0.0,
            streets=row.locator == "streets",
        )
        for row in rows
        if row.id is not None
    }
    return InForce(by_id=counting, fingerprint=rows[0].fingerprint)


def kept_in_force(conn: Connection, valid_on: date) -> InForce:
    """What this connection last read for the day; if the fingerprint has moved since, the caller forgets it."""
    kept: dict[date, InForce] = conn.info.setdefault("gis_cas_in_force", {})
    if valid_on not in kept:
        if len(kept) >= _DAYS_KEPT:
            kept.clear()
        kept[valid_on] = read_in_force(conn, valid_on=valid_on)
    return kept[valid_on]


def forget_in_force(conn: Connection) -> None:
    """Read again at the next question."""
    conn.info.pop("gis_cas_in_force", None)
