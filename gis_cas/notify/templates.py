"""Message texts: files `messages/LANGUAGE/NAME.txt`, a small header, a blank line, the body.

The header has the subject, and who read the text and when: empty means that a machine wrote it and nobody has read it.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

LANGUAGES = ("en", "es", "ht")
SOURCE = "en"
"""The language that the texts are written in; the others are translated from it."""

FRAME = "frame"
"""The file of sentences that stand around a text: not a message of its own."""

Values = Callable[[str], Mapping[str, str]]
"""What fills the blanks, in a language."""

Reviewed = Collection[tuple[str, str, str]]
"""Texts that somebody has read since: template, language, hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text in one language as its file has it; `hash` changes with any word of it."""

    name: str
    language: str
    subject: str
    body: str
    reviewed_by: str
    reviewed_on: str

    @property
    def hash(self) -> str:
        """SHA-256 of subject and body."""
        return hashlib.sha256(f"{self.subject}\n\n{self.body}".encode()).hexdigest()

    @property
    def placeholders(self) -> frozenset[str]:
        """The names that the text asks for."""
        return frozenset(Template(self.subject).get_identifiers()) | frozenset(Template(self.body).get_identifiers())

    def is_reviewed(self, reviewed: Reviewed = ()) -> bool:
        """Whether a person has read it as it stands."""
        return bool(self.reviewed_by and self.reviewed_on) or (self.name, self.language, self.hash) in reviewed

    def filled(self, values: Mapping[str, str]) -> tuple[str, str]:
        """Subject and body with their blanks filled; raises KeyError on a gap."""
        return Template(self.subject).substitute(values), Template(self.body).substitute(values).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message in words; `machine_made`: a machine translated it, it says so, and the English follows below."""

    subject: str
    body: str
    language: str
    machine_made: bool


def render(name: str, *, language: str, values: Values, reviewed: Reviewed = ()) -> Rendered:
    """The message in the language, or in English where there is no text in it; raises KeyError on a gap."""
    own = text_of(name, language) or text_of(name, SOURCE)
    if own is None:
        raise KeyError(name)
    subject, body = own.filled(values(own.language))
    if own.language == SOURCE or own.is_reviewed(reviewed):
        return Rendered(subject=subject, body=body, language=own.language, machine_made=False)
    source = text_of(name, SOURCE)
    if source is None:
        raise KeyError(name)
    english = source.filled(values(SOURCE))[1]
    said = f"{sentence('machine_made', own.language)}\n\n{body}\n\n---\n\n{english}"
    return Rendered(subject=subject, body=said, language=own.language, machine_made=True)


@cache
def names() -> tuple[str, ...]:
    """Every message there is a text for."""
    folder = files("gis_cas.notify").joinpath(f"messages/{SOURCE}")
    found = (entry.name.removesuffix(".txt") for entry in folder.iterdir() if entry.name.endswith(".txt"))
    return tuple(sorted(name for name in found if name != FRAME))


@cache
def text_of(name: str, language: str) -> Text | None:
    """The text, read from its file; None where there is none."""
    if name not in names() or language not in LANGUAGES:
        return None
    head, body = _read(name, language)
    return Text(
        name=name,
        language=language,
        subject=head["subject"],
        body=body,
        reviewed_by=head["reviewed_by"],
        reviewed_on=head["reviewed_on"],
    )


def sentence(name: str, language: str, **values: str) -> str:
    """One of the sentences that stand around a text, in the language or in English."""
    head, _ = _read(FRAME, language if language in LANGUAGES else SOURCE)
    return Template(head[name]).substitute(values)


@cache
def _read(name: str, language: str) -> tuple[dict[str, str], str]:
    path = files("gis_cas.notify").joinpath(f"messages/{language}/{name}.txt")
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    lines = (line.partition(":") for line in head.splitlines())
    return {key.strip(): value.strip() for key, _, value in lines}, body.strip()
