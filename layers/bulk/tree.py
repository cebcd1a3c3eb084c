"""What was learnt of the policy: for each situation a tree of comparisons, walked by whole blocks."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.bulk.forms import Asked, Sign
from layers.bulk.numbers import Numbers
from layers.bulk.symbols import MOST_TERMS

UNKNOWN: Final = -1
"""Where nobody has been yet. A node is 0 or more, an end is -2 or less."""

_FIRST: Final = 1024


def end(number: int) -> int:
    """How an end is written where a node's number would stand."""
    return -2 - number


class Trees:
    """Nodes of all trees in arrays; `grow` adds one run of the policy, `walk` leads rows as far as is known."""

    def __init__(self) -> None:
        self._forms: dict[Asked, int] = {}
        self._constant = np.zeros(_FIRST)
        self._factors = np.zeros((_FIRST, MOST_TERMS))
        self._numbers = np.zeros((_FIRST, MOST_TERMS), dtype=np.int64)
        self._test = np.zeros(_FIRST, dtype=np.int8)
        self._asks = np.zeros(_FIRST, dtype=np.int64)
        self._next = np.full((_FIRST, 2), UNKNOWN, dtype=np.int64)
        self._nodes = 0

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

    def _form(self, asked: Asked) -> int:
        known = self._forms.get(asked)
        if known is not None:
            return known
        number = self._forms[asked] = len(self._forms)
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
