"""The rooms of the intranet, and those among them that are open to an account."""

from gis_cas.accounts.account import Account
from gis_cas.policy.access import Door
from map_ui.staff_views import StaffPlace

PLACES: tuple[tuple[Door, StaffPlace], ...] = (
    (Door.DESK, StaffPlace(key="desk", href="/staff")),
    (Door.OUTBOX, StaffPlace(key="outbox", href="/staff/outbox")),
    (Door.MESSAGES_PREVIEW, StaffPlace(key="messages", href="/staff/messages")),
    (Door.ACCOUNTS, StaffPlace(key="accounts", href="/staff/accounts")),
    (Door.LOCATOR_GAPS, StaffPlace(key="locator_gaps", href="/gis/locator-gaps")),
    (Door.MISROUTES, StaffPlace(key="misroutes", href="/gis/misroutes")),
    (Door.LOCATOR_FINDINGS, StaffPlace(key="findings", href="/gis/findings")),
    (Door.API_KEYS, StaffPlace(key="api_clients", href="/staff/api-clients")),
)
"""In the order of the bar; a room that is built adds its row here and its name in `templates/staff/frame.html`."""


def places_for(account: Account) -> tuple[StaffPlace, ...]:
    """Where this account may go: nowhere before it has chosen a password of its own."""
    if account.must_change_password:
        return ()
    return tuple(place for door, place in PLACES if account.may(door))


def first_place(account: Account) -> str:
    """Where to go after signing in."""
    places = places_for(account)
    return places[0].href if places else "/staff/account"
