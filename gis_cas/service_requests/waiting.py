"""A request that waits to be decided, for the first time or again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from gis_cas.domain.place import PlaceSource, StatedPlace
from gis_cas.domain.request import Channel, Person
from gis_cas.errors import WrongState
from gis_cas.geo.position import Position
from gis_cas.store.requests import person_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A request that has its number and waits for its place: all that commit 2 needs to know.

    `released`: a person has said whose a Commissioner's request is, so nothing is proposed again (R53).
    `stays`: a person put it on its desk, and nothing that the service decides takes it from there.
    """

    number: str
    service_code: str
    channel: Channel
    stated: StatedPlace
    person: Person
    answers: Mapping[str, str]
    owner_slug: str
    owner_type: str = "queue"
    replaces: int | None = None
    released: bool = False
    stays: bool = False


def waiting_from(row: Row[Any], answers: Mapping[str, str] | None) -> Waiting:
    """A row of `to_locate`, and the answers that came with it."""
    if answers is not None and row.decision_id is not None and row.question is None:
        raise WrongState(f"Request {row.number} has no open question.")
    return Waiting(
        number=row.number,
        service_code=row.service_code,
        channel=Channel(row.channel),
        stated=_stated(row),
        person=person_from(row),
        answers={**row.answers, **(answers or {})},
        owner_slug=row.owner_slug,
        owner_type=row.owner_type,
        replaces=row.decision_id,
        released=row.by_hand,
        stays=row.by_hand,
    )


def _stated(row: Row[Any]) -> StatedPlace:
    """The place as it was stated, or where the photo was taken that its sender said is right; the pin stays on file."""
    if row.photo_lon is not None:
        position = Position(lon=row.photo_lon, lat=row.photo_lat)
        return StatedPlace(position=position, source=PlaceSource.PHOTO)
    return StatedPlace(
        position=Position(lon=row.lon, lat=row.lat) if row.lon is not None else None,
        radius_ft=row.radius_ft,
        source=PlaceSource(row.place_source) if row.place_source else None,
        words=row.stated_words,
        address_key=row.stated_address_key,
    )
