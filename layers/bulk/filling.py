"""From the ends that rows came to, to the words of each row."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layers.bulk.decider import Decider, Told
from layers.bulk.forms import Form
from layers.bulk.ground import Ints
from layers.bulk.learnt import ALONE
from layers.bulk.seen import ENTRY, SEGMENT


class Filling:
    """Fills the marks of endings with the words and numbers of rows, between `before` and `after`.

    Keeps features' words as they are written.
    """

    def __init__(self, decider: Decider, *, before: str = "", after: str = "") -> None:
        self._decider, self._before, self._after = decider, before, after
        self._ground = decider.surroundings.ground
        self._words: dict[str, NDArray[np.object_]] = {}
        self._texts: list[bytes | None] = []
        self._formats: dict[int, bytes] = {}

    def rows(self, told: Told) -> NDArray[np.object_]:
        """The words of each row of a block, in order."""
        endings = self._decider.knows.endings
        for number in range(len(self._texts), len(endings)):
            gaps = endings[number].marks or number == ALONE
            self._texts.append(None if gaps else self._whole(endings[number].parts[0]))
        words = np.array(self._texts, dtype=np.object_)[told.ends]
        some = np.flatnonzero(words == None)  # noqa: E711 - each of them
        order = some[np.argsort(told.ends[some], kind="stable")]
        ends = told.ends[order]
        begin = np.flatnonzero(np.append(True, ends[1:] != ends[:-1])[: len(ends)]).tolist()
        filled: list[bytes] = []
        for start, stop in pairwise([*begin, len(ends)]):
            filled += self._filled(told, order[start:stop], int(ends[start]))
        words[order] = filled
        return words

    def _filled(self, told: Told, rows: Ints, end: int) -> Iterable[bytes]:
        if end == ALONE:
            return [self._whole(self._decider.alone(told.block, row)) for row in rows.tolist()]
        columns = [self._column(told, rows, what) for what, _ in self._decider.knows.endings[end].marks]
        return map(self._format(end).__mod__, zip(*columns, strict=True))

    def _format(self, end: int) -> bytes:
        known = self._formats.get(end)
        if known is None:
            ending = self._decider.knows.endings[end]
            kinds = [f"%{spec}" if isinstance(what, Form) else "%b" for what, spec in ending.marks]
            parts = [part.replace("%", "%%") for part in ending.parts]
            text = parts[0] + "".join(kind + part for kind, part in zip(kinds, parts[1:], strict=True))
            known = self._formats[end] = self._whole(text)
        return known

    def _whole(self, words: str) -> bytes:
        return f"{self._before}{words}{self._after}".encode()

    def _column(self, told: Told, rows: Ints, what: Any) -> list[Any]:
        block = told.block
        if isinstance(what, Form):
            values: list[Any] = block.numbers.form(what, rows).tolist()
            return values
        where, place, name = what
        if where == ENTRY:
            features = block.feature[rows, place]
        elif where == SEGMENT:
            features = block.segment[rows]
        else:
            held = self._decider.situations.held(where).lists
            features = held.items[held.starts[block.around.kinds[rows]] + place]
        words: list[bytes] = self._known_words(name)[features].tolist()
        return words

    def _known_words(self, name: str) -> NDArray[np.object_]:
        known = self._words.get(name)
        if known is None:
            ground = self._ground
            if name == "feature_key":
                values: Sequence[Any] = ground.keys
            elif name == "name":
                values = ground.names
            else:
                values = [attributes.get(name) for attributes in ground.attributes]
            known = self._words[name] = np.array([_within_quotes(value) for value in values], dtype=np.object_)
        return known


def _within_quotes(value: Any) -> bytes:
    return b"" if value is None else str(value).replace('"', '""').encode()
