"""From the ends that rows came to, to the words of each row."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from layers.bulk.decider import ALONE, Decider, Told
from layers.bulk.forms import Form
from layers.bulk.ground import Ints
from layers.bulk.seen import ENTRY


class Filling:
    """Fills the marks of endings with the words and numbers of rows; keeps features' words as they are written."""

    def __init__(self, decider: Decider) -> None:
        self._decider = decider
        self._ground = decider.surroundings.ground
        self._words: dict[str, list[bytes]] = {}
        self._formats: dict[int, bytes] = {}

    def rows(self, told: Told) -> list[bytes]:
        """The words of each row of a block, in order."""
        words: list[bytes] = [b""] * len(told.ends)
        order = np.argsort(told.ends, kind="stable")
        ends = told.ends[order]
        begin = np.flatnonzero(np.append(True, ends[1:] != ends[:-1])) if len(ends) else np.zeros(0, dtype=np.int64)
        for start, stop in zip(begin.tolist(), [*begin[1:].tolist(), len(ends)], strict=True):
            rows = order[start:stop]
            for row, text in zip(rows.tolist(), self._ended(told, rows, int(ends[start])), strict=True):
                words[row] = text
        return words

    def _ended(self, told: Told, rows: Ints, end: int) -> Sequence[bytes]:
        if end == ALONE:
            return [self._decider.alone(told.block, row).encode() for row in rows.tolist()]
        ending = self._decider.endings[end]
        if not ending.marks:
            return [ending.parts[0].encode()] * len(rows)
        columns = [self._column(told, rows, what) for what, _ in ending.marks]
        fmt = self._format(end)
        return list(map(fmt.__mod__, zip(*columns, strict=True)))

    def _format(self, end: int) -> bytes:
        known = self._formats.get(end)
        if known is None:
            ending = self._decider.endings[end]
            kinds = [f"%{spec}" if isinstance(what, Form) else "%b" for what, spec in ending.marks]
            parts = [part.replace("%", "%%") for part in ending.parts]
            text = parts[0] + "".join(kind + part for kind, part in zip(kinds, parts[1:], strict=True))
            known = self._formats[end] = text.encode()
        return known

    def _column(self, told: Told, rows: Ints, what: Any) -> list[Any]:
        block = told.block
        if isinstance(what, Form):
            values: list[Any] = block.numbers.form(what, rows).tolist()
            return values
        where, place, name = what
        if where == ENTRY:
            features = block.feature[rows, place]
        else:
            held = self._decider.situations.held(where).lists
            features = held.items[held.starts[block.around.kinds[rows]] + place]
        words = self._known_words(name)
        return [words[feature] for feature in features.tolist()]

    def _known_words(self, name: str) -> list[bytes]:
        known = self._words.get(name)
        if known is None:
            ground = self._ground
            if name == "feature_key":
                values: Sequence[Any] = ground.keys
            elif name == "name":
                values = ground.names
            else:
                values = [attributes.get(name) for attributes in ground.attributes]
            known = self._words[name] = [_within_quotes(value) for value in values]
        return known


def _within_quotes(value: Any) -> bytes:
    return b"" if value is None else str(value).replace('"', '""').encode()
