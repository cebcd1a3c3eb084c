"""The tracking number (R23): nine digits, the last a Damm check digit, shown and read in groups of three.

Digits only, because letters fail between English, Spanish and Creole. The first eight are random, so that two numbers
tell nobody how many requests lie between them. Damm's check digit finds every single wrong digit and every swap of two
neighbours, which is what goes wrong on the telephone.
"""

import re
from collections.abc import Callable
from typing import Final

from gis_cas.errors import BadInput

_LOWEST: Final = 10_000_000
_HOW_MANY: Final = 90_000_000
_LENGTH: Final = 9
_SPACING: Final = re.compile(r"[\s.\-\u2010-\u2015]+")

_QUASIGROUP: Final = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
"""Damm's totally anti-symmetric quasigroup of order ten (H. M. Damm, dissertation, Marburg 2004)."""


def check_digit(digits: str) -> int:
    """The Damm check digit of some decimal digits; a whole valid number has the check digit 0."""
    interim = 0
    for digit in digits:
        interim = _QUASIGROUP[interim][int(digit)]
    return interim


def new_number(random: Callable[[int], int]) -> str:
    """A new number; `random(n)` answers a number from 0 up to, not including, n (`secrets.randbelow`)."""
    digits = str(_LOWEST + random(_HOW_MANY))
    return f"{digits}{check_digit(digits)}"


def parse_number(text: str) -> str:
    """The nine digits of a number as somebody wrote or said it; raises BadInput with what would be right."""
    digits = _SPACING.sub("", text)
    if len(digits) != _LENGTH or not (digits.isascii() and digits.isdigit()):
        raise BadInput(
            {"number": "A tracking number has nine digits, such as 482 157 903. Please check what you typed."}
        )
    if check_digit(digits) != 0:
        raise BadInput(
            {"number": "This is not one of our numbers: one of its nine digits is wrong or two are swapped."}
        )
    return digits


def grouped(number: str) -> str:
    """The number as people read it: `482 157 903`."""
    return f"{number[:3]} {number[3:6]} {number[6:]}"
