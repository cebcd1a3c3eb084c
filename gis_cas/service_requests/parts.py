"""A split's parts (R13): named by the decision, each with a letter and an outcome of its own."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from gis_cas.domain.directory import Owner, OwnerType
from gis_cas.service_requests.accountable import Accountable
from gis_cas.store.answers import open_answers, owe_for_part, void_for_part
from gis_cas.store.history import owner_document, record
from gis_cas.store.parts import Part, add_part, end_part, standing_parts
from gis_cas.store.published import project
from gis_cas.store.queue import defer_notify


def name_parts(
    conn: Connection,
    request_id: int,
    beside: Iterable[Owner],
    *,
    decision_id: int,
    desk_slug: str,
    actor: str,
    now: datetime,
) -> None:
    """Bring a held request's parts up to what its decision names; what a person said about a part stays said.

    Whoever has a part outside the city's staff is written about: that outcome is owed at once, by when the first answer
    is. Each new part is an event of its own, which its letter hangs on.
    """
    named = {owner.slug: owner for owner in beside if owner.slug != desk_slug}
    standing = standing_parts(conn, request_id)
    for gone in standing:
        if gone.slug == desk_slug or (gone.slug not in named and not gone.by_hand):
            drop_part(conn, request_id, gone, actor=actor, now=now)
    known = {part.slug for part in standing}
    for slug, owner in named.items():
        if slug not in known:
            _name(conn, request_id, owner, decision_id=decision_id, actor=actor, now=now)


def drop_part(conn: Connection, request_id: int, part: Part, *, actor: str, now: datetime) -> None:
    """The part is none: what is still owed for it is owed no longer."""
    end_part(conn, part.id, state="dropped", at=now, by_hand=part.by_hand)
    facts = {"part_id": part.id, "owner": {"type": part.type, "slug": part.slug, "name": part.name}}
    event_id = record(conn, request_id=request_id, at=now, actor=actor, kind="part_dropped", facts=facts)
    void_for_part(conn, part.id, event_id=event_id)
    project(conn, request_id, event_id=event_id, kind="part_dropped", at=now, facts={"owner": part.name})


def absorb_part(conn: Connection, request_id: int, desk: Accountable, *, actor: str, now: datetime) -> None:
    """Whoever now has the whole request has no part beside it."""
    for part in standing_parts(conn, request_id):
        if (part.type, part.slug) == (desk.type, desk.slug):
            drop_part(conn, request_id, part, actor=actor, now=now)


def _name(conn: Connection, request_id: int, owner: Owner, *, decision_id: int, actor: str, now: datetime) -> None:
    part_id = add_part(conn, request_id, owner, decision_id=decision_id, at=now)
    facts = {"part_id": part_id, "decision_id": decision_id, "owner": owner_document(owner)}
    event_id = record(conn, request_id=request_id, at=now, actor=actor, kind="part_named", facts=facts)
    if owner.type is not OwnerType.DEPARTMENT:
        owe_for_part(conn, request_id, part_id)
        if any(one.person.reachable for one in open_answers(conn, request_id)):
            defer_notify(conn, event_id)
    project(conn, request_id, event_id=event_id, kind="part_named", at=now, facts={"owner": owner.name})
