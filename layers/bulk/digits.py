"""Numbers written in a column, read eight digits at a time; whatever is written otherwise is read one by one."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.bulk.ground import Bools, Floats

Texts = NDArray[np.bytes_]
Words = NDArray[np.uint64]

_QUICK: Final = 16
"""Bytes of a number that are read the quick way."""

_EXACT_DIGITS: Final = 15
"""So many digits are a whole number that a float holds exactly, and so is the power of ten it is divided by."""

_ONES: Final = 0x0101010101010101
_HIGH: Final = np.uint64(_ONES * 0x80)
_LOW: Final = np.uint64(_ONES * 0x7F)
_ZEROS: Final = _ONES * ord("0")
_DOTS: Final = np.uint64(_ONES * ord("."))
_PAST_NINE: Final = np.uint64(_ONES * (0x80 - 10))
_BYTE, _WORD, _TOP = np.uint64(8), np.uint64(64), np.uint64(56)
_MINUS: Final = np.uint64(ord("-"))
_POWERS: Final = 10.0 ** np.arange(_QUICK + 1)


def _first(fill: int) -> Words:
    """By a number of bytes, two words whose first so many bytes are those of `fill`."""
    whole = (fill << 64) | fill
    masks = [whole & ((1 << 8 * count) - 1) for count in range(_QUICK + 1)]
    return np.array([[mask & (2**64 - 1), mask >> 64] for mask in masks], dtype=np.uint64)


FIRST_BYTES: Final = _first(_ONES * 0xFF)
"""By a number of bytes, two words with ones in the first so many."""

_FIRST_HIGH: Final = _first(_ONES * 0x80)
_LAST_ZEROS: Final = _first(_ZEROS)[-1] - _first(_ZEROS)[::-1]


def words_of(texts: Texts) -> Words:
    """The bytes of each text, eight to a word, two words at the least."""
    wide = max(-(-texts.dtype.itemsize // 8) * 8, _QUICK)
    return np.ascontiguousarray(texts, dtype=f"S{wide}").view("<u8").reshape(len(texts), wide // 8)


def numbers(texts: Texts) -> tuple[Floats, Bools, Bools]:
    """Texts as numbers (NaN where there is none), which of them are empty, and which are no number at all."""
    words = words_of(texts)
    value, simple = _quick(words[:, 0], words[:, 1])
    simple &= (words[:, 2:] == 0).all(axis=1)
    empty: Bools = (words == 0).all(axis=1)
    wrong: Bools = np.zeros(len(words), dtype=np.bool_)
    value[empty] = np.nan
    for row in np.flatnonzero(~simple & ~empty).tolist():
        text = texts[row].strip()
        value[row] = np.nan
        empty[row] = not text
        try:
            value[row] = float(text) if text and b"_" not in text else np.nan
        except ValueError:
            wrong[row] = True
        wrong[row] |= bool(text) and not np.isfinite(value[row])
    return value, empty, wrong


def _quick(low: Words, high: Words) -> tuple[Floats, Bools]:
    """Digits with perhaps one dot among them and a minus before them; the second says for which texts that is all."""
    filled_low, filled_high = _filled(low), _filled(high)
    length = np.bitwise_count(filled_low) + np.bitwise_count(filled_high)
    simple = (filled_low == _FIRST_HIGH[length, 0]) & (filled_high == _FIRST_HIGH[length, 1])
    minus = (low & np.uint64(0xFF)) == _MINUS
    if minus.any():
        low = np.where(minus, (low >> _BYTE) | (high << _TOP), low)
        high = np.where(minus, high >> _BYTE, high)
        length = length - minus
    dot_low, dot_high = _HIGH ^ _filled(low ^ _DOTS), _HIGH ^ _filled(high ^ _DOTS)
    before = _before(dot_low)
    before += np.where(before == 8, _before(dot_high), 0).astype(np.uint8)  # noqa: PLR2004 - bytes of a word
    dotted = np.bitwise_count(dot_low) + np.bitwise_count(dot_high)
    kept_low, kept_high = FIRST_BYTES[before, 0], FIRST_BYTES[before, 1]
    low = (low & kept_low) | (((low >> _BYTE) | (high << _TOP)) & ~kept_low)
    high = (high & kept_high) | ((high >> _BYTE) & ~kept_high)
    digits = length - dotted
    simple = simple & (dotted <= 1) & (digits > 0) & (digits <= _EXACT_DIGITS)
    # Moved to the end of the two words; a shift by more than a word leaves nothing.
    digits = np.where(simple, digits, 0)
    by: Words = (_QUICK - digits.astype(np.uint64)) * _BYTE
    high = (high << by) | (low >> (_WORD - by)) | (low << (by - _WORD))
    low <<= by
    low ^= _LAST_ZEROS[digits, 0]
    high ^= _LAST_ZEROS[digits, 1]
    simple &= (((low + _PAST_NINE) | low | (high + _PAST_NINE) | high) & _HIGH) == 0
    value = _eight(low) * 1e8 + _eight(high)
    value /= _POWERS[np.where(dotted == 1, digits - np.minimum(before, digits), 0)]
    np.negative(value, out=value, where=minus)
    return value, simple


def _filled(word: Words) -> Words:
    """The highest bit of each byte that is not zero."""
    return (((word & _LOW) + _LOW) | word) & _HIGH


def _before(marked: Words) -> NDArray[np.uint8]:
    """How many bytes come before the first that is marked, eight where none is."""
    count: NDArray[np.uint8] = np.bitwise_count((marked - np.uint64(1)) & ~marked) >> np.uint8(3)
    return count


def _eight(digits: Words) -> Floats:
    """The number of eight digits, the first one in the lowest byte."""
    digits = (digits * np.uint64(10) + (digits >> _BYTE)) & np.uint64(0x00FF00FF00FF00FF)
    digits = (digits * np.uint64(100) + (digits >> np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
    return ((digits * np.uint64(10_000) + (digits >> np.uint64(32))) & np.uint64(0xFFFFFFFF)).astype(np.float64)
