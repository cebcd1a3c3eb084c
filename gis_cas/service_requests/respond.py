"""Answer the people who asked: what pays the clocks, and what does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from gis_cas.domain.directory import Owner
from gis_cas.domain.request import AnswerChannel, AnswerKind, Person
from gis_cas.errors import BadInput, WrongState
from gis_cas.service_requests.accountable import missing_for_referral
from gis_cas.service_requests.at_desk import open_case, said
from gis_cas.service_requests.office import Office
from gis_cas.store.answers import Owed, count_open, pay
from gis_cas.store.desk import touched
from gis_cas.store.history import owner_document, record
from gis_cas.store.parts import Part, owed_about, settle_parts, standing_part
from gis_cas.store.published import project
from gis_cas.store.queue import defer_notify

WRITTEN = {AnswerChannel.LETTER, AnswerChannel.FAX, AnswerChannel.EMAIL, AnswerChannel.POSTED}
"""Ways that a referral may take: it must be written (R11)."""

NEEDED_CONTACT = {
    AnswerChannel.LETTER: "address",
    AnswerChannel.FAX: "phone",
    AnswerChannel.PHONE: "phone",
    AnswerChannel.EMAIL: "email",
}
"""What somebody must have left to be answered this way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How many answers one response paid, of which kinds, and how many are still owed."""

    event_id: int
    paid: int
    kinds: tuple[AnswerKind, ...]
    still_owed: int


def respond(
    office: Office,
    number: str,
    *,
    actor: str,
    channel: AnswerChannel,
    text: str,
    now: datetime,
    requester_ids: Sequence[int] | None = None,
    part_id: int | None = None,
) -> Answered:
    """Record one response and pay the answers owed to everyone it reaches (R44), or to the requesters named.

    It pays the first answer, and the outcome too once the request is resolved (R45), with those of departments that did
    their part. What is owed about somebody else's part is paid by naming that part, and by nothing else. `posted` is
    for people who left no contact: the text is released and shown under the number. A referral must be written and
    carries the agency's name, address and phone (R11). Raises BadInput, UnknownRequest, NotFound, WrongState.
    """
    words = said("text", text, sentence="Please write what the person is told; it is kept as the answer.")
    with open_case(office, number, actor=actor) as (conn, row):
        part = standing_part(conn, row.id, part_id) if part_id is not None else None
        agency = _agency(office, row, part)
        if agency is not None:
            words = _referral(agency, words, channel)
        waiting = owed_about(conn, row.id, part_id)
        owed = [one for one in waiting if requester_ids is None or one.requester_id in requester_ids]
        if not owed:
            raise WrongState(_nobody_waits(part, still_owed=count_open(conn, row.id)))
        reached = [one for one in owed if reaches(channel, one.person)]
        if not reached:
            raise BadInput({"channel": _unreached(channel, owed)})
        kinds = tuple(sorted({one.kind for one in reached}, key=lambda kind: kind.value))
        facts = {
            "channel": channel.value,
            "kinds": [kind.value for kind in kinds],
            "requester_ids": sorted({one.requester_id for one in reached}),
            "referral": owner_document(agency),
            "automatic": False,
            **({"part_id": part.id} if part else {}),
        }
        event_id = record(conn, request_id=row.id, at=now, actor=actor, kind="answered", facts=facts, text=words)
        pay(conn, reached, at=now, event_id=event_id)
        settle_parts(conn, row.id, at=now)
        touched(conn, row.id, at=now)
        still_owed = count_open(conn, row.id)
        project(
            conn,
            row.id,
            event_id=event_id,
            kind="answered",
            at=now,
            facts={
                "channel": channel.value,
                "kinds": facts["kinds"],
                "still_owed": still_owed,
                **({"part": part.name} if part else {}),
            },
            released_text=words if channel is AnswerChannel.POSTED else None,
        )
        if channel is AnswerChannel.EMAIL:
            defer_notify(conn, event_id)
        return Answered(event_id=event_id, paid=len(reached), kinds=kinds, still_owed=still_owed)


def _agency(office: Office, row: Row[Any], part: Part | None) -> Owner | None:
    """The agency that the answer refers to."""
    if part is None:
        return office.reference.directory.agencies.get(row.owner_slug) if row.owner_type == "agency" else None
    if part.type == "queue":
        raise WrongState("Nobody knows yet whose part this is. Say whose it is first.")
    return part.owner if part.type == "agency" else None


def _nobody_waits(part: Part | None, *, still_owed: int) -> str:
    if part is not None:
        return "Nobody waits for an answer about this part."
    if still_owed:
        return "What is still owed is about somebody else's part: write about it under that part."
    return "Nobody waits for an answer to this request."


def reaches(channel: AnswerChannel, person: Person) -> bool:
    """Whether an answer given this way reaches the person; `posted` only who left nothing else (R44)."""
    if channel is AnswerChannel.POSTED:
        return not person.reachable
    contact = NEEDED_CONTACT.get(channel)
    return contact is None or bool(getattr(person, contact))


def referral_block(agency: Owner) -> str:
    """The three facts that every referral carries; raises WrongState when one is not on file (R11)."""
    missing = missing_for_referral(agency)
    if missing:
        raise WrongState(
            f"A referral needs the agency's {' and '.join(missing)}; please add it to the directory first."
        )
    return f"{agency.name}\n{agency.address}\n{agency.phone}"


def _referral(agency: Owner, words: str, channel: AnswerChannel) -> str:
    if channel not in WRITTEN:
        raise BadInput(
            {"channel": "A referral must be written: choose letter, fax, e-mail, or post it under the number."}
        )
    block = referral_block(agency)
    complete = all(str(fact) in words for fact in (agency.name, agency.address, agency.phone))
    return words if complete else f"{words}\n\n{block}"


def _unreached(channel: AnswerChannel, owed: Sequence[Owed]) -> str:
    if channel is AnswerChannel.POSTED:
        return "This person left a way to be reached: answer by letter, fax, e-mail or phone."
    contact = NEEDED_CONTACT[channel]
    who = "This person" if len(owed) == 1 else "Nobody here"
    left = "left no" if len(owed) == 1 else "left a"
    name = {"email": "e-mail address", "phone": "phone number", "address": "postal address"}[contact]
    return f"{who} {left} {name}. Choose another way, or post the answer under the number when there is none."
