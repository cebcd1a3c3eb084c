"""What a message that arrived pays, and what one that cannot arrive leaves owed (R24, R27, R45)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from gis_cas.domain.message import Medium, Step
from gis_cas.domain.request import AnswerChannel
from gis_cas.notify.tell import LETTERS, leads_still, part_owner
from gis_cas.store.answers import owe_unreached_again, pay
from gis_cas.store.desk import touched
from gis_cas.store.history import owner_document, owner_from, record
from gis_cas.store.messages import has_step, words_of
from gis_cas.store.parts import owed_about, settle_parts
from gis_cas.store.people_to_tell import event_to_tell
from gis_cas.store.published import project
from gis_cas.store.requests import held

BY_THE_SERVICE = "gis_cas"
ANSWERS = frozenset({"answered", "resolved"})
"""Texts that carry what staff wrote."""

_CHANNELS = {
    Medium.EMAIL: AnswerChannel.EMAIL,
    Medium.LETTER: AnswerChannel.LETTER,
    Medium.PHONE: AnswerChannel.PHONE,
}


def no_longer_true(conn: Connection, message: Row[Any]) -> bool:
    """Whether the message names an owner who has lost the request since: a referral that became wrong is void (R42)."""
    names_an_owner = message.template in LETTERS or message.template in ANSWERS
    event = event_to_tell(conn, message.event_id) if names_an_owner and message.event_id is not None else None
    if event is None:
        return False
    named = event.facts.get("referral") if event.kind == "answered" else None
    slug = named["slug"] if named else None
    if "part_id" in event.facts:
        named_then = slug or event.facts.get("owner", {}).get("slug")
        led_by_another = message.template in LETTERS and not leads_still(event)
        return led_by_another or (named_then is not None and named_then != event.part_slug)
    if message.template in LETTERS:
        owner = owner_from(event.owner)
        slug = owner.slug if owner else None
    return slug is not None and slug != event.owner_slug


def pay_by(conn: Connection, message: Row[Any], *, medium: Medium, actor: str, now: datetime) -> None:
    """Pay what the message pays now that it is truly under way; a second time pays nothing more.

    A referral that wrote itself pays everything owed to the person but for what is owed about somebody else's part, and
    is marked automatic, so that reports keep it out of response times (R45); a part's pays what is owed about it. A
    person's answer paid when it was given; it pays here what a failure left owed again.
    """
    late = message.event_id is not None and message.template in ANSWERS
    if message.template not in LETTERS and not (late and has_step(conn, message.id, Step.FAILED)):
        return
    event = event_to_tell(conn, message.event_id)
    if event is None:
        return
    held(conn, event.number)
    automatic = message.template in LETTERS
    part_id = event.facts.get("part_id")
    owed = [
        one
        for one in owed_about(conn, event.request_id, part_id)
        if one.requester_id == message.requester_id and (automatic or one.kind.value in event.facts["kinds"])
    ]
    if not owed:
        return
    channel = _CHANNELS[medium]
    kinds = sorted({one.kind.value for one in owed})
    facts = {
        "channel": channel.value,
        "kinds": kinds,
        "requester_ids": [message.requester_id],
        "referral": _referred_to(event) if automatic else event.facts.get("referral"),
        "automatic": automatic,
        "message_id": message.id,
        **({"part_id": part_id} if part_id is not None else {}),
    }
    text = words_of(conn, message.id) if automatic else event.text
    answer = record(conn, request_id=event.request_id, at=now, actor=actor, kind="answered", facts=facts, text=text)
    pay(conn, owed, at=now, event_id=answer)
    settle_parts(conn, event.request_id, at=now)
    touched(conn, event.request_id, at=now)
    public = {"channel": channel.value, "kinds": kinds, "automatic": automatic}
    if part_id is not None:
        public["part"] = event.part_name
    project(conn, event.request_id, event_id=answer, kind="answered", at=now, facts=public)


def _referred_to(event: Row[Any]) -> Mapping[str, Any] | None:
    return owner_document(part_owner(event) or owner_from(event.owner))


def owe_again(conn: Connection, message: Row[Any], *, now: datetime) -> None:
    """An answer that did not arrive is owed again, its clock as it was; a closed request stays with the outbox."""
    if message.template not in ANSWERS or message.event_id is None:
        return
    event = event_to_tell(conn, message.event_id)
    if event is None or held(conn, event.number).status != "open":
        return
    owed = owe_unreached_again(conn, event_id=message.event_id, requester_id=message.requester_id)
    settle_parts(conn, event.request_id, at=now)
    facts = {"message_id": message.id, "template": message.template, "owed_again": owed}
    noted = record(conn, request_id=event.request_id, at=now, actor=BY_THE_SERVICE, kind="undelivered", facts=facts)
    touched(conn, event.request_id, at=now)
    project(conn, event.request_id, event_id=noted, kind="undelivered", at=now, facts={})
