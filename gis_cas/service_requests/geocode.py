"""From what somebody said about a place to the places that can be decided on."""

from collections.abc import Sequence
from dataclasses import dataclass

from gis_cas.domain.candidate import Candidate
from gis_cas.domain.city import City
from gis_cas.domain.place import Place, PlaceSource, StatedPlace
from gis_cas.geo.radius import phone_radius_ft
from gis_cas.geocoding.gaps import Gap, gap_in
from gis_cas.geocoding.locator import CityLocator, Locator
from gis_cas.geocoding.scoring import SURE, WITHIN
from gis_cas.store.requests import place_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Every place the words could mean: none, one, or several.

    `given`: something was said about the place; `why` says what is missing when no place is found; `gap` what words
    that were looked up leave open.
    """

    places: tuple[Place, ...] = ()
    given: bool = False
    why: str | None = None
    locator_version: int = 0
    gap: Gap | None = None


def stated_radius_ft(
    city: City,
    *,
    zoom: int | None = None,
    accuracy_ft: float | None = None,
    declared_95: bool = False,
    source: PlaceSource | None = None,
) -> float:
    """The 95 % radius in feet: a phone's own accuracy, else the city's figure for the zoom, else for the source."""
    if accuracy_ft is not None:
        return phone_radius_ft(accuracy_ft=accuracy_ft, declared_95=declared_95)
    by_source = city.radius_ft.get(str(source), city.radius_ft["default_pin"])
    return city.radius_ft.get(f"pin_zoom_{zoom}", by_source)


def geocode(locator: Locator, stated: StatedPlace, *, city: City) -> Found:
    """The places meant by a pin, an address id or words.

    A pin is taken as it is and never moved to what words beside it might mean, unless whoever stated both said that
    the address is right. Raises LocatorUnavailable.
    """
    if stated.position is not None and not (stated.source is PlaceSource.ADDRESS and stated.words):
        radius_ft = stated.radius_ft if stated.radius_ft is not None else stated_radius_ft(city, source=stated.source)
        pin = Place(position=stated.position, radius_ft=radius_ft, source=stated.source or PlaceSource.PIN)
        return Found(places=(pin,), given=True)
    if not stated.given:
        return Found(why="No place was given.")
    found = _look_up(locator, stated)
    return _found(found, stated, version=_version(found) if found else locator.version)


def geocode_each(locator: CityLocator, words: Sequence[str], *, city: City) -> list[Found]:
    """As `geocode`, for many words at once and by one version of what is on file. Raises LocatorUnavailable."""
    each = locator.find_each(words)
    version = max(map(_version, each), default=0) or locator.version
    stated = [StatedPlace(words=one or None, source=PlaceSource.ADDRESS) for one in words]
    return [
        _found(found, one, version=_version(found) if found else version)
        if one.given
        else geocode(locator, one, city=city)
        for found, one in zip(each, stated, strict=True)
    ]


def _version(found: Sequence[Candidate]) -> int:
    return max((candidate.locator_version for candidate in found), default=0)


def _found(found: Sequence[Candidate], stated: StatedPlace, *, version: int) -> Found:
    return Found(
        places=_meant(found),
        given=True,
        why=_missing(found, stated),
        locator_version=version,
        gap=gap_in(found) if stated.words else None,
    )


def _look_up(locator: Locator, stated: StatedPlace) -> Sequence[Candidate]:
    if stated.address_key is not None:
        known = locator.by_address_key(stated.address_key)
        if known is not None:
            return (known,)
    return locator.find(stated.words) if stated.words else ()


def _meant(found: Sequence[Candidate]) -> tuple[Place, ...]:
    spots = [candidate for candidate in found if not candidate.street_only]
    if not spots:
        return ()
    least = min(max(spot.score for spot in spots) - WITHIN, SURE)
    return tuple(place_of(spot) for spot in spots if spot.score >= least)


def _missing(found: Sequence[Candidate], stated: StatedPlace) -> str | None:
    if any(not candidate.street_only for candidate in found):
        return None
    if found:
        return f"Only the street is known ({found[0].label}); a house number or a crossing is missing."
    return "The address given could not be found." if stated.words else "The address chosen is no longer on file."
