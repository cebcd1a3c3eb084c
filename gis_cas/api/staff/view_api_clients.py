"""Filling the page of client programs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row

from gis_cas.accounts.api_client import ApiScope
from gis_cas.accounts.api_keys import USUAL_PER_MINUTE
from gis_cas.api.staff.framed import framed
from gis_cas.api.staff.sheet import DeskSheet
from gis_cas.store.api_clients import clients, keys_of
from map_ui.staff_views import ApiClientRow, ApiClientsView, ApiKeyRow

ON_A_PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyForm:
    """What a form left behind: the key just made, shown this once, or what could not be used and why.

    `client_id` is the program whose key form it was, None for the form that lets a new program in.
    """

    key: str | None = None
    client_id: int | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


def clients_page(sheet: DeskSheet, form: KeyForm | None = None, *, page: int = 1) -> str:
    """The list of programs, with what a form left behind on top of it."""
    form = form or KeyForm()
    today = sheet.now.astimezone(sheet.wired.office.city.time_zone).date()
    with sheet.reading() as conn:
        found = clients(conn, limit=ON_A_PAGE + 1, offset=(page - 1) * ON_A_PAGE)
        keys = keys_of(conn, [one.id for one in found])
    view = ApiClientsView(
        clients=tuple(
            _client(one, [key for key in keys if key.client_id == one.id], today) for one in found[:ON_A_PAGE]
        ),
        scopes=tuple(scope.value for scope in ApiScope),
        usual_per_minute=USUAL_PER_MINUTE,
        page=page,
        more=len(found) > ON_A_PAGE,
        new_key=form.key,
        form_client_id=form.client_id,
        errors=form.errors,
        values=form.values,
        **framed(sheet, here="api_clients"),
    )
    return sheet.wired.pages.api_clients(view, nonce=sheet.nonce)


def _client(one: Row[Any], keys: list[Row[Any]], today: date) -> ApiClientRow:
    return ApiClientRow(
        id=one.id,
        name=one.name,
        contact=one.contact,
        scopes=tuple(one.scopes),
        per_minute=one.per_minute,
        keys=tuple(_key(key, today) for key in keys),
    )


def _key(key: Row[Any], today: date) -> ApiKeyRow:
    return ApiKeyRow(
        id=key.id,
        hint=key.hint,
        created_at=key.created_at,
        created_by=key.created_by,
        expires_on=key.expires_on,
        last_used_on=key.last_used_on,
        revoked_at=key.revoked_at,
        good=key.revoked_at is None and (key.expires_on is None or key.expires_on >= today),
    )
