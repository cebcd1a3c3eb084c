"""How somebody comes in by an account, for its page."""

from typing import Any

from sqlalchemy import Connection, Row

from gis_cas.api.staff.sheet import DeskSheet
from gis_cas.store import identities
from gis_cas.store.second_factors import app_of
from map_ui.account_views import ComerView, WaysView


def ways_of(sheet: DeskSheet, conn: Connection, account: Row[Any]) -> WaysView:
    """The ways into the account; people without an account are listed only where it is linked to nobody."""
    app = app_of(conn, account.id)
    city = sheet.wired.signing_in.city_button
    linked = identities.is_linked(conn, account.id)
    comers = identities.unknown(conn) if city is not None and not linked else ()
    own_password = account.password_hash is not None and not account.must_change_password
    return WaysView(
        factor_on=app.confirmed_at if app is not None else None,
        uninvited=account.email is not None and not own_password,
        city=city,
        linked=linked,
        comers=tuple(ComerView(id=one.id, email=one.email, last_at=one.last_at) for one in comers),
    )
