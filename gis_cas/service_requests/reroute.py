"""A layer changed: which open requests does that move to another desk, and moving those that nobody has begun with.

The day of the decision routes the work, so a request keeps its decision when a layer changes under it, until somebody
asks here. What a person has begun with, or what has been answered, is named and left alone: moving it is a person's
decision (`reassign`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from gis_cas.domain.directory import OwnerType
from gis_cas.domain.place import StatedPlace
from gis_cas.domain.request import Channel
from gis_cas.errors import BadInput
from gis_cas.service_requests.accountable import Accountable, accountable
from gis_cas.service_requests.decide import Decided, Question, decide_for
from gis_cas.service_requests.geocode import Found
from gis_cas.service_requests.locate import Ready, commit_2_values, write
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.reference import Reference
from gis_cas.service_requests.waiting import Waiting
from gis_cas.store.changed_ground import on_changed_ground
from gis_cas.store.history import as_json, owner_document, owner_from
from gis_cas.store.requests import insert_decided, person_from, places_from
from gis_cas.store.statements import plan_once


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One layer whose version `after` counts instead of `before` on a city day; None: the layer was not in force.

    `publications` maps every layer in force on `valid_on`, this one included, to the publication that then counts.
    """

    layer: str
    before: int | None
    after: int | None
    valid_on: date
    publications: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An open request that decides for another desk than the one it lies on, or with other parts beside.

    `in_hand`: a person has begun with it; `beside_before` names who has a part in it so far.
    """

    waiting: Waiting
    question: Question
    decided: Decided
    desk: Accountable
    in_hand: bool
    beside_before: tuple[str, ...] = ()

    @property
    def changes_parts(self) -> bool:
        """Whether others have a part in it, or had."""
        return bool(self.beside_before or self.decided.decision.beside)

    @property
    def number(self) -> str:
        """The request."""
        return self.waiting.number


def moves(office: Office, conn: Connection, change: Change, *, everything: bool = False) -> list[Move]:
    """The open requests that the change moves, in the order of their numbers; nothing is written.

    Only those on ground where the two versions differ are decided again; `everything` decides all of them, which comes
    to the same and takes longer.
    """
    reference = office.reference
    rows = on_changed_ground(conn, city=reference.city, before=change.before, after=change.after, everything=everything)
    plan_once(conn)
    found = (_move(conn, row, change, reference=reference, office=office) for row in rows)
    return [move for move in found if move is not None]


def reroute(office: Office, found: list[Move], change: Change, *, by: str, now: datetime) -> list[Move]:
    """Give those that nobody has begun with their new decision and desk, each in a commit of its own; answers them.

    The history names who asked for it and the layer; no clock is touched. A request that somebody changed since it was
    looked at is left to that person. Raises BadInput without a name.
    """
    if not by.strip():
        raise BadInput({"by": "Whoever moves requests must be named."})
    free = [(move, _ready(office, move, change, by=by, now=now)) for move in found if not move.in_hand]
    with office.statements.lean() as conn:
        moved = [
            move
            for move, ready in free
            if not ready.changes_parts and insert_decided(conn, ready.values).decision_id is not None
        ]
    for move, ready in free:
        if ready.changes_parts:
            with office.engine.begin() as several:
                moved += [move] * write(several, ready)
    return sorted(moved, key=lambda move: move.number)


def _move(conn: Connection, row: Row[Any], change: Change, *, reference: Reference, office: Office) -> Move | None:
    waiting = _waiting(row)
    question = Question(
        service=reference.service(row.service_code),
        valid_on=change.valid_on,
        answers=row.answers,
        proposed=waiting.channel is Channel.COMMISSIONER and not waiting.released,
        publications=change.publications,
    )
    found = Found(
        places=places_from(row),
        given=row.inputs["given"],
        why=row.inputs["why"],
        locator_version=row.locator_version,
    )
    decided = decide_for(conn, question, found=found, reference=reference, projection=office.projection)
    desk = accountable(
        decided.decision,
        service=question.service,
        person=waiting.person,
        city=reference.city,
        directory=reference.directory,
    )
    if (desk.type, desk.slug) == (row.owner_type, row.owner_slug) and _same_owner(row, decided):
        return None
    return Move(
        waiting=waiting,
        question=question,
        decided=decided,
        desk=desk,
        in_hand=row.in_hand,
        beside_before=tuple(part["name"] for part in row.beside),
    )


def _same_owner(row: Row[Any], decided: Decided) -> bool:
    """Whether the decision names whom the one on file names, with the same parts beside.

    What is only proposed lies on the same desk either way.
    """
    before, after = owner_from(row.decided_owner), decided.decision.owner
    if {part["slug"] for part in row.beside} != {part.slug for part in decided.decision.beside}:
        return False
    if before is None or after is None:
        return before is after
    return before.slug == after.slug and (after.type is not OwnerType.PRIVATE or before.name == after.name)


def _ready(office: Office, move: Move, change: Change, *, by: str, now: datetime) -> Ready:
    values = commit_2_values(
        move.waiting,
        move.question,
        move.decided,
        desk=move.desk,
        reference=office.reference,
        office=office,
        now=now,
        actor=by,
    )
    decision = move.decided.decision
    facts = {
        "kind": decision.kind.value,
        "owner": owner_document(decision.owner),
        "desk": move.desk.slug,
        "from": {"type": move.waiting.owner_type, "slug": move.waiting.owner_slug},
        "layer": change.layer,
        "publication": change.publications.get(change.layer),
    }
    return Ready(
        decision=decision, desk=move.desk, values=values | {"facts": as_json(facts)}, changes_parts=move.changes_parts
    )


def _waiting(row: Row[Any]) -> Waiting:
    return Waiting(
        number=row.number,
        service_code=row.service_code,
        channel=Channel(row.channel),
        stated=StatedPlace(),
        person=person_from(row),
        answers=row.answers,
        owner_slug=row.owner_slug,
        owner_type=row.owner_type,
        replaces=row.decision_id,
        released=not row.proposed,
    )
