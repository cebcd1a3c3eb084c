"""From a form or a JSON body to a NewServiceRequest: one parser for both, so that both say the same sentences."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gis_cas.api.reading import Fields
from gis_cas.api.stated_place import stated_place
from gis_cas.domain.city import City
from gis_cas.domain.request import Channel, NewServiceRequest, Person
from gis_cas.domain.rules import Ruleset
from gis_cas.domain.service import LocationNeed
from gis_cas.errors import BadInput
from gis_cas.service_requests.two_places import as_answered

LONGEST_DESCRIPTION = 4000
NO_SERVICE = "Please choose what it is about."
NO_DESCRIPTION = "Please say in a few words what you see."
NO_PLACE = "Please say where: type an address or a crossing, or place the pin."
UNKNOWN_SERVICE = "We do not know this kind of request. Please choose one from the list."
FUTURE = "This day has not come yet. Leave it out, or give today's date."
PAST = "A report from the web is received when it is sent. Leave the day out, or give today's date."
_WHERE = frozenset({"lat", "long", "q"})


def new_request(
    given: Mapping[str, Any],
    *,
    city: City,
    ruleset: Ruleset,
    now: datetime,
    opening: str = "answer.",
    closing: str = "",
) -> NewServiceRequest:
    """The request in the fields; raises BadInput with a sentence for each field that cannot be used.

    `opening` and `closing` are how the surface writes answers to questions (`answer.CODE`, `answer[CODE]`).
    """
    fields = Fields(given)
    code = fields.text("service_code", longest=80, called="The service", needed=NO_SERVICE)
    service = ruleset.services.get(code or "")
    if code and service is None:
        fields.refuse("service_code", UNKNOWN_SERVICE)
    description = fields.text(
        "description", longest=LONGEST_DESCRIPTION, called="The description", needed=NO_DESCRIPTION
    )
    place = stated_place(fields, city)
    needed = service is not None and service.location is LocationNeed.REQUIRED
    if needed and not place.given and not _WHERE & set(fields.sentences):
        fields.refuse("place", NO_PLACE)
    person = Person(
        name=fields.text("name", longest=200, called="The name"),
        address=fields.text("address", longest=300, called="The postal address"),
        phone=fields.text("phone", longest=40, called="The phone number"),
        email=_email(fields),
        language=fields.one_of("language", {code: code for code in city.languages}, called="language") or "en",
    )
    _received_today(fields, city=city, now=now)
    answers = fields.answers(opening=opening, closing=closing)
    fields.done()
    new = NewServiceRequest(
        service_code=code or "",
        description=description or "",
        channel=Channel.WEB,
        person=person,
        place=place,
        answers=answers,
    )
    return as_answered(new)


def renamed(error: BadInput, names: Mapping[str, str]) -> BadInput:
    """The same sentences under the names that the surface uses."""
    return type(error)({names.get(name, name): sentence for name, sentence in error.fields.items()})


def _email(fields: Fields) -> str | None:
    email = fields.text("email", longest=254, called="The e-mail address")
    if email is None:
        return None
    local, at, host = email.rpartition("@")
    if not (local and at and "." in host) or any(character.isspace() for character in email):
        fields.refuse("email", "An e-mail address looks like name@example.org. Please check it, or leave it out.")
    return email


def _received_today(fields: Fields, *, city: City, now: datetime) -> None:
    """A date stamp is the staff counter's; here it may only repeat the present city day (R21)."""
    stamped = fields.day("received_on", called="received_on")
    today = now.astimezone(city.time_zone).date()
    if stamped is not None and stamped != today:
        fields.refuse("received_on", FUTURE if stamped > today else PAST)
