"""Filling the pages about accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Query
from sqlalchemy import Row

from gis_cas.accounts.grant import NO_ACCOUNT
from gis_cas.accounts.scopes import scopes_of
from gis_cas.api.dependencies import at_the_door
from gis_cas.api.reading import Fields
from gis_cas.api.staff.framed import framed
from gis_cas.api.staff.sheet import LAST_PAGE, DeskSheet
from gis_cas.api.staff.view_account_ways import ways_of
from gis_cas.errors import NotFound
from gis_cas.policy.access import GRANTABLE, Door, Role, ScopeKind, scope_kind
from gis_cas.store.account_reads import account_list, every_grant, latest_events
from gis_cas.store.accounts import by_id
from map_ui.account_views import (
    AccountEventView,
    AccountRow,
    AccountsView,
    AccountView,
    GrantView,
    HeldView,
    NewAccountView,
)

DONE = frozenset({"made", "locked", "unlocked", "granted", "ended", "invited", "reset", "linked", "unlinked"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    words: str
    page: int


def _asked(q: Annotated[str, Query()] = "", page: Annotated[str, Query()] = "") -> _Asked:
    fields = Fields({"q": q, "page": page})
    asked = _Asked(
        words=fields.text("q", longest=200, called="The search") or "",
        page=fields.whole("page", least=1, most=LAST_PAGE, default=1, called="page"),
    )
    fields.done()
    return asked


AccountsAsked = Annotated[_Asked, at_the_door(_asked)]


def list_page(sheet: DeskSheet, asked: _Asked) -> str:
    """One page of the list."""
    with sheet.reading() as conn:
        found = account_list(conn, today=today_of(sheet), words=asked.words, page=asked.page)
    rows = tuple(
        AccountRow(
            id=one.id,
            login=one.login,
            title=one.title,
            email=one.email,
            locked=one.locked,
            held=tuple(held_view(sheet, role, scope) for role, scope in one.held),
        )
        for one in found.rows
    )
    view = AccountsView(
        rows=rows, asked=asked.words, page=asked.page, more=found.more, **framed(sheet, here="accounts")
    )
    return sheet.wired.pages.accounts(view, nonce=sheet.nonce)


def new_page(
    sheet: DeskSheet, *, errors: Mapping[str, str] | None = None, values: Mapping[str, str] | None = None
) -> str:
    """The form for a new account."""
    view = NewAccountView(errors=errors or {}, values=values or {}, **framed(sheet, here="accounts"))
    return sheet.wired.pages.new_account(view, nonce=sheet.nonce)


def account_page(sheet: DeskSheet, number: str, *, done: str = "", **more: Any) -> str:
    """One account; raises NotFound."""
    with sheet.reading() as conn:
        row = by_id(conn, int(number))
        if row is None:
            raise NotFound(NO_ACCOUNT)
        grants, events = every_grant(conn, row.id), latest_events(conn, row.id)
        ways = ways_of(sheet, conn, row)
    reference, today = sheet.wired.office.reference, today_of(sheet)
    scopes = scopes_of(reference.city, reference.directory)
    view = AccountView(
        id=row.id,
        login=row.login,
        title=row.title,
        email=row.email,
        locked=row.locked_at is not None,
        own=row.id == sheet.account.id,
        grants=tuple(_grant_view(sheet, one, today) for one in grants),
        history=tuple(AccountEventView(at=one.at, actor=one.actor, kind=one.kind, facts=one.facts) for one in events),
        ways=ways,
        may_grant=sheet.account.may(Door.GRANTS),
        roles=tuple(role.value for role in Role if role in GRANTABLE),
        scopes={kind.value: names for kind, names in scopes.items()},
        today=today,
        done=done if done in DONE else None,
        **more,
        **framed(sheet, here="accounts"),
    )
    return sheet.wired.pages.account(view, nonce=sheet.nonce)


def held_view(sheet: DeskSheet, role: str, scope: str | None) -> HeldView:
    """A role with the name of what it is held for."""
    return HeldView(role=role, scope_name=_scope_name(sheet, role, scope))


def today_of(sheet: DeskSheet) -> date:
    """The city's day."""
    return sheet.now.astimezone(sheet.wired.office.city.time_zone).date()


def _scope_name(sheet: DeskSheet, role: str, scope: str | None) -> str | None:
    reference = sheet.wired.office.reference
    kind: ScopeKind | None = scope_kind(Role(role)) if role in set(Role) else None
    names = scopes_of(reference.city, reference.directory).get(kind, {}) if kind else {}
    return None if scope is None else names.get(scope, scope)


def _grant_view(sheet: DeskSheet, row: Row[Any], today: date) -> GrantView:
    over = row.ended_at is not None or (row.until_on is not None and row.until_on < today)
    return GrantView(
        id=row.id,
        role=row.role,
        scope_name=_scope_name(sheet, row.role, row.scope),
        from_on=row.from_on,
        until_on=row.until_on,
        granted_by=row.granted_by,
        state="over" if over else "coming" if row.from_on > today else "now",
        ended_by=row.ended_by,
        ended_at=row.ended_at,
    )
