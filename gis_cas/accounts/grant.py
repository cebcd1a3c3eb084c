"""Grant a role to an account, from a city day on, or until one; and end it (R4, R25, R53).

That a role stands alone where it must (one administrator, one deputy, one Director of a department, one Commissioner
of a seat, one Commissioner at a time for an aide) is kept by the database, whoever writes at the same moment.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from gis_cas.errors import BadInput, NotFound, WrongState
from gis_cas.policy.access import GRANTABLE, Role, ScopeKind, scope_kind
from gis_cas.store import grants
from gis_cas.store.accounts import by_id, note

NO_ACCOUNT = "There is no such account."

ALONE: Mapping[str, str] = {
    "one_administrator": "Somebody else is the CAS administrator on these days, and there is one at a time.",
    "one_deputy": "Somebody else is the deputy on these days, and there is one deputy at a time.",
    "one_director": "This department has another Director on these days, and there is one at a time.",
    "one_commissioner": "This seat has another Commissioner on these days.",
    "one_commissioner_at_a_time": "An aide acts for one Commissioner at a time, and already acts for one then.",
}
"""By the name of the database's constraint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGrant:
    """A role for an account; `scope` is the department or seat that some roles name, `until_on` the last day."""

    account_id: int
    role: Role
    scope: str | None
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Granting:
    """Who grants, when, and what can be named: `today` is the city's, `scopes` its departments and seats."""

    by: str
    now: datetime
    today: date
    scopes: Mapping[ScopeKind, Collection[str]]


def grant_role(conn: Connection, new: NewGrant, granting: Granting) -> int:
    """Grant it and answer the grant's id; raises BadInput with a sentence per field, NotFound without the account."""
    if by_id(conn, new.account_id) is None:
        raise NotFound(NO_ACCOUNT)
    _check(new, granting)
    values = {
        "account_id": new.account_id,
        "role": new.role.value,
        "scope": new.scope,
        "from_on": new.from_on,
        "until_on": new.until_on,
        "granted_by": granting.by,
        "granted_at": granting.now,
    }
    try:
        with conn.begin_nested():
            grant_id = grants.add_grant(conn, **values)
    except IntegrityError as error:
        name = str(getattr(getattr(error.orig, "diag", None), "constraint_name", ""))
        if name not in ALONE:
            raise
        raise BadInput({"role": ALONE[name]}) from None
    facts = _facts(new.role.value, new.scope) | {
        "from_on": new.from_on.isoformat(),
        "until_on": new.until_on.isoformat() if new.until_on else None,
    }
    note(conn, new.account_id, at=granting.now, actor=granting.by, kind="granted", facts=facts)
    return grant_id


def hand_over(conn: Connection, new: NewGrant, granting: Granting) -> int:
    """Grant a role that stands alone, and end it the day before for who holds it; both or neither (R4)."""
    for row in grants.overlapping(conn, new.role.value, new.scope, from_on=new.from_on, until_on=new.until_on):
        if row.from_on >= new.from_on or new.from_on <= granting.today:
            grants.end_grant(conn, row.id, at=granting.now, by=granting.by)
        else:
            grants.shorten(conn, row.id, until_on=new.from_on - timedelta(days=1))
        facts = _facts(row.role, row.scope) | {"handed_over_on": new.from_on.isoformat()}
        note(conn, row.account_id, at=granting.now, actor=granting.by, kind="grant_ended", facts=facts)
    return grant_role(conn, new, granting)


def end_role(conn: Connection, account_id: int, grant_id: int, *, by: str, now: datetime) -> None:
    """End a grant at once, in every process; raises NotFound, and WrongState for the administrator's own (R4)."""
    row = grants.one(conn, grant_id)
    if row is None or row.account_id != account_id:
        raise NotFound("There is no such grant.")
    if row.ended_at is not None:
        raise WrongState("This has ended already.")
    if row.role == Role.ADMINISTRATOR:
        raise WrongState(
            "There must always be a CAS administrator. Open the account of whoever comes next, grant the role there "
            "and choose to hand it over."
        )
    grants.end_grant(conn, grant_id, at=now, by=by)
    note(conn, account_id, at=now, actor=by, kind="grant_ended", facts=_facts(row.role, row.scope))


def _facts(role: str, scope: str | None) -> dict[str, str | None]:
    return {"role": role, "scope": scope}


def _check(new: NewGrant, granting: Granting) -> None:
    kind = scope_kind(new.role)
    if new.role not in GRANTABLE:
        raise BadInput({"role": "This cannot be granted: it is what everybody is who has not signed in."})
    if kind is ScopeKind.DEPARTMENT and new.scope not in granting.scopes.get(kind, ()):
        raise BadInput({"scope": "Please choose the department that this role is for."})
    if kind is ScopeKind.SEAT and new.scope not in granting.scopes.get(kind, ()):
        raise BadInput({"scope": "Please choose the Commissioner's seat that this role is for."})
    if kind is None and new.scope is not None:
        raise BadInput({"scope": "This role is for the whole city. Please leave the department or seat empty."})
    if new.from_on < granting.today:
        raise BadInput({"from_on": "A role begins today at the earliest; what was before cannot be granted any more."})
    if new.until_on is not None and new.until_on < new.from_on:
        raise BadInput({"until_on": "The last day comes before the first. Please look at both once more."})
