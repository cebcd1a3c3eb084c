"""Doing to an account what its page's buttons say; what cannot be done comes back on the page with its sentence."""

import secrets
from collections.abc import Callable

from fastapi import Path
from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from gis_cas.accounts.create import NewAccount, create_account
from gis_cas.accounts.grant import Granting, NewGrant, end_role, grant_role, hand_over
from gis_cas.accounts.look_after import lock_account, unlock_account
from gis_cas.accounts.scopes import scopes_of
from gis_cas.api.forms import Form, page_with_form
from gis_cas.api.problems import problem_of
from gis_cas.api.reading import Fields
from gis_cas.api.staff.sheet import DeskSheet
from gis_cas.api.staff.view_accounts import account_page, new_page
from gis_cas.errors import BadInput, WrongState
from gis_cas.policy.access import GRANTABLE, Role

account_id = Path(pattern=r"^[0-9]{1,9}$")
grant_id = Path(pattern=r"^[0-9]{1,18}$")

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_FIRST_PASSWORD = (4, 4)


def make(sheet: DeskSheet, form: Form) -> Response:
    """Make the account; its first password opens nothing but the choice of another one."""
    password = "-".join(
        "".join(secrets.choice(_ALPHABET) for _ in range(_FIRST_PASSWORD[1])) for _ in range(_FIRST_PASSWORD[0])
    )
    fields = Fields(form.fields)
    new = NewAccount(
        login=fields.text("login", longest=64, called="The name to sign in with", needed=NEEDS_LOGIN) or "",
        title=fields.text("title", longest=200, called="The person or office", needed=NEEDS_TITLE) or "",
        email=fields.text("email", longest=200, called="The e-mail address"),
        password=password,
        must_change_password=True,
    )
    try:
        fields.done()
        with sheet.wired.office.engine.begin() as conn:
            made = create_account(conn, new, by=sheet.account.login, now=sheet.now)
    except BadInput as error:
        page = new_page(sheet, errors=error.fields, values=form.fields)
        return page_with_form(page, sheet.browser, status=problem_of(error).status)
    page = account_page(sheet, str(made), first_password=password, done="made")
    return page_with_form(page, sheet.browser, status=201)


NEEDS_LOGIN = "Please give a name to sign in with, such as first.last."
NEEDS_TITLE = "Please say who this is, such as a name and an office."


def lock(sheet: DeskSheet, number: str) -> Response:
    """Lock it."""
    return do_to_account(
        sheet, number, "locked", lambda conn: lock_account(conn, int(number), by=sheet.account.login, now=sheet.now)
    )


def unlock(sheet: DeskSheet, number: str) -> Response:
    """Unlock it."""
    return do_to_account(
        sheet, number, "unlocked", lambda conn: unlock_account(conn, int(number), by=sheet.account.login, now=sheet.now)
    )


def grant(sheet: DeskSheet, number: str, form: Form) -> Response:
    """Grant it the role of the form, handing over what stands alone when that is asked for."""
    reference = sheet.wired.office.reference
    today = sheet.now.astimezone(reference.city.time_zone).date()
    scopes = scopes_of(reference.city, reference.directory)
    granting = Granting(by=sheet.account.login, now=sheet.now, today=today, scopes=scopes)
    fields = Fields(form.fields)

    def granted(conn: Connection) -> None:
        role = fields.one_of("role", {one.value: one for one in GRANTABLE}, called="The role")
        from_on = fields.day("from_on", called="The first day") or today
        until_on = fields.day("until_on", called="The last day")
        scope = fields.text("scope", longest=120, called="The department or seat")
        over = fields.yes("hand_over")
        if role is None:
            fields.refuse("role", "Please choose a role.")
        fields.done()
        new = NewGrant(
            account_id=int(number),
            role=Role(role),
            scope=scope.rpartition(":")[2] if scope else None,
            from_on=from_on,
            until_on=until_on,
        )
        (hand_over if over else grant_role)(conn, new, granting)

    return do_to_account(sheet, number, "granted", granted, form)


def end(sheet: DeskSheet, number: str, which: str) -> Response:
    """End one of its grants."""
    by, now = sheet.account.login, sheet.now
    return do_to_account(sheet, number, "ended", lambda conn: end_role(conn, int(number), int(which), by=by, now=now))


def do_to_account(
    sheet: DeskSheet, number: str, done: str, what: Callable[[Connection], None], form: Form | None = None
) -> Response:
    """Do it and go back to the account's page; what cannot be done comes back on it with its sentence."""
    try:
        with sheet.wired.office.engine.begin() as conn:
            what(conn)
    except (BadInput, WrongState) as error:
        errors = error.fields if isinstance(error, BadInput) else {"": error.message}
        page = account_page(sheet, number, errors=errors, values=form.fields if form else {})
        return page_with_form(page, sheet.browser, status=problem_of(error).status)
    return RedirectResponse(f"/staff/accounts/{number}?done={done}", status_code=303)
