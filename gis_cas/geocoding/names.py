"""Street names as keys: every way of writing one name gives one key. Pure; used by the layer loader and by the locator.

    street_key("NE 3rd Street")     "NE 3 ST"              street_key("State Road 804")   "SR 804"
    street_key("Boynton Bch Blvd")  "BOYNTON BEACH BLVD"   street_key("A1A")              "SR A1A"

A change here changes what is on file: the keys of every street must then be made anew.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from gis_cas.geocoding.vocabulary import (
    BARE_ROUTE_WORDS,
    DIRECTIONALS,
    NAME_WORDS,
    ORDINALS,
    ROUTE_KINDS,
    STREET_TYPES,
    TENS,
)

_DIRECTIONS = frozenset(DIRECTIONALS.values())
_IN_FULL = {form: word for word, form in DIRECTIONALS.items() if len(word) > 3}  # noqa: PLR2004 - NO and SO are not in full
_TYPES = frozenset(STREET_TYPES.values())

_APOSTROPHES = re.compile(r"['’‘`´ʼ]")  # noqa: RUF001 - the quotation marks that phones and word processors type
_DOTTED_LETTERS = re.compile(r"\b(?:[A-Z]\.)+(?=[A-Z0-9]|\b|\s|$)")
_NOT_WORD = re.compile(r"[^A-Z0-9]+")
_NUMBERED = re.compile(r"^0*(\d+)(?:ST|ND|RD|TH)?$")
_GLUED_DIRECTION = re.compile(r"\b(NE|NW|SE|SW|N|S|E|W)(\d+)(ST|ND|RD|TH)?\b")
_A1A = re.compile(r"\bA *1 *A\b")
_ROAD = r"(?:ROAD|RD|ROUTE|RTE|RT|HIGHWAY|HWY|HIWAY)"
_NUMBER = r"0*(A1A|\d{1,4}[A-Z]?)"
_ROUTES = (
    (re.compile(rf"\b(?:INTERSTATE(?: {_ROAD})?|IH?) ?{_NUMBER}\b"), "I"),
    (re.compile(rf"\b(?:U ?S(?: {_ROAD})?|UNITED STATES {_ROAD}|(?:{_ROAD} )U ?S) ?{_NUMBER}\b"), "US"),
    (re.compile(rf"\b(?:S ?R(?: {_ROAD})?|(?:STATE|ST) {_ROAD}) ?{_NUMBER}\b"), "SR"),
    (re.compile(rf"\b(?:C ?R(?: {_ROAD})?|(?:COUNTY|CO|CNTY) {_ROAD}) ?{_NUMBER}\b"), "CR"),
)
_BARE_A1A = re.compile(rf"(?<!SR )\b(?:{_ROAD} )?A1A\b")
_KING = re.compile(r"\b(?:(?:DR|DOCTOR|REV|REVEREND) )*(?:MLK|M L K|MARTIN LUTHER KING)(?: (?:JR|JUNIOR))?\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetName:
    """A key taken apart: directional before, name, type, directional after; what is missing is empty."""

    pre: str
    base: str
    type: str
    post: str

    @property
    def is_route(self) -> bool:
        """Whether the name is a numbered route such as "SR 804", which carries no street type."""
        kind, _, number = self.base.partition(" ")
        return kind in ROUTE_KINDS and bool(number)

    @property
    def direction(self) -> str:
        """The directional, wherever it stands."""
        return self.pre or self.post


def plain(text: str) -> str:
    """The text in capitals without diacritics, apostrophes or the dots of initials; nothing else is touched."""
    if text.isascii():
        return _APOSTROPHES.sub("", text.upper())
    decomposed = unicodedata.normalize("NFKD", text)
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _APOSTROPHES.sub("", letters.upper())


@lru_cache(maxsize=16_384)
def street_key(text: str) -> str:
    """The one normal form of a street's name: capitals, USPS abbreviations, ordinals as numbers, routes as "SR 804".

    Deterministic and idempotent: a key's key is itself. Words that name no street give a key too; no words give "".
    """
    shown = plain(text)
    shown = _DOTTED_LETTERS.sub(lambda match: match.group().replace(".", "") + " ", shown)
    shown = _NOT_WORD.sub(" ", shown).strip()
    shown = _A1A.sub("A1A", shown)
    for pattern, kind in _ROUTES:
        shown = pattern.sub(rf"{kind} \1", shown)
    shown = _BARE_A1A.sub("SR A1A", shown)
    shown = _GLUED_DIRECTION.sub(r"\1 \2\3", shown)
    shown = _KING.sub("MARTIN LUTHER KING JR", shown)
    return " ".join(_canonical(shown.split()))


@lru_cache(maxsize=16_384)
def base_key(text: str) -> str:
    """The name without directionals and type: "3" of "NE 3rd Street", "SR 804" of "E SR 804"."""
    return split_key(street_key(text)).base


@lru_cache(maxsize=16_384)
def split_key(key: str) -> StreetName:
    """A key as `street_key` makes it, taken apart; something always stays as the name ("N ST" is the street N)."""
    words = key.split()
    post = type_ = pre = ""
    if len(words) > 2 and words[-1] in _DIRECTIONS and (words[-2] in _TYPES or _is_route(words[-3:-1])):  # noqa: PLR2004
        post = words.pop()
    if len(words) > 1 and words[-1] in _TYPES:
        type_ = words.pop()
    if len(words) > 1 and words[0] in _DIRECTIONS:
        pre = words.pop(0)
    return StreetName(pre=pre, base=" ".join(words), type=type_, post=post)


def after_type(key: str) -> tuple[str, str]:
    """A key and the single number or letter that stands behind its street type: "NE 3 ST 4" → ("NE 3 ST", "4")."""
    words = key.split()
    last = words[-1] if words else ""
    if len(words) < 3 or words[-2] not in STREET_TYPES:  # noqa: PLR2004
        return key, ""
    unit_like = last.isdigit() or (len(last) == 1 and last not in DIRECTIONALS) or (last[:-1].isdigit())
    front = " ".join(words[:-1])
    name = split_key(front)
    old_route = name.type in BARE_ROUTE_WORDS and (name.base == "OLD" or name.base in DIRECTIONALS)
    if not unit_like or not name.type or old_route:
        return key, ""
    return front, last


def _is_route(words: list[str]) -> bool:
    kind, number = words
    return kind in ROUTE_KINDS and (number == "A1A" or number[:1].isdigit())


def _canonical(words: list[str]) -> list[str]:
    words = _numbers(_directions(words))
    return [STREET_TYPES.get(word) or NAME_WORDS.get(word) or word for word in words]


def _directions(words: list[str]) -> list[str]:
    """Directionals abbreviated where they can be one: in front ("NORTH EAST 3" is NE too) and at the very end.

    In front of nothing but a type it is what the street is called, and stands in full: "N St" is "NORTH ST".
    """
    if len(words) > 2 and words[0] in DIRECTIONALS and words[1] in DIRECTIONALS:  # noqa: PLR2004
        joined = DIRECTIONALS[words[0]] + DIRECTIONALS[words[1]]
        if joined in _DIRECTIONS and words[2] not in STREET_TYPES:
            words = [joined, *words[2:]]
    if len(words) > 1 and words[0] in DIRECTIONALS and all(word in STREET_TYPES for word in words[1:]):
        words = [_IN_FULL.get(words[0], words[0]), *words[1:]]
    elif len(words) > 1 and words[0] in DIRECTIONALS:
        words = [DIRECTIONALS[words[0]], *words[1:]]
    if len(words) > 2 and words[-1] in DIRECTIONALS and words[-1] not in {"NO", "SO"}:  # noqa: PLR2004
        words = [*words[:-1], DIRECTIONALS[words[-1]]]
    return words


def _numbers(words: list[str]) -> list[str]:
    """Ordinals as plain numbers: "3RD", "THIRD", "03" → "3"; "TWENTY THIRD" → "23"."""
    out: list[str] = []
    for word in words:
        ordinal = ORDINALS.get(word)
        if ordinal is not None and ordinal < 10 and out and out[-1] in TENS:  # noqa: PLR2004
            out[-1] = str(TENS[out[-1]] + ordinal)
        elif ordinal is not None:
            out.append(str(ordinal))
        else:
            numbered = _NUMBERED.match(word)
            out.append(numbered.group(1) if numbered else word)
    return out
