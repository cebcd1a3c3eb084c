"""What the page and the map of layer findings say; the script reads the same phrases."""

from typing import Any

from babel.support import NullTranslations


class FindingLabels:
    """The phrases of one language; `{name}` stands where a value goes."""

    def __init__(self, words: NullTranslations) -> None:
        self._words = words

    def map_name(self) -> str:
        """The name of the map, for who does not see it."""
        return self._words.gettext("Map of the findings. The same findings stand in the list on this page.")

    def kinds(self) -> dict[str, str]:
        """Each kind of finding in words."""
        _ = self._words.gettext
        return {
            "overlapping ranges": _("Ranges that share numbers"),
            "wrong parity": _("Odd and even mixed up"),
            "fishbone": _("Points that disagree with their street"),
            "duplicate address": _("Addresses on file twice"),
        }

    def script_words(self) -> dict[str, Any]:
        """Everything the map's script says."""
        _ = self._words.gettext
        return {
            "kinds": self.kinds(),
            "in_list": _("Show in the list"),
            "nothing": _("No findings in this part of the map."),
            "more": _("There are more here than the map shows. Zoom in to see them all."),
            "no_signal": _("No signal. The list beside the map still works. Try again when you are back online."),
        }
