"""A harmless name to show for a file; the name is never used to find, open or judge anything."""

import re
import unicodedata

LONGEST = 80
NAMELESS = "file"
_LONGEST_READ = 300
_SEPARATORS = re.compile(r"[/\\:]+")
_UNWANTED = frozenset('<>"|?*')


def display_name(stated: str, *, suffix: str) -> str:
    """The last part of a stated name without anything that could mislead, ending as its content demands.

    Control and direction marks go (a right-to-left override makes `gpj.exe` look like a photo), and so does the stated
    ending: `suffix` is that of the true kind.
    """
    shown = plain_name(stated)
    stem = shown.rpartition(".")[0] or shown
    return (stem[: LONGEST - len(suffix)].strip(". ") or NAMELESS) + suffix


def plain_name(stated: str) -> str:
    """The last part of a stated name as it can be shown to whoever stated it, with the ending it came with."""
    last = _SEPARATORS.split(stated)[-1]
    seen = "".join(_shown(character) for character in unicodedata.normalize("NFC", last))
    return " ".join(seen.split()).strip(". ")[:_LONGEST_READ]


def _shown(character: str) -> str:
    kind = unicodedata.category(character)
    if character in _UNWANTED:
        return "_"
    if kind.startswith("Z"):
        return " "
    return "" if kind.startswith("C") else character
