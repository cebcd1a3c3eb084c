"""What would count on a day if one version of a layer did, without putting it in force."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import Range

from gis_cas.errors import NotFound
from gis_cas.store import layer_routing
from gis_cas.store import layers as store

_BARELY_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Version `after` (by id) of a layer on a day, beside the version `before` that it takes the place of there.

    `standing` and `publications` map each layer to the publication that counts, without and with `after`; `draft`: it
    is not in force on the day, and the publication only lives as long as the block that asked. `routed`: whether the
    layer has a part in routing at all.
    """

    layer: str
    number: int
    before: int | None
    after: int
    day: date
    standing: Mapping[str, int]
    publications: Mapping[str, int]
    draft: bool
    routed: bool


@contextmanager
def compared(connection: Connection, version_id: int, *, day: date, now: datetime) -> Iterator[Comparison]:
    """Compare a version with what counts on a city day without it; whatever that takes is gone after the block.

    A version that is in force on the day already is compared with what would be, had it never been published. Raises
    NotFound.
    """
    version = store.version(connection, version_id)
    if version is None:
        raise NotFound(f"There is no layer version {version_id}.")
    published = {row.id: row for row in store.publications(connection, version.layer)}
    standing = dict(store.publications_in_force(connection, valid_on=day))
    current = published.get(standing.get(version.layer, -1))
    draft = current is None or current.version_id != version_id
    routed = any(row["slug"] == version.layer and row["routing"] for row in store.layers(connection))
    scratch = connection.begin_nested()
    try:
        counting = dict(standing)
        if draft:
            counting[version.layer] = _put_up(connection, version, day=day, now=now)
        elif current is not None:
            standing = _without(connection, current, day=day, counting=counting)
        before = published.get(standing.get(version.layer, -1))
        yield Comparison(
            layer=version.layer,
            number=version.number,
            before=before.version_id if before else None,
            after=version_id,
            day=day,
            standing=standing,
            publications=counting,
            draft=draft,
            routed=routed,
        )
    finally:
        if scratch.is_active:
            scratch.rollback()


def _put_up(connection: Connection, version: store.VersionRow, *, day: date, now: datetime) -> int:
    effective = Range(day, day + timedelta(days=1), bounds="[)")
    publication_id = store.add_draft(connection, version.id, effective=effective, known_at=now)
    layer_routing.derive(connection, publication_id=publication_id)
    return publication_id


def _without(
    connection: Connection, current: store.PublicationRow, *, day: date, counting: Mapping[str, int]
) -> dict[str, int]:
    earlier = store.publications_in_force(connection, valid_on=day, known_at=current.known_at - _BARELY_BEFORE)
    standing = {layer: publication for layer, publication in counting.items() if layer != current.layer}
    return standing | {layer: publication for layer, publication in earlier.items() if layer == current.layer}
