"""Fill an empty demonstration: known accounts, and the city folder's requests at their ages around the promise.

Every request goes through the same use cases as a real one, each at the instant it would have happened.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url
from tqdm import tqdm

from gis_cas.accounts.demonstration import create_demo_accounts
from gis_cas.domain.place import PlaceSource, StatedPlace
from gis_cas.domain.request import AnswerChannel, Channel, NewServiceRequest, Person
from gis_cas.errors import Misconfigured
from gis_cas.geo.position import Position
from gis_cas.geo.radius import phone_radius_ft
from gis_cas.service_requests.close import close
from gis_cas.service_requests.correct import not_ours
from gis_cas.service_requests.correct_place import wrong_place
from gis_cas.service_requests.office import Office, open_office
from gis_cas.service_requests.receive import receive
from gis_cas.service_requests.resolve import resolve
from gis_cas.service_requests.respond import respond
from gis_cas.settings import Settings
from gis_cas.store.engine import create_engine_for
from gis_cas.store.parts import standing_parts
from gis_cas.store.queue import defer_locate
from gis_cas.store.requests import owner_type, request_id_of

__all__ = ["fill", "fill_requests", "read_corrections", "read_requests"]

FILE = "demo_requests.csv"
CORRECTIONS = "demo_corrections.csv"
BY = "demonstration"
ANSWER = "Thank you for telling us. We have looked at it and put it on our list."
OUTCOME = "This is done. Thank you for telling us."
RESOLUTION = "Work done and looked at on site."
PART = "A part of this is another agency's; please give them the place and this number for that part."
LETTER = "Thank you for telling us. Another agency looks after this place; please give them the place and this number."

_STRIDE = 48_271_789
_FIRST = 21_579_031


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCorrection:
    """What somebody said was wrong with the request `seq`: its place, where a new one is given, else its owner.

    `to` is an owner's slug as the desk sends it; None: nobody knew whose it was.
    """

    seq: int
    after_hours: float
    to: str | None
    place: StatedPlace
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRequest:
    """One line of the folder's file; hours count from the filling, back for receipt and on from there for the rest."""

    seq: int
    hours_before_now: float
    new: NewServiceRequest
    answered_after_hours: float | None
    closed_after_hours: float | None


def fill(settings: Settings) -> None:
    """Make the demonstration accounts and requests; raises Misconfigured outside a demonstration."""
    if not settings.demo or settings.database.url is None:
        raise Misconfigured("Demonstration accounts and requests are made in a demonstration only.")
    # a demonstration that is lost in a power cut is simply made again
    quick = make_url(settings.database.url).update_query_dict({"options": "-c synchronous_commit=off"})
    engine = create_engine_for(quick, pool_size=2, statement_timeout_ms=60_000, application_name="gis_cas demo")
    try:
        office = open_office(engine=engine, public_engine=engine, demo=True)
        with engine.begin() as conn:
            create_demo_accounts(conn, office.city, office.reference.directory, now=datetime.now(UTC))
        path = settings.city_folder / FILE
        if path.is_file():
            corrections = read_corrections(settings.city_folder / CORRECTIONS)
            fill_requests(office, read_requests(path), corrections, now=datetime.now(UTC))
    finally:
        engine.dispose()


def read_requests(path: Path) -> list[DemoRequest]:
    """The folder's demonstration requests, oldest first."""
    with path.open(encoding="utf-8", newline="") as file:
        found = [_from_row(row) for row in csv.DictReader(file)]
    return sorted(found, key=lambda one: -one.hours_before_now)


def read_corrections(path: Path) -> Mapping[int, DemoCorrection]:
    """The folder's demonstration corrections by the request they are about; none where it has no such file."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        found = [_correction(row) for row in csv.DictReader(file)]
    return {one.seq: one for one in found}


def fill_requests(
    office: Office, requests: list[DemoRequest], corrections: Mapping[int, DemoCorrection], *, now: datetime
) -> None:
    """Receive, put right, answer and close each request at its own instants; numbers follow from `seq`."""
    for one in tqdm(requests, desc="Demonstration requests", unit="request"):
        received = now - timedelta(hours=one.hours_before_now)
        receipt = receive(replace(office, random=drawn(one.seq)), one.new, now=received, actor=BY, client=BY)
        if receipt.status == "being_located":
            with office.engine.begin() as conn:
                defer_locate(conn, [receipt.number])
        _put_right(office, receipt.number, corrections.get(one.seq), received=received, now=now)
        _answer_and_close(office, receipt.number, one, received=received, now=now)


def _put_right(office: Office, number: str, wrong: DemoCorrection | None, *, received: datetime, now: datetime) -> None:
    at = _after(received, wrong.after_hours, now) if wrong is not None else None
    if wrong is None or at is None:
        return
    if wrong.place.given:
        wrong_place(office, number, stated=wrong.place, actor=BY, reason=wrong.reason, now=at)
    else:
        not_ours(office, number, to=wrong.to, actor=BY, reason=wrong.reason, now=at)


def _answer_and_close(office: Office, number: str, one: DemoRequest, *, received: datetime, now: datetime) -> None:
    answered = _after(received, one.answered_after_hours, now)
    closed = _after(received, one.closed_after_hours, now)
    if answered is None:
        return
    outside = _is_outside(office, number)
    respond(office, number, actor=BY, channel=AnswerChannel.POSTED, text=LETTER if outside else ANSWER, now=answered)
    for part in _parts_outside(office, number):
        respond(office, number, actor=BY, channel=AnswerChannel.POSTED, text=PART, now=answered, part_id=part)
    if closed is None:
        return
    closed = max(closed, answered)
    if not outside:
        day = closed.astimezone(office.city.time_zone).date()
        resolve(office, number, actor=BY, text=RESOLUTION, completed_on=day, now=closed)
        respond(office, number, actor=BY, channel=AnswerChannel.POSTED, text=OUTCOME, now=closed)
    close(office, number, actor=BY, now=closed)


def _is_outside(office: Office, number: str) -> bool:
    with office.engine.connect() as conn:
        return owner_type(conn, number) in ("agency", "private")


def _parts_outside(office: Office, number: str) -> list[int]:
    with office.engine.connect() as conn:
        return [part.id for part in standing_parts(conn, request_id_of(conn, number)) if part.outside]


def _after(received: datetime, hours: float | None, now: datetime) -> datetime | None:
    """The instant so many hours after receipt; None when it has not come yet."""
    if hours is None:
        return None
    instant = received + timedelta(hours=hours)
    return instant if instant <= now else None


def drawn(seq: int) -> Callable[[int], int]:
    """A number drawn by `seq` instead of by chance; each further draw takes another one."""
    draws = iter(range(1_000))
    return lambda size: (_FIRST + (seq + 1_000 * next(draws)) * _STRIDE) % size


def _from_row(row: Mapping[str, str]) -> DemoRequest:
    channel = Channel(row["channel"])
    return DemoRequest(
        seq=int(row["seq"]),
        hours_before_now=float(row["hours_before_now"]),
        new=NewServiceRequest(
            service_code=row["service_code"],
            description=row["description"],
            channel=channel,
            person=Person(language=row["language"] or "en"),
            place=_place(row),
        ),
        answered_after_hours=_number(row["answered_after_hours"]),
        closed_after_hours=_number(row["closed_after_hours"]),
    )


def _correction(row: Mapping[str, str]) -> DemoCorrection:
    place = StatedPlace()
    if row["lon"]:
        place = StatedPlace(position=Position(lon=float(row["lon"]), lat=float(row["lat"])), source=PlaceSource.PIN)
    return DemoCorrection(
        seq=int(row["seq"]),
        after_hours=float(row["after_hours"]),
        to=row["to"] or None,
        place=place,
        reason=row["reason"],
    )


def _place(row: Mapping[str, str]) -> StatedPlace:
    if not row["lon"]:
        return StatedPlace(words=row["address"] or None, source=PlaceSource.ADDRESS if row["address"] else None)
    accuracy_ft = _number(row["accuracy_ft"])
    return StatedPlace(
        position=Position(lon=float(row["lon"]), lat=float(row["lat"])),
        radius_ft=phone_radius_ft(accuracy_ft=accuracy_ft) if accuracy_ft is not None else None,
        source=PlaceSource.PHONE if accuracy_ft is not None else PlaceSource.PIN,
    )


def _number(text: str) -> float | None:
    return float(text) if text else None
