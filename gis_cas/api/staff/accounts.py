"""`/staff/accounts…`: who has an account, what each holds, and what was done to it."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from gis_cas.api.forms import GENUINE, GenuineForm, page_with_form
from gis_cas.api.staff import account_deeds as deeds
from gis_cas.api.staff.sheet import DeskSheet, sheet_behind
from gis_cas.api.staff.view_accounts import AccountsAsked, account_page, list_page, new_page
from gis_cas.policy.access import Door

router = APIRouter(
    prefix="/staff/accounts", tags=["staff"], default_response_class=HTMLResponse, include_in_schema=False
)

Sheet = Annotated[DeskSheet, sheet_behind(Door.ACCOUNTS)]
Granter = Annotated[DeskSheet, sheet_behind(Door.GRANTS)]
Id = Annotated[str, deeds.account_id]
GrantId = Annotated[str, deeds.grant_id]


@router.get("")
def accounts(asked: AccountsAsked, sheet: Sheet) -> Response:
    """One page of the list."""
    return page_with_form(list_page(sheet, asked), sheet.browser)


@router.get("/new")
def new_account(sheet: Sheet) -> Response:
    """The form for a new account."""
    return page_with_form(new_page(sheet), sheet.browser)


@router.post("")
def make_account(form: GenuineForm, sheet: Sheet) -> Response:
    """The account with its first password, which is shown this once; or the form again."""
    return deeds.make(sheet, form)


@router.get("/{account_id}")
def one_account(account_id: Id, sheet: Sheet, done: Annotated[str, Query(max_length=20)] = "") -> Response:
    """One account with its grants and its history."""
    return page_with_form(account_page(sheet, account_id, done=done), sheet.browser)


@router.post("/{account_id}/lock", dependencies=[GENUINE])
def lock(account_id: Id, sheet: Sheet) -> Response:
    """Let nobody in by it."""
    return deeds.lock(sheet, account_id)


@router.post("/{account_id}/unlock", dependencies=[GENUINE])
def unlock(account_id: Id, sheet: Sheet) -> Response:
    """Let it in again."""
    return deeds.unlock(sheet, account_id)


@router.post("/{account_id}/grants")
def grant(account_id: Id, form: GenuineForm, sheet: Granter) -> Response:
    """Grant it a role."""
    return deeds.grant(sheet, account_id, form)


@router.post("/{account_id}/grants/{grant_id}/end", dependencies=[GENUINE])
def end_grant(account_id: Id, grant_id: GrantId, sheet: Granter) -> Response:
    """End one of its grants at once."""
    return deeds.end(sheet, account_id, grant_id)
