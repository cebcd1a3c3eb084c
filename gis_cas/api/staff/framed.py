"""What every staff page besides the desk's own list shows around itself."""

from typing import Any

from gis_cas.api.public.view_cards import page_facts
from gis_cas.api.staff.places import places_for
from gis_cas.api.staff.sheet import DeskSheet


def framed(sheet: DeskSheet, *, here: str) -> dict[str, Any]:
    """The facts of a `StaffPageView`; `here` is the key of the room."""
    return {
        "account_name": sheet.account.title,
        "csrf": sheet.browser.form_token(),
        "places": places_for(sheet.account),
        "here": here,
        **page_facts(sheet.wired, sheet.now, sheet.language),
    }
