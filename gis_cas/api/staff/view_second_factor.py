"""Filling the pages of the second factor, and trying the codes that come from them."""

import base64
import binascii
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from gis_cas.accounts import second_factor
from gis_cas.accounts.account import Account
from gis_cas.accounts.second_factor import SENTENCES, Verdict
from gis_cas.accounts.totp import otpauth_uri, typed_in_fours
from gis_cas.api.forms import Form
from gis_cas.api.staff.session import inside
from gis_cas.api.staff.way_in import WaySheet
from gis_cas.errors import BadInput
from gis_cas.store.second_factors import app_of, codes_left
from map_ui.sign_in_views import NewAppView, OwnFactorView, RecoveryCodesView, SecondFactorView

HOME = "/staff/second-factor"
_STATUS = {Verdict.WRONG: 400, Verdict.UNREADABLE: 400, Verdict.TOO_MANY: 429}


def ask(
    sheet: WaySheet, account: Account, *, then: str, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    """The page that asks for a code; who has no app is led to setting one up."""
    if not _is_on(sheet, account):
        return RedirectResponse(f"{HOME}/new?next={quote(inside(then))}", status_code=303)
    view = SecondFactorView(next=inside(then), errors=errors or {}, **sheet.facts())
    return sheet.page(view, status=status)


def give_code(sheet: WaySheet, account: Account, form: Form) -> Response:
    """On to where somebody wanted to go, or the page again with a sentence."""
    then = inside(form.fields.get("next", ""))
    with sheet.wired.office.engine.begin() as conn:
        verdict = second_factor.give(
            conn,
            account.id,
            form.fields.get("code", ""),
            session_id=account.session_id or 0,
            seal=sheet.wired.signing_in.factors,
            now=sheet.now,
        )
    if verdict.right:
        return RedirectResponse(then, status_code=303)
    return ask(sheet, account, then=then, errors={"code": SENTENCES[verdict]}, status=_STATUS[verdict])


def new_app(sheet: WaySheet, account: Account, *, then: str) -> Response:
    """A new secret to take into an app; who has an app is asked for its code instead."""
    if _is_on(sheet, account):
        return RedirectResponse(f"{HOME}?next={quote(inside(then))}", status_code=303)
    secret, sealed = second_factor.propose(account.id, sheet.wired.signing_in.factors)
    return _new_app(sheet, account, secret, sealed, then=then)


def confirm_app(sheet: WaySheet, account: Account, form: Form) -> Response:
    """The recovery codes once the app's first code is right; else the same secret again with a sentence."""
    then, seal = inside(form.fields.get("next", "")), sheet.wired.signing_in.factors
    sealed = _decoded(form.fields.get("sealed", ""))
    try:
        secret = second_factor.proposed(account.id, sealed, seal)
    except BadInput as error:
        secret, sealed = second_factor.propose(account.id, seal)
        return _new_app(sheet, account, secret, sealed, then=then, errors=error.fields, status=400)
    try:
        with sheet.wired.office.engine.begin() as conn:
            codes = second_factor.enrol(
                conn,
                account.id,
                session_id=account.session_id or 0,
                secret=secret,
                typed=form.fields.get("code", ""),
                seal=seal,
                now=sheet.now,
            )
    except BadInput as error:
        return _new_app(sheet, account, secret, sealed, then=then, errors=error.fields, status=400)
    return _codes(sheet, account, codes, then=then)


def own(sheet: WaySheet, account: Account, *, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    """How the account's second factor stands."""
    with sheet.wired.office.statements.connect() as conn:
        app, left = app_of(conn, account.id), codes_left(conn, account.id)
    view = OwnFactorView(
        on=app.confirmed_at if app is not None else None,
        codes_left=left,
        owed=_required(sheet, account),
        errors=errors or {},
        **sheet.facts(),
    )
    return sheet.page(view, status=status)


def make_codes(sheet: WaySheet, account: Account, form: Form) -> Response:
    """Ten new recovery codes, or the page again with a sentence."""
    with sheet.wired.office.engine.begin() as conn:
        verdict = _verdict(sheet, conn, account, form)
        codes = second_factor.renew_codes(conn, account.id, now=sheet.now) if verdict.right else ()
    if codes:
        return _codes(sheet, account, codes, then=f"{HOME}/own")
    return own(sheet, account, errors={"code": SENTENCES[verdict]}, status=_STATUS[verdict])


def leave_app(sheet: WaySheet, account: Account, form: Form) -> Response:
    """The old app is forgotten and a new one can be set up; or the page again with a sentence."""
    with sheet.wired.office.engine.begin() as conn:
        verdict = _verdict(sheet, conn, account, form)
        if verdict.right:
            second_factor.turn_off(conn, account.id, now=sheet.now)
    if verdict.right:
        return RedirectResponse(f"{HOME}/new?next={HOME}/own", status_code=303)
    return own(sheet, account, errors={"old-code": SENTENCES[verdict]}, status=_STATUS[verdict])


def _verdict(sheet: WaySheet, conn: Connection, account: Account, form: Form) -> Verdict:
    typed, seal = form.fields.get("code", ""), sheet.wired.signing_in.factors
    return second_factor.verify(conn, account.id, typed, seal=seal, now=sheet.now)


def _new_app(
    sheet: WaySheet,
    account: Account,
    secret: str,
    sealed: bytes,
    *,
    then: str,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    view = NewAppView(
        uri=otpauth_uri(secret, login=account.login, service=sheet.wired.office.city.short_name),
        secret=typed_in_fours(secret),
        sealed=base64.urlsafe_b64encode(sealed).decode(),
        next=inside(then),
        owed=_required(sheet, account),
        errors=errors or {},
        **sheet.facts(),
    )
    return sheet.page(view, status=status)


def _codes(sheet: WaySheet, account: Account, codes: tuple[str, ...], *, then: str) -> Response:
    return sheet.page(RecoveryCodesView(login=account.login, codes=codes, next=then, **sheet.facts()))


def _is_on(sheet: WaySheet, account: Account) -> bool:
    with sheet.wired.office.statements.connect() as conn:
        return second_factor.is_on(conn, account.id)


def _required(sheet: WaySheet, account: Account) -> bool:
    return second_factor.is_required(account.roles, demo=sheet.wired.demo)


def _decoded(sealed: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(sealed)
    except (binascii.Error, ValueError):
        return b""
