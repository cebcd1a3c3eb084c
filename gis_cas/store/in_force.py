"""Which publications count, kept for each connection and checked by every statement that uses them.

Publications are only ever added: while the sum of their ids is what it was, so is the answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
    district: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The publications that count, by their id; the `fingerprint` of all publications when this was read.

    Worked out once, as it is asked at every spot: `ids` leads from layer to publication id; `worst_accuracy_ft` is that
    of the least exact layer, `widest_ft` the widest half-width of any line; on `streets` addresses are ranged; the
    areas of `district_layers` are districts.
    """

    by_id: Mapping[int, Counting]
    fingerprint: int | None
    ids: Mapping[str, int] = field(init=False)
    worst_accuracy_ft: float = field(init=False)
    widest_ft: float = field(init=False)
    streets: Counting | None = field(init=False)
    district_layers: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        counting = self.by_id.values()
        object.__setattr__(self, "ids", {one.layer: one.publication_id for one in counting})
        object.__setattr__(self, "worst_accuracy_ft", max((one.accuracy_ft for one in counting), default=0.0))
        object.__setattr__(self, "widest_ft", max((one.widest_ft for one in counting), default=0.0))
        object.__setattr__(self, "streets", next((one for one in counting if one.streets), None))
        object.__setattr__(self, "district_layers", frozenset(one.layer for one in counting if one.district))


def read_in_force(
    conn: Connection, *, valid_on: date, known_at: datetime | None = None, publications: Mapping[str, int] | None = None
) -> InForce:
    """The publications that count on a city day as known at an instant, or exactly those named (layer to id)."""
    if publications is not None:
        return _named(conn, publications.values(), valid_on)
    return _read(conn, valid_on, known_at, None)


def _named(conn: Connection, publications: Iterable[int], valid_on: date) -> InForce:
    """Exactly these publications, kept: as they are never edited, neither is what they say."""
    named = frozenset(publications)
    kept: dict[frozenset[int], InForce] = conn.info.setdefault("gis_cas_in_force_named", {})
    if named not in kept:
        if len(kept) >= _DAYS_KEPT:
            kept.clear()
        kept[named] = _read(conn, valid_on, None, list(named))
    return kept[named]


def _read(conn: Connection, valid_on: date, known_at: datetime | None, ids: list[int] | None) -> InForce:
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
            district=row.district,
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
