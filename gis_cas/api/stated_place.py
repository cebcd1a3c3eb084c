"""Where, as somebody stated it: pin, phone or words; refused with a sentence when it cannot be meant."""

import math

from gis_cas.api.reading import Fields
from gis_cas.domain.city import City
from gis_cas.domain.place import PlaceSource, StatedPlace
from gis_cas.errors import BadInput
from gis_cas.geo.position import Position, stated_position, whole_degrees
from gis_cas.service_requests.geocode import stated_radius_ft

LONGEST_WORDS = 200
_NUMBERS = "Latitude and longitude must be numbers, such as lat 26.5262, long -80.0640."
_BOTH = "A position needs both lat and long, such as lat 26.5262, long -80.0640."
_ACCURACY = "Accuracy must be a number of feet from 0 to 60,000, such as 33."
_MOST_FT = 60_000.0
_DEEPEST_ZOOM = 24
_SOURCES = {source.value: source for source in PlaceSource if source is not PlaceSource.PHOTO}


def position_in(fields: Fields, city: City) -> Position | None:
    """The position in the fields `lat` and `long`, degrees; None when neither was given or one cannot be used."""
    lat = fields.number("lat", sentence=_NUMBERS)
    long = fields.number("long", sentence=_NUMBERS)
    if lat is None and long is None:
        return None
    if lat is None or long is None:
        fields.refuse("long" if long is None else "lat", _BOTH)
        return None
    try:
        return stated_position(lat=lat, long=long, surroundings=city.surroundings, place_name=city.surroundings_name)
    except BadInput as error:
        fields.refuse_all(error)
        return None


def _rounded_away(fields: Fields) -> bool:
    lat, long = fields.number("lat", sentence=_NUMBERS), fields.number("long", sentence=_NUMBERS)
    finite = lat is not None and long is not None and math.isfinite(lat) and math.isfinite(long)
    return finite and whole_degrees(lat=lat or 0.0, long=long or 0.0)


def stated_place(fields: Fields, city: City) -> StatedPlace:
    """The place in `lat`, `long`, `accuracy_ft`, `accuracy_95`, `zoom`, `source`, `q` and `address_id`.

    The radius is a 95 % one in feet: a stated accuracy is a phone's 68 % unless `accuracy_95`; a pin's comes from the
    zoom it was placed at. With source `address` the words decide: an address is decided on its street, not on its pin.
    Whole degrees are no position; with an address beside them they are passed over.
    """
    words = fields.text("q", longest=LONGEST_WORDS, called="The address")
    address_key = fields.text("address_id", longest=100, called="The address id")
    position = None if (words or address_key) and _rounded_away(fields) else position_in(fields, city)
    accuracy_ft = fields.number("accuracy_ft", sentence=_ACCURACY)
    if accuracy_ft is not None and not 0 <= accuracy_ft <= _MOST_FT:
        fields.refuse("accuracy_ft", _ACCURACY)
        accuracy_ft = None
    declared_95 = fields.yes("accuracy_95")
    zoom = fields.whole("zoom", least=0, most=_DEEPEST_ZOOM, default=-1, called="zoom")
    source = fields.one_of("source", _SOURCES, called="source")
    if position is None or (source is PlaceSource.ADDRESS and words):
        stated = StatedPlace(words=words, address_key=address_key)
        return StatedPlace(source=PlaceSource.ADDRESS, words=words, address_key=address_key) if stated.given else stated
    from_phone = source is PlaceSource.PHONE or (source is None and accuracy_ft is not None)
    return StatedPlace(
        position=position,
        radius_ft=stated_radius_ft(
            city,
            zoom=None if zoom < 0 else zoom,
            accuracy_ft=accuracy_ft if from_phone else None,
            declared_95=declared_95,
            source=PlaceSource.PHONE if from_phone else PlaceSource.PIN,
        ),
        source=PlaceSource.PHONE if from_phone else PlaceSource.PIN,
        words=words,
    )
