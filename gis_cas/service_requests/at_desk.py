"""What the verbs of the desk share: the row held, the actor named, words that can be kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from gis_cas.domain.city import City
from gis_cas.domain.request import RequestStatus
from gis_cas.errors import BadInput, WrongState
from gis_cas.policy.tracking_number import grouped
from gis_cas.service_requests.office import Office
from gis_cas.store.requests import held

LONGEST_TEXT = 20_000


@contextmanager
def open_case(office: Office, number: str, *, actor: str) -> Iterator[tuple[Connection, Row[Any]]]:
    """One transaction over a request that is open, its row locked; everything in it commits together or not at all.

    Raises UnknownRequest, WrongState when the request is closed, BadInput without an actor.
    """
    if not actor.strip():
        raise BadInput({"actor": "Whoever does this must be named."})
    with office.engine.begin() as conn:
        row = held(conn, number)
        if row.status == RequestStatus.CLOSED:
            raise WrongState(f"Request {grouped(number)} is closed.")
        yield conn, row


def said(field: str, text: str, *, sentence: str) -> str:
    """The text without blanks around it; raises BadInput with the sentence when nothing is left, or it is no text."""
    clean = text.strip()
    if not clean:
        raise BadInput({field: sentence})
    if len(clean) > LONGEST_TEXT:
        raise BadInput({field: f"Please use at most {LONGEST_TEXT:,} characters; this has {len(clean):,}."})
    if "\x00" in clean or any("\ud800" <= character <= "\udfff" for character in clean):
        raise BadInput({field: "This holds characters that are not text. Please type it again."})
    return clean


def not_yet_come(day: date, *, now: datetime, city: City) -> bool:
    """Whether a day lies in the future, as the city's calendar has it."""
    return day > now.astimezone(city.time_zone).date()
