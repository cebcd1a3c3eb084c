"""Parcel control numbers as people write them: "PCN 08-43-45-21-00-000-1010", "parcel 08434521000001010"."""

import re

from gis_cas.geocoding.names import plain
from gis_cas.geocoding.readings import ParcelRead

FEWEST_DIGITS = 6

_NAMED = re.compile(
    r"^(?:PCN|APN|FOLIO|(?:PROPERTY|PARCEL|PARCELA|PASEL)(?: CONTROL)?)(?: (?:NUMBER|NO\.?|ID|NUMERO|NIMEWO))?[\s:#]*"
    r"(?P<number>[0-9A-Z](?:[ .-]?[0-9A-Z]){5,30})$"
)
_BARE = re.compile(r"^\d{2,4}(?:-\d{2,5}){4,}$")
_NOT_KEPT = re.compile(r"[^0-9A-Z]")


def parcel_key(number: str) -> str:
    """A number as it is compared: letters and figures only."""
    return _NOT_KEPT.sub("", plain(number))


def parcel(words: str) -> ParcelRead | None:
    """The parcel that the words name by its number, and nothing else."""
    text = plain(words).strip(" .,")
    named = _NAMED.match(text)
    number = named["number"] if named else text if _BARE.match(text) else ""
    key = parcel_key(number)
    return ParcelRead(number=key) if sum(sign.isdigit() for sign in key) >= FEWEST_DIGITS else None
