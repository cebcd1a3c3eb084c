"""Letting programs in, giving them keys and taking them back, as forms ask for it."""

from starlette.responses import RedirectResponse, Response

from gis_cas.accounts.api_client import ApiScope
from gis_cas.accounts.api_keys import (
    LONGEST,
    MOST_PER_MINUTE,
    USUAL_PER_MINUTE,
    NewClient,
    create_client,
    create_key,
    revoke_key,
)
from gis_cas.api.forms import Form, page_with_form
from gis_cas.api.problems import problem_of
from gis_cas.api.reading import Fields
from gis_cas.api.staff.sheet import DeskSheet
from gis_cas.api.staff.view_api_clients import KeyForm, clients_page
from gis_cas.errors import BadInput, WrongState

HERE = "/staff/api-clients"


def add_client(sheet: DeskSheet, form: Form) -> Response:
    """Let a program in with its first key; the form again, with its sentences, when something cannot be used."""
    fields = Fields(form.fields)
    try:
        new = _new_client(fields)
        with sheet.wired.office.engine.begin() as conn:
            client_id = create_client(conn, new, by=sheet.account.login, now=sheet.now)
            zone = sheet.wired.office.city.time_zone
            key = create_key(conn, client_id, by=sheet.account.login, now=sheet.now, zone=zone)
    except BadInput as error:
        return _again(sheet, KeyForm(errors=error.fields, values=form.fields), error)
    return page_with_form(clients_page(sheet, KeyForm(key=key, client_id=client_id)), sheet.browser)


def give_key(sheet: DeskSheet, client_id: int, form: Form) -> Response:
    """Another key for a program; raises NotFound."""
    fields = Fields(form.fields)
    try:
        expires_on = fields.day("expires_on", called="The last day")
        fields.done()
        with sheet.wired.office.engine.begin() as conn:
            zone, by = sheet.wired.office.city.time_zone, sheet.account.login
            key = create_key(conn, client_id, expires_on=expires_on, by=by, now=sheet.now, zone=zone)
    except BadInput as error:
        return _again(sheet, KeyForm(client_id=client_id, errors=error.fields, values=form.fields), error)
    except WrongState as error:
        return _again(sheet, KeyForm(client_id=client_id, errors={"expires_on": error.message}), error)
    return page_with_form(clients_page(sheet, KeyForm(key=key, client_id=client_id)), sheet.browser)


def withdraw_key(sheet: DeskSheet, key_id: int) -> Response:
    """Take a key back; raises NotFound."""
    with sheet.wired.office.engine.begin() as conn:
        revoke_key(conn, key_id, by=sheet.account.login, now=sheet.now)
    return RedirectResponse(HERE, status_code=303)


def _new_client(fields: Fields) -> NewClient:
    new = NewClient(
        name=fields.text("name", longest=LONGEST, called="The name") or "",
        contact=fields.text("contact", longest=LONGEST, called="The contact") or "",
        scopes=[scope for scope in ApiScope if fields.yes(f"scope_{scope.value}")],
        per_minute=fields.whole(
            "per_minute", least=1, most=MOST_PER_MINUTE, default=USUAL_PER_MINUTE, called="Calls a minute"
        ),
    )
    fields.done()
    return new


def _again(sheet: DeskSheet, form: KeyForm, error: BadInput | WrongState) -> Response:
    return page_with_form(clients_page(sheet, form), sheet.browser, status=problem_of(error).status)
