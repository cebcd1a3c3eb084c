"""What the page and the map of misroutes say; the script reads the same phrases."""

from typing import Any

from babel.support import NullTranslations

from map_ui.misroute_views import StretchRow


class MisrouteLabels:
    """The phrases of one language; `{name}` stands where a value goes."""

    def __init__(self, words: NullTranslations) -> None:
        self._words = words

    def map_name(self) -> str:
        """The name of the map, for who does not see it."""
        return self._words.gettext("Map of what we sent to the wrong office. The same stands in the list on this page.")

    def stretch(self, one: StretchRow) -> str:
        """A stretch of boundary as people know it."""
        kind = "line" if one.line else ("street" if one.street else "area") + ("_other" if one.other_name else "")
        return self._stretches()[kind].format(one=one.name, other=one.other_name, street=one.street)

    def rated(self, one: StretchRow) -> str:
        """How much was corrected there."""
        feet = round(one.median_ft)
        phrase: str = self.script_words()["rated"]
        return phrase.format(corrected=one.corrected, decisions=one.decisions, feet=feet)

    def feet(self, distance_ft: float) -> str:
        """How far from the edge."""
        return self._words.gettext("{feet} ft from the edge").format(feet=round(distance_ft))

    def script_words(self) -> dict[str, Any]:
        """Everything the map's script says."""
        _ = self._words.gettext
        return {
            "stretch": self._stretches(),
            "rated": _("{corrected} of {decisions} decisions corrected, median {feet} ft from the edge"),
            "feet": _("{feet} ft from the edge"),
            "nothing": _("Nothing went wrong in this part of the map."),
            "no_signal": _("No signal. The list beside the map still works. Try again when you are back online."),
        }

    def _stretches(self) -> dict[str, str]:
        _ = self._words.gettext
        return {
            "line": _("Right-of-way of {one}"),
            "street_other": _("{street}: limit between {one} and {other}"),
            "area_other": _("Limit between {one} and {other}"),
            "street": _("{street}: limit of {one}"),
            "area": _("Limit of {one}"),
        }
