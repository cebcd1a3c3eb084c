"""What was learnt of the policy: for each situation a tree of comparisons, walked by whole blocks."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from layers.bulk.forms import Asked, Form, Sign
from layers.bulk.numbers import Numbers
from layers.bulk.symbols import MOST_TERMS

UNKNOWN: Final = -1
"""Where nobody has been yet. A node is 0 or more, an end is -2 or less."""

_FIRST: Final = 1024

_NEAR: Final = 1e-6


def end(number: int) -> int:
    """How an end is written where a node's number would stand."""
    return -2 - number


class Trees:
    """Nodes of all trees in arrays; `grow` adds one run of the policy, `walk` leads rows as far as is known."""

    def __init__(self, kept: Mapping[str, Any] | None = None) -> None:
        kept = kept or {}
        size = {name: len(kept[name]) for name in ("asks", "test") if kept}
        forms, nodes = max(size.get("test", 0), _FIRST), max(size.get("asks", 0), _FIRST)
        self._constant = np.zeros(forms)
        self._factors = np.zeros((forms, MOST_TERMS))
        self._numbers = np.zeros((forms, MOST_TERMS), dtype=np.int64)
        self._test = np.zeros(forms, dtype=np.int8)
        self._asks = np.zeros(nodes, dtype=np.int64)
        self._next = np.full((nodes, 2), UNKNOWN, dtype=np.int64)
        self._nodes = size.get("asks", 0)
        for name, values in kept.items():
            getattr(self, f"_{name}")[: len(values)] = values
        self._by_number = [self._asked(number) for number in range(size.get("test", 0))]
        self._forms = {asked: number for number, asked in enumerate(self._by_number)}

    def arrays(self) -> dict[str, Any]:
        """All of it as arrays, from which the same trees can be made."""
        forms, nodes = len(self._forms), self._nodes
        by_form = {name: getattr(self, f"_{name}")[:forms] for name in ("constant", "factors", "numbers", "test")}
        return by_form | {"asks": self._asks[:nodes], "next": self._next[:nodes]}

    def grow(self, root: int, path: Sequence[tuple[Asked, bool]], stop: int) -> int:
        """Enter a path that ends in `stop`; gives the tree's root, which may be its first node or an end.

        A path that asks otherwise where it should ask alike is not entered: what cannot be trusted is not learnt.
        """
        at, before = root, None
        for asked, answer in path:
            if at != UNKNOWN and (at < 0 or self._asks[at] != self._form(asked)):
                return root
            if at == UNKNOWN:
                at = self._node(asked)
                if before is None:
                    root = at
                else:
                    self._next[before] = at
            before = (at, int(answer))
            at = int(self._next[before])
        if at != UNKNOWN:
            return root
        if before is None:
            return end(stop)
        self._next[before] = end(stop)
        return root

    def walk(self, at: NDArray[np.int64], values: Numbers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where each row comes to from its node `at`: an end, or UNKNOWN; and the node before.

        A row stays at a node that asks for a value which is not measured yet (NaN).
        """
        at, before = at.copy(), np.full(len(at), UNKNOWN, dtype=np.int64)
        going = np.flatnonzero(at >= 0)
        while len(going):
            node = at[going]
            value = self._values(self._asks[node], values, going)
            answer = self._holds(self._test[self._asks[node]], value)
            measured = ~np.isnan(value)
            before[going] = node
            at[going] = np.where(measured, self._next[node, answer], node)
            going = going[measured & (at[going] >= 0)]
        return at, before

    def _values(self, form: NDArray[np.int64], values: Numbers, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        total = self._constant[form].copy()
        for term in range(MOST_TERMS):
            factor = self._factors[form, term]
            if not factor.any():
                break
            total += factor * values.take(rows, self._numbers[form, term])
        return total

    def alike(self, root: int, number: int, value: float) -> tuple[int, float, float]:
        """Where a row comes to that has only one number, and between which values all come to the same.

        Nobody lies between them where something else is asked, or a value is too near to where the answer turns.
        """
        at, above, below = root, -math.inf, math.inf
        while at >= 0:
            asked = self._by_number[self._asks[at]]
            if [which for which, _ in asked.form.terms] != [number]:
                return at, math.inf, -math.inf
            turn = -asked.form.constant / asked.form.terms[0][1]
            if value < turn:
                below = min(below, turn - _NEAR)
            else:
                above = max(above, turn + _NEAR)
            at = int(self._next[at, int(asked.sign.holds(asked.form.value({number: value})))])
        return at, above, below

    @staticmethod
    def _holds(test: NDArray[np.int8], value: NDArray[np.float64]) -> NDArray[np.int64]:
        holds = np.where(test == Sign.BELOW, value < 0, np.where(test == Sign.AT_MOST, value <= 0, value == 0))
        return holds.astype(np.int64)

    def _node(self, asked: Asked) -> int:
        number = self._nodes
        self._nodes += 1
        if number == len(self._asks):
            self._asks = np.concatenate([self._asks, np.zeros_like(self._asks)])
            self._next = np.concatenate([self._next, np.full_like(self._next, UNKNOWN)])
        self._asks[number] = self._form(asked)
        self._next[number] = UNKNOWN
        return number

    def _asked(self, form: int) -> Asked:
        pairs = zip(self._numbers[form].tolist(), self._factors[form].tolist(), strict=True)
        terms = tuple((number, factor) for number, factor in pairs if factor)
        return Asked(Form(float(self._constant[form]), terms), Sign(int(self._test[form])))

    def _form(self, asked: Asked) -> int:
        known = self._forms.get(asked)
        if known is not None:
            return known
        number = self._forms[asked] = len(self._forms)
        self._by_number.append(asked)
        if number == len(self._constant):
            self._constant, self._factors, self._numbers, self._test = (
                np.concatenate([part, np.zeros_like(part)])
                for part in (self._constant, self._factors, self._numbers, self._test)
            )
        self._constant[number] = asked.form.constant
        self._test[number] = asked.sign
        for place, (which, factor) in enumerate(asked.form.terms):
            self._numbers[number, place] = which
            self._factors[number, place] = factor
        return number
