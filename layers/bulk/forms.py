"""What a comparison looks at: a sum of a row's numbers, each times a factor."""

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple, Protocol


class ByNumber(Protocol):
    """A row's numbers, each by its own number."""

    def __getitem__(self, number: int, /) -> float:
        """The value."""


class Sign(IntEnum):
    """What is asked of a form."""

    BELOW = 0
    AT_MOST = 1
    ZERO = 2

    def holds(self, value: float) -> bool:
        """Whether a value has it."""
        if self is Sign.BELOW:
            return value < 0
        return value <= 0 if self is Sign.AT_MOST else value == 0


class Form(NamedTuple):
    """`constant + sum(factor * value)`; the terms are in the order of their numbers, no factor is zero."""

    constant: float
    terms: tuple[tuple[int, float], ...] = ()

    def value(self, values: ByNumber | Sequence[float]) -> float:
        """Its value, summed in the same order as for whole blocks."""
        total = self.constant
        for number, factor in self.terms:
            total += factor * values[number]
        return total

    def times(self, factor: float) -> "Form":
        """A multiple of it."""
        if factor == 1.0:
            return self
        return Form(self.constant * factor, tuple([(number, one * factor) for number, one in self.terms if factor]))

    def plus(self, other: "Form") -> "Form":
        """The sum of both."""
        constant = self.constant + other.constant
        if not other.terms or not self.terms:
            return Form(constant, self.terms or other.terms)
        terms = dict(self.terms)
        for number, factor in other.terms:
            terms[number] = terms.get(number, 0.0) + factor
        return Form(constant, tuple(sorted([term for term in terms.items() if term[1] != 0.0])))


class Asked(NamedTuple):
    """One comparison: the form and the sign."""

    form: Form
    sign: Sign
