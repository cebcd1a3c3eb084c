"""What codes are called on pages: states, owners, events, channels; the scripts read the same phrases."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from babel.support import NullTranslations

from gis_cas.domain.decision import DecisionKind, RuleOutcome
from gis_cas.domain.directory import Owner, OwnerType
from gis_cas.domain.district import District
from gis_cas.domain.service import Locus
from map_ui.event_labels import event_phrase
from map_ui.views import OwnerCard


def short_name(name: str) -> str:
    """An office's name as people say it: what stands in brackets is for the directory."""
    return name.partition(" (")[0]


class Labels:
    """The phrases of one language; `{name}` stands where a value goes."""

    def __init__(self, words: NullTranslations, *, city_words: Mapping[str, Any] | None = None) -> None:
        self._words = words
        self._city_words = city_words or {}

    def state(self, state: str) -> str:
        """A state in a few words, for legends and chips."""
        _ = self._words.gettext
        return {
            "fresh": _("More than a day left"),
            "soon": _("Answer due within a day"),
            "urgent": _("Answer due within 6 hours"),
            "past": _("Past our promise"),
            "long_past": _("More than 3 days past"),
            "answered": _("Answered, work open"),
            "referred": _("With another agency"),
            "closed": _("Closed"),
        }.get(state, state)

    def noun(self, locus: Locus | str) -> str:
        """What an owner looks after: "this signal"."""
        return self.nouns()[str(locus)]

    def nouns(self) -> dict[str, str]:
        """The noun of every locus."""
        _ = self._words.gettext
        return {
            "roadway": _("this road"),
            "roadside": _("this roadside"),
            "signal": _("this signal"),
            "water": _("this water"),
            "parcel": _("this"),
            "city_asset": _("this"),
            "area": _("this"),
            "none": _("this"),
        }

    def owner(self, owner: Owner) -> str:
        """An owner as people say it: an office keeps its name, a private owner has none."""
        name = short_name(owner.name)
        return self._words.gettext("Private owner") if name == "Private owner" else name

    def who(self, card: OwnerCard) -> str:
        """Line one of the owner card."""
        phrases = self.card_phrases()
        kind = card.kind.value if card.kind.value in phrases["who"] else "review"
        key = "owned" if self._owned(card) else kind
        owner = self.owner(card.owner) if card.owner else ""
        said: str = phrases["who"][key].format(owner=owner, noun=self.noun(card.locus))
        return said[:1].upper() + said[1:]

    def what(self, card: OwnerCard, *, when: str | None, number: str | None, promise: timedelta) -> str:
        """Line two of the owner card: what happens now."""
        phrases = self.card_phrases()
        owner = self.owner(card.owner) if card.owner else ""
        agency = card.owner is not None and card.owner.type is OwnerType.AGENCY
        if number:
            said = [phrases["noted"].format(number=number)]
            if agency:
                said.append(phrases["agency_writes" if card.reachable else "agency_posts"].format(owner=owner))
            elif when:
                key = "answers_by" if self._owned(card) else "somebody_answers_by"
                said.append(phrases[key].format(owner=owner, when=when))
            return " ".join(said)
        hours = round(promise.total_seconds() / 3600)
        coming: str = phrases["what"][self._what_key(card)].format(owner=owner, hours=hours)
        return coming

    @staticmethod
    def _owned(card: OwnerCard) -> bool:
        return card.owner is not None and card.kind not in {
            DecisionKind.REVIEW,
            DecisionKind.UNLOCATED,
        }

    def _what_key(self, card: OwnerCard) -> str:
        if not self._owned(card) or card.owner is None:
            return "unlocated" if card.kind is DecisionKind.UNLOCATED else "review"
        return card.owner.type.value

    def card_phrases(self) -> dict[str, Any]:
        """The owner card's phrases, for the templates and for the live card alike."""
        _ = self._words.gettext
        return {
            "who": {
                "owned": _("{owner} looks after {noun}"),
                "review": _("We are not sure yet who looks after {noun}"),
                "unlocated": _("We could not find that place yet"),
                "no_place": _("The city will find the right office"),
            },
            "what": {
                "department": _("Send it, and you will have an answer within {hours} hours."),
                "agency": _("Send it and we will note it and write to you. You can also call them now."),
                "private": _("The city does not own this spot. Send it, and we will tell you what can be done."),
                "review": _("Send it. A person will check, and you will have an answer within {hours} hours."),
                "unlocated": _("Send it. A person will find the place and answer you within {hours} hours."),
            },
            "noted": _("We have noted it as {number}."),
            "answers_by": _("{owner} will answer you by {when}."),
            "somebody_answers_by": _("You will have an answer by {when}."),
            "agency_writes": _("We will write to you."),
            "agency_posts": _("What happens next will stand on this page."),
            "why": _("Why: {reason}"),
            "checked": _("Last checked {day}"),
            "unchecked": _("Not yet checked"),
            "asking": _("Looking up who looks after this spot…"),
            "failed": _("We could not look this up just now. You can still send it: a person will check."),
            "call": _("Call {phone}"),
            "private_owner": _("Private owner"),
            "more": _("Address and why"),
            "nothing_yet": _("Say what and where, and we will say whose job it is."),
        }

    def script_words(self) -> dict[str, Any]:
        """Everything the map's and the form's scripts say."""
        _ = self._words.gettext
        return {
            "card": self.card_phrases(),
            "nouns": self.nouns(),
            "states": {state: self.state(state) for state in self._states()},
            "open_request": _("Open request {number}"),
            "hours_left": _("answer due in {count} h"),
            "hours_past": _("{count} h past our promise"),
            "days_past": _("{count} days past our promise"),
            "no_signal": _("No signal. The list beside the map still works. Try again when you are back online."),
            "nothing_here": _("Nothing open in this part of the map. Seen something? Report it."),
            "shown": _("{count} requests on the map"),
            "finding_you": _("Finding where you are…"),
            "found_you": _(
                "This is where your phone says you are, give or take {feet} ft. Move the map to correct it."
            ),
            "not_found_you": _("Your phone did not tell us where you are. Type an address or tap the map."),
            "tap": _("Tap the map to place the pin, or type an address."),
            "tap_on_street": _("This is the street. Tap the spot on it."),
            "street_only": _("{street} is a whole street. Add a number or a crossing, or tap the spot on the map."),
            "address_choose": _("Which one do you mean?"),
            "address_none": _("We do not know this address. Check the number and street, or tap the map."),
            "similar": _("Already reported near here"),
            "feet_away": _("{count} ft away"),
            "near": _("near {street}"),
            **self._city_words,
        }

    def map_controls(self) -> dict[str, str]:
        """What Leaflet's own buttons say."""
        _ = self._words.gettext
        return {"zoom_in": _("Zoom in"), "zoom_out": _("Zoom out"), "close": _("Close")}

    def map_of_open(self) -> str:
        """The name of the map of open requests, for who does not see it."""
        return self._words.gettext("Map of open requests. The same requests stand in the list on this page.")

    def map_for_the_pin(self) -> str:
        """The name of the report form's map."""
        return self._words.gettext("Map to place the pin. Typing an address does the same.")

    def map_of_place(self) -> str:
        """The name of a request's own small map."""
        return self._words.gettext("Map of this request's place.")

    def event(self, kind: str, facts: Mapping[str, Any]) -> str:
        """One event of a request's history as a sentence."""
        return event_phrase(self._words, kind, facts)

    def outcome(self, outcome: RuleOutcome) -> str:
        """What became of a rule."""
        _ = self._words.gettext
        return {
            RuleOutcome.HELD: _("holds"),
            RuleOutcome.POSSIBLE: _("may hold"),
            RuleOutcome.FAILED: _("does not hold"),
            RuleOutcome.LOST: _("holds, but an earlier rule wins"),
        }[outcome]

    def kind(self, kind: DecisionKind) -> str:
        """A decision in a word or two."""
        _ = self._words.gettext
        return {
            DecisionKind.ASSIGNED: _("Assigned"),
            DecisionKind.REFERRED: _("Referred"),
            DecisionKind.PRIVATE_OWNER: _("Private owner"),
            DecisionKind.SPLIT: _("Split"),
            DecisionKind.REVIEW: _("Needs a person"),
            DecisionKind.NO_PLACE: _("No place needed"),
            DecisionKind.UNLOCATED: _("Not located yet"),
        }[kind]

    def district(self, district: District) -> str:
        """The district of a place, and which others it may belong to; its name is the layer's own."""
        _ = self._words.gettext
        phrase = "{name}"
        if district.on_the_line:
            phrase = _("{name}, on the line to {others}") if district.others else _("{name}, on its border")
        elif district.others:
            phrase = _("{name}, perhaps {others}")
        return phrase.format(name=district.name or district.key, others=", ".join(district.others))

    def channel(self, channel: str) -> str:
        """How a request came in, or how an answer went out."""
        _ = self._words.gettext
        return {
            "call": _("phone call"),
            "letter_to_commissioner": _("letter to a Commissioner"),
            "letter_to_staff": _("letter to staff"),
            "commissioner": _("Commissioner"),
            "walk_in": _("walk-in"),
            "fax_or_email": _("fax or e-mail"),
            "web": _("website"),
            "letter": _("letter"),
            "fax": _("fax"),
            "email": _("e-mail"),
            "phone": _("phone"),
            "in_person": _("in person"),
            "posted": _("posted on the request's page"),
        }.get(channel, channel)

    @staticmethod
    def _states() -> tuple[str, ...]:
        return ("fresh", "soon", "urgent", "past", "long_past", "answered", "referred", "closed")
