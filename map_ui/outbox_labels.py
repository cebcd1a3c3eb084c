"""The outbox in words: states, ways, texts, deeds, and why something did not arrive."""

from babel.support import NullTranslations

_REFUSED_FOR_GOOD = "5"


class OutboxLabels:
    """The phrases of one language."""

    def __init__(self, words: NullTranslations) -> None:
        self._words = words

    def filter_name(self, key: str) -> str:
        """A list of messages."""
        _ = self._words.gettext
        return {
            "failed": _("Did not arrive"),
            "letters": _("Letters to print"),
            "waiting": _("Waiting"),
            "held": _("Held"),
            "sent": _("Sent"),
            "translate": _("Written in another language"),
            "all": _("All"),
        }.get(key, key)

    def state_name(self, state: str, medium: str) -> str:
        """Where a message stands, by how it travels."""
        _ = self._words.gettext
        by_letter = {"waiting": _("To be printed and posted"), "sent": _("Posted")}
        by_phone = {"sent": _("Told by phone")}
        other = {
            "waiting": _("Waiting"),
            "sending": _("Being sent"),
            "sent": _("Sent"),
            "failed": _("Did not arrive"),
            "held": _("Held"),
        }
        return {"letter": by_letter, "phone": by_phone}.get(medium, {}).get(state, other.get(state, state))

    def text_name(self, name: str) -> str:
        """What a text is for."""
        _ = self._words.gettext
        return {
            "receipt": _("Receipt"),
            "receipt_open": _("Receipt, owner not known yet"),
            "answered": _("Answer"),
            "resolved": _("Outcome"),
            "referral": _("Referral to an agency"),
            "private_owner": _("Private land or road"),
            "part_referral": _("Who else has a part"),
            "password_reset": _("New password"),
            "invitation": _("Invitation to the desk"),
        }.get(name, name.replace("_", " ").capitalize())

    def deed_name(self, verb: str) -> str:
        """What a button does."""
        _ = self._words.gettext
        return {
            "again": _("Try again"),
            "hold": _("Hold"),
            "letter": _("Make it a letter"),
            "phone": _("Told by phone"),
            "print": _("Print the letter"),
            "posted": _("Posted or handed over"),
        }[verb]

    def step_name(self, what: str) -> str:
        """What was done."""
        _ = self._words.gettext
        return {
            "sent": _("Taken by the mail server"),
            "later": _("Put off"),
            "unsure": _("Perhaps taken; sent again under the same name"),
            "failed": _("Given up"),
            "held": _("Held"),
            "again": _("To be tried again"),
            "made_letter": _("Made a letter"),
            "printed": _("Printed"),
            "posted": _("Posted or handed over"),
            "phoned": _("Told by phone"),
        }.get(what, what)

    def reason(self, code: str | None) -> str | None:
        """Why it is not sent, in a sentence; None when there is nothing to say."""
        _ = self._words.gettext
        if code is None or code == "written" or code.startswith("2"):
            return None
        known = {
            "address": _("This is no address that mail can go to."),
            "smtputf8": _("Our mail server cannot write to an address with such letters in it."),
            "owner_changed": _("The request has another owner now; this message would be wrong."),
            "left": _("The program stopped while it was being sent; it may have arrived."),
            "450": _("The mailbox takes nothing at the moment."),
            "452": _("The mailbox is full or the server is short of room."),
            "550": _("There is no such mailbox, or it takes no mail from us."),
            "551": _("There is no such mailbox, or it takes no mail from us."),
            "552": _("The mailbox is full."),
            "553": _("There is no such mailbox, or it takes no mail from us."),
        }
        if code in known:
            return known[code]
        if code.isdigit():
            refused, put_off = _("The mail server refused it ({code})."), _("The mail server put it off ({code}).")
            return (refused if code.startswith(_REFUSED_FOR_GOOD) else put_off).format(code=code)
        return _("The mail server did not answer as it should ({code}).").format(code=code)
