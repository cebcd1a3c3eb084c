"""Requests as tests want them: a pothole at a known place unless something else is said."""

from datetime import datetime
from typing import Any

from gis_cas.domain.place import PlaceSource, StatedPlace
from gis_cas.domain.request import Channel, NewServiceRequest, Person
from gis_cas.geo.position import Position
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.receive import Receipt, receive

CITY_STREET = Position(lon=-80.0655, lat=26.5195)
"""On South Seacrest Boulevard."""


def pin(lon: float, lat: float, radius_ft: float = 20.0) -> StatedPlace:
    return StatedPlace(position=Position(lon=lon, lat=lat), radius_ft=radius_ft, source=PlaceSource.PIN)


def words(text: str) -> StatedPlace:
    return StatedPlace(words=text, source=PlaceSource.ADDRESS)


def new_request(**changes: Any) -> NewServiceRequest:
    values: dict[str, Any] = {
        "service_code": "pothole",
        "description": "A hole as deep as a hand.",
        "channel": Channel.WEB,
        "person": Person(name="A. Resident", email="resident@example.org"),
        "place": pin(CITY_STREET.lon, CITY_STREET.lat),
    }
    return NewServiceRequest(**(values | changes))


def received(office: Office, *, now: datetime, **changes: Any) -> Receipt:
    return receive(office, new_request(**changes), now=now)
