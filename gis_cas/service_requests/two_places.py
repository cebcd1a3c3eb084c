"""A pin and an address that name two places: which of them is meant is asked before anything is sent."""

import math
from dataclasses import dataclass, replace
from typing import Final

from gis_cas.domain.attachment import FAR_FROM_PLACE_FT
from gis_cas.domain.decision import Question
from gis_cas.domain.place import PlaceSource, StatedPlace
from gis_cas.domain.request import NewServiceRequest
from gis_cas.geo.distance import miles_or_feet
from gis_cas.geocoding.scoring import SURE
from gis_cas.policy.responsibility.words import UNSURE, UNSURE_LABEL
from gis_cas.service_requests.office import Office

WHICH_PLACE: Final = "which_place"
PIN, ADDRESS = "pin", "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoPlaces:
    """A pin and an address that lie `feet` apart at least, and the question which of them is meant."""

    question: Question
    feet: float


def two_places(office: Office, stated: StatedPlace) -> TwoPlaces | None:
    """What to ask somebody whose words are found, all of them over 300 ft and their own radius from the pin.

    Raises LocatorUnavailable.
    """
    if stated.position is None or not stated.words or stated.source is PlaceSource.ADDRESS:
        return None
    here = office.projection.to_ft(stated.position)
    found = [one for one in office.locator.find(stated.words) if one.score >= SURE and not one.street_only]
    apart = [(math.dist(here, office.projection.to_ft(one.position)), one.error_radius_ft) for one in found]
    if not apart or any(feet <= max(FAR_FROM_PLACE_FT, radius_ft) for feet, radius_ft in apart):
        return None
    nearest_ft = min(feet for feet, _ in apart)
    question = Question(
        code=WHICH_PLACE,
        text=_asked(nearest_ft),
        options={PIN: "My pin", ADDRESS: "The address", UNSURE: UNSURE_LABEL},
    )
    return TwoPlaces(question=question, feet=nearest_ft)


def _asked(feet: float) -> str:
    unit, figure = miles_or_feet(feet)
    if unit == "miles":
        return f"The address you typed is {figure} miles from your pin. Which is right?"
    return f"The address you typed is {figure} ft from your pin. Which is right?"


def as_answered(new: NewServiceRequest) -> NewServiceRequest:
    """The request with its address deciding where somebody said so; the pin stays stated, and decides otherwise."""
    if new.answers.get(WHICH_PLACE) != ADDRESS or not new.place.words:
        return new
    return replace(new, place=replace(new.place, source=PlaceSource.ADDRESS))
