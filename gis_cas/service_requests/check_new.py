"""What nobody can work with is refused with a sentence, before a number is given."""

from datetime import datetime

from gis_cas.domain.city import City
from gis_cas.domain.request import Channel, NewServiceRequest
from gis_cas.errors import BadInput

LONGEST = {
    "description": 10_000,
    "name": 200,
    "address": 300,
    "phone": 40,
    "email": 254,
    "facility": 200,
    "address_words": 300,
    "address_id": 100,
    "answers": 2_000,
}
"""Characters each field may hold."""

_FROM_A_SEAT = {Channel.COMMISSIONER, Channel.LETTER_TO_COMMISSIONER}


def check_new(new: NewServiceRequest, *, city: City, now: datetime) -> None:
    """Refuse what cannot be kept; raises BadInput with a sentence for each field."""
    texts = {
        "description": new.description,
        "name": new.person.name,
        "address": new.person.address,
        "phone": new.person.phone,
        "email": new.person.email,
        "facility": new.facility,
        "address_words": new.place.words,
        "address_id": new.place.address_key,
        "answers": "".join(f"{code}{answer}" for code, answer in new.answers.items()),
    }
    fields = {name: sentence for name, text in texts.items() if text and (sentence := _unusable(name, text))}
    if not new.description.strip():
        fields["description"] = "Please say in a few words what is wrong or what you would like to know."
    if new.person.language not in city.languages:
        fields["language"] = f"Language must be one of: {', '.join(city.languages)}."
    if new.received_on is not None and new.received_on > now.astimezone(city.time_zone).date():
        fields["received_on"] = "The date stamp cannot lie in the future. Give the day it came in."
    if new.seat is not None and (new.seat not in city.seats or new.channel not in _FROM_A_SEAT):
        fields["seat"] = "A Commissioner's seat goes with a Commissioner's request or letter. Please choose the seat."
    if fields:
        raise BadInput(fields)


def _unusable(name: str, text: str) -> str | None:
    label = name.replace("_", " ").capitalize()
    if len(text) > LONGEST[name]:
        return f"{label} may hold {LONGEST[name]:,} characters; this has {len(text):,}."
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        return f"{label} holds characters that are not text. Please type it again."
    return None
