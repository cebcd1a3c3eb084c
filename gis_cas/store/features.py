"""What is on file about features, kept in the process: a version's features are never changed once they are loaded."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from gis_cas.store.prepared import prepared

MOST_KEPT: Final = 20_000
"""About 30 MB; beyond it everything is forgotten and read again as it is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One feature without its geometry; half-widths in feet, lines only."""

    feature_key: str
    name: str | None
    owner: str | None
    attributes: Mapping[str, Any]
    half_width_left_ft: float | None
    half_width_right_ft: float | None

    @property
    def two_sided(self) -> bool:
        """Whether it matters on which side of the line a spot lies."""
        return self.half_width_left_ft != self.half_width_right_ft

    @property
    def widest_ft(self) -> float:
        """The wider of the two half-widths."""
        return max(self.half_width_left_ft or 0.0, self.half_width_right_ft or 0.0)


_kept: WeakKeyDictionary[Engine, dict[int, Feature]] = WeakKeyDictionary()
"""By engine, since ids are a database's own."""


def features(conn: Connection, ids: Collection[int]) -> dict[int, Feature]:
    """The features with these ids; those not yet known to the process are read in one statement."""
    kept = _kept.setdefault(conn.engine, {})
    found = {one: feature for one in ids if (feature := kept.get(one)) is not None}
    missing = [one for one in ids if one not in found]
    if missing:
        if len(kept) + len(missing) > MOST_KEPT:
            kept.clear()
        for row in prepared("features").run(conn, {"ids": missing}):
            found[row.id] = kept[row.id] = Feature(
                feature_key=row.feature_key,
                name=row.name,
                owner=row.owner,
                attributes=row.attributes,
                half_width_left_ft=row.half_width_left_ft,
                half_width_right_ft=row.half_width_right_ft,
            )
    return found
