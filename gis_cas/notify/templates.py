"""Message texts: files `messages/LANGUAGE/NAME.txt`, the subject on the first line."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Template

FALLBACK = "en"
NAMES = ("receipt", "receipt_open", "answered", "resolved", "referral", "private_owner")


def render(name: str, *, language: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Subject and body in the language, or in English where there is no text in it yet; raises KeyError on a gap."""
    text = _template(name, language) or _template(name, FALLBACK)
    if text is None:
        raise KeyError(name)
    subject, _, body = text.substitute(values).partition("\n")
    return subject.removeprefix("Subject:").strip(), body.strip()


def placeholders(name: str, language: str) -> set[str]:
    """The names a template asks for."""
    text = _template(name, language)
    return set(text.get_identifiers()) if text else set()


@cache
def _template(name: str, language: str) -> Template | None:
    if name not in NAMES or not (language.isascii() and language.isalpha()):
        return None
    path = files("gis_cas.notify").joinpath(f"messages/{language}/{name}.txt")
    return Template(path.read_text(encoding="utf-8")) if path.is_file() else None
