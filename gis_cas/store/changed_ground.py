"""Which open requests a changed layer concerns: those on ground, or at a street segment, where two versions differ."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row

from gis_cas.domain.city import City
from gis_cas.store.layer_routing import MOST_VERTICES
from gis_cas.store.places import SEARCH_CAP_FT
from gis_cas.store.prepared import prepared

NOBODYS_WORK: Final = (
    *("received", "located", "attached", "attachment_refused", "attachment_erased"),
    *("photo_released", "photo_withheld", "photo_place", "two_places", "undelivered", "part_named", "part_dropped"),
)
"""Kinds of events after which a request still waits for somebody to begin; all others are a person's or an answer."""


def on_changed_ground(
    conn: Connection, *, city: City, before: int | None, after: int | None, everything: bool = False
) -> Sequence[Row[Any]]:
    """The open requests that decide differently, if any do, once version `after` of a layer counts instead of `before`.

    With one of the two None, or with `everything`, these are all open requests that have a place: a layer that was not
    in force could not say no anywhere. Rows hold what deciding again needs; lengths in feet of the city's CRS.
    """
    values = {
        "before": before,
        "after": after,
        "everything": everything or before is None or after is None,
        "most_vertices": MOST_VERTICES,
        "road_reach_ft": city.road_reach_ft,
        "search_cap_ft": SEARCH_CAP_FT,
        "srid_ft": city.srid_ft,
        "untouched": list(NOBODYS_WORK),
    }
    return prepared("on_changed_ground").run(conn, values).all()
