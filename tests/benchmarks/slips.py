"""The mistakes people make when they write an address down, one at a time, by seeded chance."""

import random
import re
from collections.abc import Callable
from typing import Final

LETTERS: Final = "ABCDEFGHIJKLMNOPRSTUVWY"
DIRECTIONS: Final = frozenset({"N", "S", "E", "W", "NE", "NW", "SE", "SW"})
TYPES: Final = ("ST", "AVE", "RD", "DR", "LN", "CT", "BLVD", "PL", "WAY", "TER", "CIR", "PKWY")
_TYPE_WORDS: Final = frozenset({*TYPES, "ROAD", "LANE", "TERR", "HWY", "SQ", "AL", "ALY", "PIKE", "WALK", "PATH"})
_SOUNDS: Final = (
    ("PH", "F"), ("CK", "K"), ("EI", "IE"), ("IE", "EI"), ("EA", "EE"), ("EE", "EA"), ("AI", "AY"), ("LL", "L"),
    ("TT", "T"), ("SS", "S"), ("RR", "R"), ("NN", "N"), ("CE", "SE"), ("CK", "C"), ("GH", "G"), ("OU", "OO"),
    ("C", "K"), ("K", "C"), ("Y", "I"), ("S", "Z"), ("ER", "OR"), ("OR", "ER"), ("AR", "ER"), ("L", "LL"), ("N", "NN"),
)  # fmt: skip


def split(words: str) -> tuple[str, list[str], str]:
    """House number, the words of the street, and what follows the first comma."""
    front, comma, rest = words.partition(",")
    number, _, street = front.strip().partition(" ")
    return number, street.split(), comma + rest


def joined(number: str, street: list[str], rest: str) -> str:
    """The parts as an address again."""
    return f"{number} {' '.join(street)}{rest}"


def named(street: list[str]) -> list[int]:
    """Which of the words are the name itself, in places: not directional, not type, spelled with letters."""
    inner = [place for place, word in enumerate(street) if word not in DIRECTIONS and word not in _TYPE_WORDS]
    return [place for place in inner if re.fullmatch(r"[A-Z]{4,}", street[place])]


def one_edit(words: str, chance: random.Random) -> str | None:
    """One letter of the name left out, doubled by another, replaced, or changed with its neighbour."""
    number, street, rest = split(words)
    places = named(street)
    if not places:
        return None
    place = chance.choice(places)
    word = street[place]
    at = chance.randrange(1, len(word) - 1)
    edits: list[Callable[[], str]] = [
        lambda: word[:at] + word[at + 1 :],
        lambda: word[:at] + chance.choice(LETTERS) + word[at:],
        lambda: word[:at] + chance.choice(LETTERS) + word[at + 1 :],
        lambda: word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ]
    changed = chance.choice(edits)()
    street[place] = changed
    return None if changed == word else joined(number, street, rest)


def sounds_alike(words: str, chance: random.Random) -> str | None:
    """One sound of the name spelled another way."""
    number, street, rest = split(words)
    for place in chance.sample(named(street), len(named(street))):
        possible = [pair for pair in _SOUNDS if pair[0] in street[place][1:]]
        if possible:
            sound, other = chance.choice(possible)
            street[place] = street[place][0] + street[place][1:].replace(sound, other, 1)
            return joined(number, street, rest)
    return None


def glued_unit(words: str, chance: random.Random) -> str | None:
    """A unit written without the space that should part it."""
    number, street, rest = split(words)
    if not street or street[-1] not in _TYPE_WORDS:
        return None
    unit = chance.choice(("#4", "APT4", "APT 4", "UNIT12", "#2B", "STE200", " 4B", " APT4B", ",APT 4", " #4"))
    return joined(number, [*street[:-1], street[-1] + unit], rest)


def no_directional(words: str, _chance: random.Random) -> str | None:
    """The directional in front left out."""
    number, street, rest = split(words)
    if len(street) < 3 or street[0] not in DIRECTIONS:
        return None
    return joined(number, street[1:], rest)


def other_type(words: str, chance: random.Random) -> str | None:
    """Another street type than the street's own."""
    number, street, rest = split(words)
    if len(street) < 2 or street[-1] not in _TYPE_WORDS:
        return None
    own = {"ROAD": "RD", "LANE": "LN", "TERR": "TER"}.get(street[-1], street[-1])
    return joined(number, [*street[:-1], chance.choice([one for one in TYPES if one != own])], rest)


SLIPS: Final[dict[str, Callable[[str, random.Random], str | None]]] = {
    "one edit": one_edit,
    "glued unit": glued_unit,
    "phonetic slip": sounds_alike,
    "dropped directional": no_directional,
    "wrong type": other_type,
}
