"""Events of a request's history as sentences."""

from collections.abc import Mapping
from typing import Any

from babel.support import NullTranslations

_OWNED = {"assigned", "referred", "private_owner", "split", "no_place"}


def event_phrase(words: NullTranslations, kind: str, facts: Mapping[str, Any]) -> str:
    """The event as one short sentence; a kind this page does not know yet is shown as its own word."""
    _ = words.gettext
    phrase = {
        "received": _("We received it"),
        "located": _located(words, facts),
        "reassigned": _("Moved to {owner}"),
        "released": _("Given to {owner}"),
        "not_ours": _("It was with the wrong office. Moved to {owner}"),
        "wrong_place": _("The place was wrong. A person finds the right one"),
        "place_corrected": _("The place was put right"),
        "answered": _answered(words, facts),
        "part_named": _("{owner} has a part in it"),
        "part_dropped": _("{owner} has no part in it"),
        "part_not_ours": _("A part of it was with the wrong office. Moved to {owner}")
        if facts.get("owner") or facts.get("to")
        else _("A part of it was nobody's"),
        "part_done": _("{owner} did its part"),
        "resolved": _resolved(words, str(facts.get("code", "done"))),
        "undelivered": _("Our answer did not arrive; we try another way"),
        "closed": _("Closed"),
        "attached": _("A file was added"),
        "attachment_refused": _("A file was not kept"),
        "attachment_erased": _("A file was erased by the records office"),
        "photo_released": _("A photo can be seen by everybody"),
        "photo_withheld": _("A photo was taken back"),
        "photo_place": _photo_place(words, str(facts.get("answer", ""))),
        "two_places": _two_places(words, str(facts.get("answer", ""))),
    }.get(kind, kind.replace("_", " ").capitalize())
    return phrase.format(owner=_owner(words, facts), channel=_channel(words, str(facts.get("channel", ""))))


def _answered(words: NullTranslations, facts: Mapping[str, Any]) -> str:
    _ = words.gettext
    if "part" in facts or "part_id" in facts:
        return _("Written about a part of it ({channel})")
    return _("Answered ({channel})") if "channel" in facts else _("Answered")


def _located(words: NullTranslations, facts: Mapping[str, Any]) -> str:
    _ = words.gettext
    kind = facts.get("kind")
    if kind in _OWNED and facts.get("owner"):
        return _("{owner} looks after it") if kind in {"referred", "private_owner"} else _("Sent to {owner}")
    if kind == "unlocated":
        return _("A person is finding the place")
    return _("A person checks whose job it is") if kind == "review" else _("We found the place")


def _photo_place(words: NullTranslations, answer: str) -> str:
    _ = words.gettext
    return {
        "pin": _("The sender says that the stated place is right, and not the photo's"),
        "photo": _("The sender says that the photo's place is right"),
    }.get(answer, _("The sender is not sure whether the stated place or the photo's is right"))


def _two_places(words: NullTranslations, answer: str) -> str:
    _ = words.gettext
    return {
        "pin": _("The sender says that the pin is right, and not the address they typed"),
        "address": _("The sender says that the address they typed is right, and not the pin"),
    }.get(answer, _("The sender is not sure whether the pin or the address they typed is right"))


def _resolved(words: NullTranslations, code: str) -> str:
    _ = words.gettext
    return {
        "done": _("The work is done"),
        "informed": _("The question is answered"),
        "nothing_found": _("We looked and found nothing"),
        "not_possible": _("It cannot be done"),
    }.get(code, _("The work is done"))


def _owner(words: NullTranslations, facts: Mapping[str, Any]) -> str:
    named = facts.get("owner") or facts.get("to") or facts.get("part")
    if isinstance(named, Mapping):
        named = named.get("name") or named.get("slug")
    if not named:
        return words.gettext("the right office")
    name = str(named).partition(" (")[0]
    return words.gettext("Private owner") if name == "Private owner" else name


def _channel(words: NullTranslations, channel: str) -> str:
    _ = words.gettext
    return {
        "letter": _("by letter"),
        "fax": _("by fax"),
        "email": _("by e-mail"),
        "phone": _("by phone"),
        "in_person": _("in person"),
        "posted": _("on this page"),
    }.get(channel, channel)
