"""Numbers that stand for what a row measures: the policy computes with them, and we learn what it looked at.

Each comparison is answered by the values of the one row that is being decided and noted with its answer. The decision
holds for every row that gives the same answers: the policy reads nothing else. What it writes is a mark to fill in.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

from layers.bulk.forms import Asked, ByNumber, Form, Sign

OPEN, CLOSE = "\ue000", "\ue001"
"""Around a mark's number; from the private use area, so that nobody's own text holds them."""

MOST_TERMS: Final = 6

_MEASURES: Final = 2
"""First the shares, then what areas have in common."""


class NotFollowed(Exception):
    """The policy did something with a number that cannot be followed; such rows are decided one by one."""


class Closed:
    """Stands where the policy has no business to look."""

    def __getattr__(self, name: str) -> Any:
        raise NotFollowed(name)

    def _never(self, *_: object) -> Any:
        raise NotFollowed

    __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _never
    __bool__ = __float__ = __format__ = _never


@dataclass(slots=True)
class Followed:
    """One run of the policy: what was asked and answered, and what its words leave open.

    `values` are the row's numbers, NaN where `measure` must still find some; it gives all of them again. `assumed` is
    true of every such row and need not be noted.
    """

    values: ByNumber | Sequence[float]
    measure: Callable[[], ByNumber | Sequence[float]] | None = None
    assumed: frozenset[Asked] = frozenset()
    path: list[tuple[Asked, bool]] = field(default_factory=list)
    marks: dict[tuple[Any, str], int] = field(default_factory=dict)
    _known: dict[Asked, bool] = field(default_factory=dict)

    def number(self, which: int) -> "Symbol":
        """The symbol of one of the row's numbers."""
        return Symbol(self, Form(0.0, ((which, 1.0),)))

    def mark(self, what: Any, spec: str = "") -> str:
        """A mark in the text that each row fills with its own words or number."""
        return f"{OPEN}{self.marks.setdefault((what, spec), len(self.marks))}{CLOSE}"

    def answer(self, form: Form, sign: Sign) -> bool:
        """Compare, and note it unless it was asked before."""
        if not form.terms:
            return sign.holds(form.constant)
        asked = Asked(form, sign)
        if asked in self.assumed:
            return True
        answer = self._known.get(asked)
        if answer is None:
            if len(form.terms) > MOST_TERMS:
                raise NotFollowed
            answer = self._known[asked] = sign.holds(self._value(form))
            self.path.append((asked, answer))
        return answer

    def _value(self, form: Form) -> float:
        value = form.value(self.values)
        for _ in range(_MEASURES):
            if self.measure is None or not math.isnan(value):
                break
            self.values = self.measure()
            value = form.value(self.values)
        return value


class Symbol:
    """A linear form of the row's numbers that behaves like a float as far as it can be followed."""

    __slots__ = ("_followed", "form")

    def __init__(self, followed: Followed, form: Form) -> None:
        self._followed = followed
        self.form = form

    def _other(self, other: object) -> Form:
        if isinstance(other, Symbol):
            return other.form
        if isinstance(other, int | float):
            return Form(float(other))
        raise NotFollowed

    def _made(self, form: Form) -> Self:
        return type(self)(self._followed, form)

    def __add__(self, other: object) -> Self:
        return self._made(self.form.plus(self._other(other)))

    __radd__ = __add__

    def __sub__(self, other: object) -> Self:
        return self._made(self.form.plus(self._other(other).times(-1.0)))

    def __rsub__(self, other: object) -> Self:
        return self._made(self.form.times(-1.0).plus(self._other(other)))

    def __neg__(self) -> Self:
        return self._made(self.form.times(-1.0))

    def __mul__(self, other: object) -> Self:
        if not isinstance(other, int | float):
            raise NotFollowed
        return self._made(self.form.times(float(other)))

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> Self:
        if not isinstance(other, int | float):
            raise NotFollowed
        return self._made(self.form.times(1.0 / float(other)))

    def _asked(self, other: object, sign: Sign, *, turned: bool = False) -> bool:
        one, two = self.form, self._other(other)
        if turned:
            one, two = two, one
        return self._followed.answer(one.plus(two.times(-1.0)), sign)

    def __lt__(self, other: object) -> bool:
        return self._asked(other, Sign.BELOW)

    def __le__(self, other: object) -> bool:
        return self._asked(other, Sign.AT_MOST)

    def __gt__(self, other: object) -> bool:
        return self._asked(other, Sign.BELOW, turned=True)

    def __ge__(self, other: object) -> bool:
        return self._asked(other, Sign.AT_MOST, turned=True)

    def __eq__(self, other: object) -> bool:
        return other is not None and self._asked(other, Sign.ZERO)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __bool__(self) -> bool:
        return not self._followed.answer(self.form, Sign.ZERO)

    def __format__(self, spec: str) -> str:
        return self._followed.mark(self.form, spec)

    def __hash__(self) -> int:
        raise NotFollowed

    def __float__(self) -> float:
        raise NotFollowed

    __int__ = __index__ = __round__ = __abs__ = __float__

    def _never(self, other: object) -> Self:
        raise NotFollowed(other)

    __pow__ = __rpow__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _never
