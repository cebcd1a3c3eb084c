"""Filling one's own page, and doing what its buttons say."""

from collections.abc import Mapping

from starlette.responses import RedirectResponse, Response

from gis_cas.accounts.look_after import change_password
from gis_cas.accounts.signed_in import IDLE
from gis_cas.api.forms import Form, page_with_form
from gis_cas.api.problems import problem_of
from gis_cas.api.staff.framed import framed
from gis_cas.api.staff.sheet import DeskSheet
from gis_cas.api.staff.view_accounts import held_view
from gis_cas.errors import BadInput
from gis_cas.store.accounts import note
from gis_cas.store.sessions import end_all, open_sessions
from map_ui.account_views import OwnAccountView, SessionView

DONE = frozenset({"password", "sessions"})
_DONE_PAGE = "/staff/account?done="


def own_page(sheet: DeskSheet, *, done: str = "", errors: Mapping[str, str] | None = None) -> str:
    """One's own page."""
    account, now = sheet.account, sheet.now
    with sheet.reading() as conn:
        rows = open_sessions(conn, account.id, now=now, seen_since=now - IDLE)
    view = OwnAccountView(
        login=account.login,
        email=account.email,
        held=tuple(held_view(sheet, one.role.value, one.scope) for one in account.held),
        sessions=tuple(
            SessionView(
                since=row.created_at,
                last_seen_at=row.last_seen_at,
                network=row.network,
                browser=row.browser,
                mine=row.id == account.session_id,
            )
            for row in rows
        ),
        must_change=account.must_change_password,
        done=done if done in DONE else None,
        errors=errors or {},
        **framed(sheet, here="account"),
    )
    return sheet.wired.pages.own_account(view, nonce=sheet.nonce)


def change_it(sheet: DeskSheet, form: Form) -> Response:
    """Change the password, or show what is wrong with it."""
    typed = {name: form.fields.get(name, "") for name in ("present", "new", "again")}
    try:
        with sheet.wired.office.engine.begin() as conn:
            change_password(conn, sheet.account, now=sheet.now, **typed)
    except BadInput as error:
        page = own_page(sheet, errors=error.fields)
        return page_with_form(page, sheet.browser, status=problem_of(error).status)
    return RedirectResponse(f"{_DONE_PAGE}password", status_code=303)


def end_others(sheet: DeskSheet) -> Response:
    """End every other session."""
    account, now = sheet.account, sheet.now
    with sheet.wired.office.engine.begin() as conn:
        ended = end_all(conn, account.id, at=now, why="ended by its owner", but=account.session_id)
        note(conn, account.id, at=now, actor=account.login, kind="sessions_ended", facts={"ended": ended})
    return RedirectResponse(f"{_DONE_PAGE}sessions", status_code=303)
