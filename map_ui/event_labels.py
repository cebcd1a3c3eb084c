"""Events of a request's history as sentences."""

from collections.abc import Mapping
from typing import Any

from babel.support import NullTranslations


def event_phrase(words: NullTranslations, kind: str, facts: Mapping[str, Any]) -> str:
    """The event as one short sentence; a kind this page does not know yet is shown as its own word."""
    _ = words.gettext
    phrase = {
        "received": _("We received it"),
        "located": _("We found the place"),
        "assigned": _("Sent to {owner}"),
        "referred": _("{owner} looks after this"),
        "reassigned": _("Moved to {owner}"),
        "review": _("A person checks whose job it is"),
        "answered": _("Answered"),
        "responded": _("Answered"),
        "resolved": _("The work is done"),
        "closed": _("Closed"),
        "notified": _("We wrote to you"),
    }.get(kind, kind.replace("_", " ").capitalize())
    owner = facts.get("owner_name") or facts.get("owner") or _("the right office")
    return phrase.format(owner=owner)
