"""Grant a role to an account, from a city day on, or until one; and end it (R4, R25, R53).

That a role stands alone where it must (one administrator, one deputy, one Director of a department, one Commissioner
of a seat, one Commissioner at a time for an aide) is kept by the database, whoever writes at the same moment.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from gis_cas.errors import BadInput, NotFound
from gis_cas.policy.access import GRANTABLE, Role, ScopeKind, scope_kind
from gis_cas.store import grants
from gis_cas.store.accounts import by_id, note

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


def grant_role(
    conn: Connection, new: NewGrant, *, scopes: Mapping[ScopeKind, Collection[str]], by: str, now: datetime
) -> int:
    """Grant it and answer the grant's id; raises BadInput with a sentence per field, NotFound without the account."""
    if by_id(conn, new.account_id) is None:
        raise NotFound("There is no such account.")
    _check(new, scopes)
    values = {
        "account_id": new.account_id,
        "role": new.role.value,
        "scope": new.scope,
        "from_on": new.from_on,
        "until_on": new.until_on,
        "granted_by": by,
        "granted_at": now,
    }
    try:
        with conn.begin_nested():
            grant_id = grants.add_grant(conn, **values)
    except IntegrityError as error:
        name = str(getattr(getattr(error.orig, "diag", None), "constraint_name", ""))
        if name not in ALONE:
            raise
        raise BadInput({"role": ALONE[name]}) from None
    facts = {
        "role": new.role.value,
        "scope": new.scope,
        "from_on": new.from_on.isoformat(),
        "until_on": new.until_on.isoformat() if new.until_on else None,
    }
    note(conn, new.account_id, at=now, actor=by, kind="granted", facts=facts)
    return grant_id


def _check(new: NewGrant, scopes: Mapping[ScopeKind, Collection[str]]) -> None:
    kind = scope_kind(new.role)
    if new.role not in GRANTABLE:
        raise BadInput({"role": "This cannot be granted: it is what everybody is who has not signed in."})
    if kind is ScopeKind.DEPARTMENT and new.scope not in scopes.get(kind, ()):
        raise BadInput({"scope": "Please choose the department that this role is for."})
    if kind is ScopeKind.SEAT and new.scope not in scopes.get(kind, ()):
        raise BadInput({"scope": "Please choose the Commissioner's seat that this role is for."})
    if kind is None and new.scope is not None:
        raise BadInput({"scope": "This role is for the whole city; leave the department or seat empty."})
    if new.until_on is not None and new.until_on < new.from_on:
        raise BadInput({"until_on": "The last day comes before the first. Please look at both once more."})
