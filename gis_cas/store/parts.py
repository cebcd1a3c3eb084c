"""Who has a part in what a department leads: rows that change their state and, by hand, their owner (R13)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, insert, select, update

from gis_cas.domain.directory import Owner, OwnerType
from gis_cas.errors import NotFound
from gis_cas.store.answers import Owed, open_answers, still_owed
from gis_cas.store.tables.requests import answer_owed
from gis_cas.store.tables.requests import request_part as part

NO_PART = "This request has no such part. Please look at it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part that stands: open, or done. Type is department, agency, private, or queue while nobody knows whose."""

    id: int
    decision_id: int
    type: str
    slug: str
    name: str
    address: str | None
    phone: str | None
    verified_on: str | None
    state: str
    by_hand: bool

    @property
    def outside(self) -> bool:
        """Whether whoever asked has to be written to about it; a department helps instead."""
        return self.type != OwnerType.DEPARTMENT

    @property
    def done(self) -> bool:
        """Whether nothing is left to do about it."""
        return self.state == "done"

    @property
    def owner(self) -> Owner | None:
        """Whose it is, as it stood when the part was given; None while nobody knows."""
        return owner_of_part(
            owner_type=self.type,
            slug=self.slug,
            name=self.name,
            address=self.address,
            phone=self.phone,
            verified_on=self.verified_on,
        )


def owner_of_part(
    *, owner_type: str, slug: str, name: str, address: str | None, phone: str | None, verified_on: str | None
) -> Owner | None:
    """The owner that a part's columns tell of; None while the part is nobody's."""
    if owner_type not in set(OwnerType):
        return None
    return Owner(
        slug=slug,
        type=OwnerType(owner_type),
        name=name,
        owner_class=owner_type,
        address=address,
        phone=phone,
        verified_on=date.fromisoformat(verified_on) if verified_on else None,
    )


def stands() -> ColumnElement[bool]:
    """Whether a part still is one."""
    return part.c.state != "dropped"


def standing_parts(conn: Connection, request_id: int) -> tuple[Part, ...]:
    """The parts of a request that stand, in the order they were named."""
    wanted = select(part).where(part.c.request_id == request_id, stands()).order_by(part.c.id)
    return tuple(_part(row) for row in conn.execute(wanted))


def standing_part(conn: Connection, request_id: int, part_id: int) -> Part:
    """One of them; raises NotFound."""
    found = next((one for one in standing_parts(conn, request_id) if one.id == part_id), None)
    if found is None:
        raise NotFound(NO_PART)
    return found


def owed_about(conn: Connection, request_id: int, part_id: int | None) -> list[Owed]:
    """The answers still owed about a part; without one, about everything that is the city's own to tell."""
    outside = {one.id for one in standing_parts(conn, request_id) if one.outside}
    owed = open_answers(conn, request_id)
    if part_id is None:
        return [one for one in owed if one.part_id not in outside]
    return [one for one in owed if one.part_id == part_id]


def add_part(conn: Connection, request_id: int, owner: Owner, *, decision_id: int, at: datetime) -> int:
    """Add an open part of this owner and answer its id."""
    row = {"request_id": request_id, "decision_id": decision_id, "state": "open", "since": at, **_owner_values(owner)}
    return int(conn.execute(insert(part).values(row).returning(part.c.id)).scalar_one())


def give_part(conn: Connection, part_id: int, **owner: str | None) -> None:
    """Give a part to somebody else by hand, open; `owner` names type, slug, name, address, phone and verified_on."""
    values = {f"owner_{name}": value for name, value in owner.items()}
    change = update(part).where(part.c.id == part_id)
    conn.execute(change.values(state="open", ended_at=None, by_hand=True, **values))


def end_part(conn: Connection, part_id: int, *, state: str, at: datetime, by_hand: bool = False) -> None:
    """The part is done, or was none."""
    conn.execute(update(part).where(part.c.id == part_id).values(state=state, ended_at=at, by_hand=by_hand))


def settle_parts(conn: Connection, request_id: int, *, at: datetime) -> None:
    """Bring the state of what lies outside up to the answers owed for it: done once everybody was written to."""
    waits = exists().where(answer_owed.c.part_id == part.c.id, still_owed())
    outside = and_(part.c.request_id == request_id, part.c.owner_type != OwnerType.DEPARTMENT.value)
    conn.execute(update(part).where(outside, part.c.state == "done", waits).values(state="open", ended_at=None))
    conn.execute(update(part).where(outside, part.c.state == "open", ~waits).values(state="done", ended_at=at))


def _owner_values(owner: Owner) -> dict[str, str | None]:
    return {
        "owner_type": owner.type.value,
        "owner_slug": owner.slug,
        "owner_name": owner.name,
        "owner_address": owner.address,
        "owner_phone": owner.phone,
        "owner_verified_on": owner.verified_on.isoformat() if owner.verified_on else None,
    }


def _part(row: Row[tuple[object, ...]]) -> Part:
    facts = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    own = {name: facts[name] for name in ("id", "decision_id", "state", "by_hand")}
    owner = {name: facts[f"owner_{name}"] for name in ("type", "slug", "name", "address", "phone", "verified_on")}
    return Part(**own, **owner)
