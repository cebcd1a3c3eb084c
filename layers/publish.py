"""Put a version in force on the city's days, whole or not at all. Publications are never edited.

A correction or a rollback is a new publication: the one recorded last wins on each of its days, and what was known
before stays on file, so that an old decision can be made again as it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import Range

from gis_cas.errors import BadInput, Misconfigured, NotAllowed, NotFound, WrongState
from gis_cas.store import layer_basemap, layer_locator, layer_routing
from gis_cas.store import layers as store
from gis_cas.store.city import load_city
from layers import locator


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What was put in force: `effective_until` is the first day on which it no longer counts, None if there is none."""

    id: int
    layer: str
    version_number: int
    effective_from: date
    effective_until: date | None


def publish(
    connection: Connection,
    version_id: int,
    *,
    effective_from: date,
    by: str,
    approved_by: str,
    now: datetime,
    effective_until: date | None = None,
    accepted: str | None = None,
) -> Publication:
    """Put a version in force from a city day on, past or future, up to (not including) `effective_until`.

    Without an end it counts until the day on which a later publication that is already on file begins: neither a
    correction of last spring nor a stopgap undoes what is to come. `accepted` is why it may leave
    spots to nobody or to two owners, which `gate` would refuse. Raises NotFound, NotAllowed (nobody approves what
    they publish themselves), BadInput (no day left), WrongState (`now` is before what is known already).
    """
    version = store.version(connection, version_id)
    if version is None:
        raise NotFound(f"There is no layer version {version_id}.")
    if by.strip().casefold() == approved_by.strip().casefold() or not approved_by.strip() or not by.strip():
        raise NotAllowed(
            "A second person must approve a publication: by and approved_by are the same, or one is missing."
        )
    store.lock_layer(connection, version.layer)
    earlier = store.publications(connection, version.layer)
    if earlier and earlier[-1].known_at > now:
        raise WrongState(f"{version.layer} was last published at {earlier[-1].known_at}, which is after {now}.")
    effective = _effective(connection, version.layer, effective_from, effective_until, earlier)
    publication_id = store.add_publication(
        connection,
        layer_version_id=version_id,
        layer_slug=version.layer,
        effective=effective,
        published_by=by,
        approved_by=approved_by,
        known_at=now,
        accepted=accepted,
    )
    if any(row["slug"] == version.layer and row["routing"] for row in store.layers(connection)):
        layer_routing.derive(connection, publication_id=publication_id)
    layer_routing.supersede(connection, layer_slug=version.layer, publication_id=publication_id, effective=effective)
    follow_calendar(connection, now=now)
    return Publication(
        id=publication_id,
        layer=version.layer,
        version_number=version.number,
        effective_from=effective_from,
        effective_until=effective.upper,
    )


def follow_calendar(connection: Connection, *, now: datetime) -> list[str]:
    """Bring locator and basemap up to what is in force today, and name the layers that changed.

    Publishing calls it, and so must something once a day: a publication for a future day takes effect without anybody
    at a keyboard. Routing needs no such thing, as its pieces carry their days.
    """
    city = load_city(connection)
    if city is None:
        raise Misconfigured("No city is loaded, so nobody knows what day it is there; run gis-cas city load.")
    in_force = store.publications_in_force(connection, valid_on=now.astimezone(city.time_zone).date(), known_at=now)
    on_file = {row["slug"]: row for row in store.layers(connection) if row["slug"] in in_force}
    found, drawn = layer_locator.shown(connection), layer_basemap.drawn(connection)
    kinds = {row["locator"]: slug for slug, row in on_file.items() if row["locator"] is not None}
    changed = []
    for kind in locator.ORDER:
        slug = kinds.get(kind)
        if slug is None or found.get(slug) == in_force[slug]:
            continue
        crossings = kinds.get("intersections")
        locator.refresh(
            connection,
            kind=kind,
            publication_id=in_force[slug],
            intersections_publication_id=found.get(crossings) if crossings else None,
        )
        changed.append(slug)
    for slug, row in on_file.items():
        if row["locator"] in locator.READ_AS_THEY_ARE and found.get(slug) != in_force[slug]:
            layer_locator.begin_version(connection, publication_id=in_force[slug])
            changed.append(slug)
        if row["basemap"] is not None and drawn.get(slug) != in_force[slug]:
            layer_basemap.draw(connection, layer_slug=slug, publication_id=in_force[slug], owner_slug=city.owner_slug)
            changed.append(slug)
    return sorted(set(changed))


def _effective(
    connection: Connection,
    layer_slug: str,
    effective_from: date,
    effective_until: date | None,
    earlier: Sequence[store.PublicationRow],
) -> Range[date]:
    if effective_until is None:
        later = sorted({row.effective_from for row in earlier if row.effective_from > effective_from})
        effective_until = next((day for day in later if _begins(connection, layer_slug, day, earlier)), None)
    elif effective_until <= effective_from:
        raise BadInput({"effective_until": f"The last day must come after {effective_from}; leave it out for no end."})
    return Range(effective_from, effective_until, bounds="[)")


def _begins(connection: Connection, layer_slug: str, day: date, earlier: Sequence[store.PublicationRow]) -> bool:
    """Whether what is in force on `day` begins on that very day, rather than having been superseded since."""
    current = store.publications_in_force(connection, valid_on=day).get(layer_slug)
    return any(row.id == current and row.effective_from == day for row in earlier)
