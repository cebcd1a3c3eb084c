"""What roles and the events of an account are called."""

from collections.abc import Mapping
from typing import Any

from babel.support import NullTranslations

_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows")),
    *(("Mac OS", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
)


class AccountLabels:
    """The words of one language."""

    def __init__(self, words: NullTranslations) -> None:
        self._words = words

    def role(self, role: str) -> str:
        """A role's name."""
        _ = self._words.gettext
        return {
            "administrator": _("CAS administrator"),
            "deputy_administrator": _("Deputy CAS administrator"),
            "city_manager": _("City Manager"),
            "director": _("Director"),
            "delegate": _("Director's delegate"),
            "staff": _("Department staff"),
            "crew": _("Crew"),
            "dispatcher": _("Dispatcher"),
            "intake_clerk": _("Intake clerk"),
            "gis_editor": _("GIS editor"),
            "gis_approver": _("GIS approver"),
            "its_admin": _("ITS administrator"),
            "records_clerk": _("Clerk for records"),
            "commissioner": _("Commissioner"),
            "commissioner_aide": _("Commissioner's aide"),
            "inspector": _("Inspector"),
            "api_client": _("Client program"),
        }.get(role, role)

    def event(self, kind: str, facts: Mapping[str, Any]) -> str:
        """An event of an account's history as a short sentence."""
        _ = self._words.gettext
        phrase = {
            "created": _("Account made"),
            "granted": _("{role} granted"),
            "grant_ended": _("{role} ended"),
            "locked": _("Locked"),
            "unlocked": _("Unlocked"),
            "signed_in": _("Signed in"),
            "password_changed": _("Password changed"),
            "sessions_ended": _("Other sessions ended"),
            "password_reset_asked": _("New password asked for"),
            "invited": _("Invitation sent"),
            "second_factor_on": _("Second step set up"),
            "second_factor_off": _("Old app left"),
            "second_factor_reset": _("Second step reset"),
            "recovery_codes_made": _("Recovery codes made"),
            "recovery_code_used": _("Came in by a recovery code"),
            "identity_linked": _("Linked to the city's sign-in"),
            "identity_unlinked": _("Link to the city's sign-in ended"),
            "sign_in_refused": _("Kept out at the city's sign-in"),
        }.get(kind, kind.replace("_", " ").capitalize())
        return phrase.format(role=self.role(str(facts.get("role", ""))))


def browser_name(told: str) -> str:
    """What a browser says of itself, in two words where it is a common one: "Firefox, Windows"."""
    browser = next((name for mark, name in _BROWSERS if mark in told), None)
    system = next((name for mark, name in _SYSTEMS if mark in told), None)
    return ", ".join(name for name in (browser, system) if name) or told[:40]
