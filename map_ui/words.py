"""The words of the pages in each language; catalogues are read as text, no compiled file stands in the repository."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from gis_cas.domain.review import review_in

LOCALE = Path(__file__).parent / "locale"

SOURCE = "en"

NAMES = {"en": "English", "es": "Español", "ht": "Kreyòl"}
"""Each language by its own name."""


def has_catalogue(language: str) -> bool:
    """Whether pages can be shown in the language at all."""
    return (LOCALE / language / "LC_MESSAGES" / "messages.po").is_file()


def offered(languages: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The languages that have a catalogue, as (code, own name): a language is not offered before it works."""
    return tuple((code, NAMES.get(code, code)) for code in languages if has_catalogue(code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One language's file: its phrases for gettext, the single ones by their English, and whether all were reviewed."""

    words: NullTranslations
    sentences: Mapping[str, str]
    reviewed: bool


def translations(language: str) -> NullTranslations:
    """The language's phrases; English, the language of the sources, for one that has no catalogue."""
    return catalogue(language).words


@cache
def catalogue(language: str) -> Catalogue:
    """The language's catalogue, compiled in memory; an empty one, reviewed, for English and what has none."""
    path = LOCALE / language / "LC_MESSAGES" / "messages.po"
    if language == SOURCE or not path.is_file():
        return Catalogue(words=NullTranslations(), sentences={}, reviewed=True)
    compiled = BytesIO()
    with path.open("rb") as stream:
        read = read_po(stream, locale=language)
    write_mo(compiled, read)
    compiled.seek(0)
    single = {message.id: message.string for message in read if message.id and isinstance(message.id, str)}
    return Catalogue(
        words=Translations(compiled),
        sentences={str(english): str(said) for english, said in single.items() if said},
        reviewed=all(is_reviewed(message) for message in read if message.id and message.string),
    )


def is_reviewed(message: Message) -> bool:
    """Whether a person approved the translation as it stands."""
    english, said = sealed_texts(message)
    return review_in(message.user_comments, source=english, translated=said) is not None


def sealed_texts(message: Message) -> tuple[str, str]:
    """The two texts that a review is of; of a plural, every form."""
    english = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    said = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return "\x01".join(map(str, english)), "\x01".join(str(form or "") for form in said).strip("\x01")
