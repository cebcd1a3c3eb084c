"""The pages about accounts, filled with hostile words."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from map_ui.account_views import (
    AccountEventView,
    AccountRow,
    AccountsView,
    AccountView,
    ComerView,
    GrantView,
    HeldView,
    NewAccountView,
    OwnAccountView,
    SessionView,
    WaysView,
)
from map_ui.page import Pages
from map_ui.staff_views import StaffPlace
from tests.map_ui.samples import HOSTILE, NONCE, NOW

TODAY = date(2026, 11, 23)
PLACES = (StaffPlace(key="desk", href="/staff"), StaffPlace(key="accounts", href="/staff/accounts"))


def account_pages(pages: Pages, *, demo: bool) -> dict[str, str]:
    """Each page about accounts by its name."""
    frame: dict[str, Any] = {
        "now": NOW,
        "demo": demo,
        "account_name": HOSTILE,
        "csrf": "token",
        "places": PLACES,
        "here": "accounts",
    }
    held = (HeldView(role="director", scope_name=HOSTILE), HeldView(role="its_admin"))
    row = AccountRow(id=1, login=HOSTILE, title=HOSTILE, email=HOSTILE, locked=True, held=held)
    wrong = {"title": HOSTILE, "login": HOSTILE, "email": HOSTILE}
    grants = tuple(
        GrantView(
            id=number,
            role="delegate",
            scope_name=HOSTILE,
            from_on=TODAY,
            until_on=TODAY if state == "over" else None,
            granted_by=HOSTILE,
            state=state,
            ended_by=HOSTILE if state == "over" else None,
            ended_at=NOW if state == "over" else None,
        )
        for number, state in enumerate(("now", "coming", "over"))
    )
    comer = ComerView(id=1, email=HOSTILE, last_at=NOW)
    ways = WaysView(factor_on=NOW, uninvited=True, city=HOSTILE, comers=(comer, replace(comer, email=None)))
    one = AccountView(
        id=1,
        login=HOSTILE,
        title=HOSTILE,
        email=HOSTILE,
        locked=False,
        own=False,
        grants=grants,
        history=(AccountEventView(at=NOW, actor=HOSTILE, kind="granted", facts={"role": "director"}),),
        may_grant=True,
        ways=ways,
        roles=("director", "its_admin"),
        scopes={"department": {"works": HOSTILE}, "seat": {"mayor": HOSTILE}},
        today=TODAY,
        first_password=HOSTILE,
        errors={"": HOSTILE, "role": HOSTILE, "scope": HOSTILE, "from_on": HOSTILE},
        values={"until_on": HOSTILE},
        **frame,
    )
    session = SessionView(
        since=NOW - timedelta(hours=2), last_seen_at=NOW, network="203.0.113.9", browser=HOSTILE, mine=True
    )
    own = OwnAccountView(
        login=HOSTILE, email=None, held=held, sessions=(session, session), errors={"new": HOSTILE}, **frame
    )
    listed = AccountsView(rows=(row, row), asked=HOSTILE, page=2, more=True, **frame)
    return {
        "accounts": pages.accounts(listed, nonce=NONCE),
        "no_accounts": pages.accounts(AccountsView(rows=(), asked=HOSTILE, **frame), nonce=NONCE),
        "new_account": pages.new_account(NewAccountView(errors=wrong, values=wrong, **frame), nonce=NONCE),
        "account": pages.account(one, nonce=NONCE),
        "own_account": pages.own_account(own, nonce=NONCE),
    }
