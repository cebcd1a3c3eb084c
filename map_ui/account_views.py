"""What the pages about accounts show, as frozen values; see `views` for units."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from map_ui.staff_views import StaffPageView


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldView:
    """A role held today, with the name of the department or seat it is for."""

    role: str
    scope_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """One account in the list."""

    id: int
    login: str
    title: str
    email: str | None
    locked: bool
    held: tuple[HeldView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsView(StaffPageView):
    """`/staff/accounts`. asked: what was searched for; page counts from 1."""

    rows: tuple[AccountRow, ...]
    asked: str = ""
    page: int = 1
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccountView(StaffPageView):
    """`/staff/accounts/new`: fields `login`, `title`, `email`."""

    errors: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantView:
    """One grant; state is `now`, `coming` or `over`."""

    id: int
    role: str
    scope_name: str | None
    from_on: date
    until_on: date | None
    granted_by: str
    state: str
    ended_by: str | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEventView:
    """One event of an account's history."""

    at: datetime
    actor: str
    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComerView:
    """Somebody who came from the city's sign-in and has no account; `email` where the provider verified it."""

    id: int
    email: str | None
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysView:
    """How somebody comes in by an account. city: what the city's sign-in is called, where there is one.

    factor_on: since when there is a second factor; comers: who may be linked; uninvited: whether an invitation can go.
    """

    factor_on: datetime | None = None
    uninvited: bool = False
    city: str | None = None
    linked: bool = False
    comers: tuple[ComerView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView(StaffPageView):
    """`/staff/accounts/{id}`. may_grant: whether the forms for roles are shown; first_password: shown this once.

    The grant form's fields: `role`, `scope` (`kind:slug`), `from_on`, `until_on`, `hand_over`.
    """

    id: int
    login: str
    title: str
    email: str | None
    locked: bool
    own: bool
    grants: tuple[GrantView, ...]
    history: tuple[AccountEventView, ...]
    may_grant: bool
    ways: WaysView
    roles: tuple[str, ...]
    scopes: Mapping[str, Mapping[str, str]]
    today: date
    first_password: str | None = None
    done: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """Where the account is signed in; `mine` is the session that asks."""

    since: datetime
    last_seen_at: datetime
    network: str | None
    browser: str | None
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAccountView(StaffPageView):
    """`/staff/account`: own roles, password and sessions. must_change: nothing else opens before a new password."""

    login: str
    email: str | None
    held: tuple[HeldView, ...]
    sessions: tuple[SessionView, ...]
    must_change: bool = False
    done: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
