"""The question "whose job is it here?" as it comes in a query, parsed."""

from datetime import datetime, timedelta
from typing import Any

from gis_cas.api.dependencies import described
from gis_cas.api.reading import Fields
from gis_cas.api.stated_place import stated_place
from gis_cas.domain.service import LocationNeed
from gis_cas.service_requests.reference import Reference

NO_SERVICE = "Say which service: service_code is one of the codes at /api/v1/services."
NO_PLACE = "Say where: lat and long in degrees, or q with an address or crossing."
NOT_YET_KNOWN = "known_at cannot lie in the future: nobody knows yet what will be known then."
TOO_FAR = "valid_on must lie between 1900-01-01 and ten years from now."
_YEARS_AHEAD = timedelta(days=3653)
_FIRST_YEAR = 1900


DESCRIBED = described(
    service_code="A code from /api/v1/services",
    lat="Degrees, EPSG:4326",
    long="Degrees, EPSG:4326",
    q="An address or crossing, instead of a position",
    address_id="An id from /api/v1/geocode, instead of q",
    accuracy_ft="The phone's accuracy in feet (68 %)",
    accuracy_95="true: accuracy_ft is already a 95 % radius",
    zoom="The zoom at which a pin was placed by hand",
    source="pin, phone or address",
    valid_on="The city day whose layers count; today",
    known_at="The instant up to which publications are known; now",
    lang="The language of reasons and of the question: en, es or ht",
)
"""The question's parameters, for the OpenAPI description."""


def asked_responsibility(fields: Fields, *, reference: Reference, now: datetime) -> dict[str, Any]:
    """The arguments of `ask.responsibility`; raises BadInput, UnknownService. Answers come as `answer[CODE]=OPTION`."""
    code = fields.text("service_code", longest=80, called="service_code", needed=NO_SERVICE)
    place = stated_place(fields, reference.city)
    service = reference.service(code) if code else None
    if service is not None and service.location is LocationNeed.REQUIRED and not place.given and not fields.sentences:
        fields.refuse("lat", NO_PLACE)
    valid_on = fields.day("valid_on", called="valid_on")
    if valid_on is not None and not (valid_on.year >= _FIRST_YEAR and valid_on <= (now + _YEARS_AHEAD).date()):
        fields.refuse("valid_on", TOO_FAR)
    known_at = fields.instant("known_at", called="known_at")
    if known_at is not None and known_at > now:
        fields.refuse("known_at", NOT_YET_KNOWN)
    answers = fields.answers(opening="answer[", closing="]")
    fields.done()
    return {
        "service_code": code,
        "position": place.position,
        "words": place.words,
        "radius_ft": place.radius_ft,
        "source": place.source,
        "address_key": place.address_key,
        "valid_on": valid_on,
        "known_at": known_at,
        "answers": answers,
    }
