"""The words of the pages in each language; catalogues are read as text, no compiled file stands in the repository."""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LOCALE = Path(__file__).parent / "locale"

NAMES = {"en": "English", "es": "Español", "ht": "Kreyòl"}
"""Each language by its own name."""


def has_catalogue(language: str) -> bool:
    """Whether pages can be shown in the language at all."""
    return (LOCALE / language / "LC_MESSAGES" / "messages.po").is_file()


def offered(languages: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The languages that have a catalogue, as (code, own name): a language is not offered before it works."""
    return tuple((code, NAMES.get(code, code)) for code in languages if has_catalogue(code))


@cache
def translations(language: str) -> NullTranslations:
    """The language's catalogue, compiled in memory; English, the language of the sources, for one that has none."""
    path = LOCALE / language / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=language))
    compiled.seek(0)
    return Translations(compiled)
