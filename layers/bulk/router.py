"""From a block of CSV rows to the same rows with their decisions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from gis_cas.domain.decision import Decision
from gis_cas.errors import BadInput
from gis_cas.geo.position import stated_position
from gis_cas.geo.projection import Projection
from gis_cas.geo.radius import RADIUS_95_PER_68
from layers.bulk import answer
from layers.bulk.asking import Asking
from layers.bulk.blocks import Rows
from layers.bulk.closer import Closer
from layers.bulk.decider import Decider
from layers.bulk.filling import Filling
from layers.bulk.ground import Bools, Floats
from layers.bulk.index import read_index
from layers.bulk.lessons import lessons_for
from layers.bulk.reading import Table, numbers, read_table

MOST_ACCURACY_FT: Final = 60_000.0

BAD_NUMBERS = "Latitude and longitude must be numbers, such as lat 26.5262, long -80.0640."
BOTH = "A position needs both lat and long, such as lat 26.5262, long -80.0640."
BAD_ACCURACY = "Accuracy must be a number of feet from 0 to 60,000, such as 33."
NO_SERVICE = "The row names no service; gis-cas route takes a code from /api/v1/services."


class ByWords(Protocol):
    """Whoever decides where a place is given in words, or not at all."""

    def decide(self, asked: Sequence[tuple[str, str]]) -> Sequence[Decision]:
        """The decisions for service codes and words, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a file is routed; columns by their number, None where the file has none.

    kept: the columns that are written back. service: the code that all rows ask for. accuracy_95: the accuracies are
    95 % radii and not a phone's 68 %. words: makes what decides by words, once for each process.
    """

    index: Path
    asking: Asking
    columns: int
    kept: tuple[int, ...]
    lat: int | None
    long: int | None
    service_column: int | None
    accuracy: int | None
    address: int | None
    service: str | None = None
    accuracy_95: bool = False
    trace: bool = False
    words: Callable[[], ByWords]


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """Rows with their decisions as text, and what there was to do for them; `shares_s` seconds measured shares."""

    text: bytes
    rows: int
    shares: int = 0
    shares_s: float = 0.0
    learnt: int = 0
    learning_s: float = 0.0
    refused: int = 0


@dataclass(slots=True)
class _Sorted:
    """The rows of a block: what was said to them, and which still wait for a spot's or words' decision."""

    words: list[bytes]
    open: Bools
    codes: list[str] = field(default_factory=list)


class Router:
    """Routes blocks of one file; reads the index and learns the policy once."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._asking = plan, plan.asking
        city = plan.asking.city
        self._projection = Projection(pipeline=city.datum_pipeline, srid_ft=city.srid_ft)
        surroundings = read_index(plan.index)
        self.decider = Decider(
            surroundings,
            plan.asking,
            projection=self._projection,
            tell=lambda decision: answer.told(decision, trace=plan.trace),
            closer=Closer(surroundings.ground),
            lessons=lessons_for(plan.index, plan.asking, told="trace" if plan.trace else "plain"),
        )
        self._filling = Filling(self.decider)
        self._known_words: ByWords | None = None
        self._nowhere: dict[str, bytes] = {}

    def route(self, rows: Rows) -> Routed:
        """The same rows with the added columns."""
        plan, decider = self._plan, self.decider
        places = (plan.lat, plan.long, plan.service_column, plan.accuracy, plan.address)
        asked = sorted({column for column in places if column is not None})
        table = read_table(rows, columns=plan.columns, kept=plan.kept, asked=asked)
        said = _Sorted([b""] * len(table.lines), np.ones(len(table.lines), dtype=np.bool_))
        for row, sentence in table.broken.items():
            self._refuse(said, row, sentence)
        self._name_services(said, table)
        lat, long = self._positions(said, table)
        radius_ft = self._radii(said, table)
        self._decide_without_spot(said, table, np.isnan(lat))
        spots = np.flatnonzero(said.open)
        before = (decider.learnt, decider.learning_s, decider.measuring.shares_s)
        told = None
        if len(spots):
            xy = self._projection.array_to_ft(np.column_stack([long[spots], lat[spots]]))
            question = np.array([decider.questions.number[said.codes[row]] for row in spots.tolist()], dtype=np.int64)
            told = decider.decide(xy, radius_ft[spots], question)
            for row, words in zip(spots.tolist(), self._filling.rows(told), strict=True):
                said.words[row] = words
        return Routed(
            text=_joined(table.lines, said.words),
            rows=len(table.lines),
            shares=int(told.shares.sum()) if told else 0,
            shares_s=decider.measuring.shares_s - before[2],
            learnt=decider.learnt - before[0],
            learning_s=decider.learning_s - before[1],
            refused=sum(words.startswith(b",") for words in said.words),
        )

    def _refuse(self, said: _Sorted, row: int, sentence: str) -> None:
        said.words[row] = answer.refused(sentence, trace=self._plan.trace).encode()
        said.open[row] = False

    def _name_services(self, said: _Sorted, table: Table) -> None:
        known = self._asking.ruleset.services
        if self._plan.service is not None or self._plan.service_column is None:
            said.codes = [self._plan.service or ""] * len(table.lines)
        else:
            by_text = {code.encode(): code for code in known}
            column: list[bytes] = table.columns[self._plan.service_column].tolist()
            said.codes = [by_text.get(text, "") for text in column]
            for row in [row for row, code in enumerate(said.codes) if not code]:
                code = column[row].decode("utf-8", "replace").strip()
                said.codes[row] = code if code in known else ""
                if code not in known and said.open[row]:
                    self._refuse(said, row, f"There is no service with the code {code[:60]!r}." if code else NO_SERVICE)

    def _positions(self, said: _Sorted, table: Table) -> tuple[Floats, Floats]:
        """Latitude and longitude, NaN where neither is given; refuses what cannot be meant."""
        if self._plan.lat is None or self._plan.long is None:
            nowhere = np.full(len(table.lines), np.nan)
            return nowhere, nowhere
        lat, no_lat, bad_lat = numbers(table.columns[self._plan.lat])
        long, no_long, bad_long = numbers(table.columns[self._plan.long])
        for row in np.flatnonzero(said.open & (bad_lat | bad_long)).tolist():
            self._refuse(said, row, BAD_NUMBERS)
        for row in np.flatnonzero(said.open & (no_lat != no_long)).tolist():
            self._refuse(said, row, BOTH)
        if self._plan.address is not None:
            # Whole degrees are no position; with an address beside them they are passed over.
            words = table.columns[self._plan.address] != b""
            rounded = words & (lat == np.round(lat)) & (long == np.round(long))
            lat, long, no_lat = np.where(rounded, np.nan, lat), np.where(rounded, np.nan, long), no_lat | rounded
        box = self._asking.city.surroundings
        with np.errstate(invalid="ignore"):
            inside = (lat >= box.south) & (lat <= box.north) & (long >= box.west) & (long <= box.east)
            fine = inside & ((lat != np.round(lat)) | (long != np.round(long)))
        for row in np.flatnonzero(said.open & ~no_lat & ~fine).tolist():
            try:
                stated_position(
                    lat=float(lat[row]),
                    long=float(long[row]),
                    surroundings=box,
                    place_name=self._asking.city.surroundings_name,
                )
            except BadInput as error:
                self._refuse(said, row, error.message)
        return lat, long

    def _radii(self, said: _Sorted, table: Table) -> Floats:
        """The 95 % radius of each spot in feet."""
        usual = self._asking.city.radius_ft["default_pin"]
        if self._plan.accuracy is None:
            return np.full(len(table.lines), usual)
        accuracy, empty, bad = numbers(table.columns[self._plan.accuracy])
        with np.errstate(invalid="ignore"):
            bad = bad | (~empty & ~((accuracy >= 0) & (accuracy <= MOST_ACCURACY_FT)))
        for row in np.flatnonzero(said.open & bad).tolist():
            self._refuse(said, row, BAD_ACCURACY)
        return np.where(empty, usual, accuracy if self._plan.accuracy_95 else accuracy * RADIUS_95_PER_68)

    def _decide_without_spot(self, said: _Sorted, table: Table, nowhere: Bools) -> None:
        """Rows whose place is given in words, or does not matter, or is missing."""
        services = self._asking.ruleset.services
        placeless = {code for code, service in services.items() if self._asking.needs_no_spot(service)}
        waiting = [row for row in np.flatnonzero(said.open).tolist() if nowhere[row] or said.codes[row] in placeless]
        address = self._plan.address
        asked: list[tuple[int, str, str]] = []
        for row in waiting:
            code = said.codes[row]
            words = "" if address is None or code in placeless else _text(table.columns[address][row])
            if words or code not in self._nowhere:
                asked.append((row, code, words))
        once = list({(code, words): row for row, code, words in asked})
        if once:
            told = self._words.decide(once)
            found = {key: self._told(decision) for key, decision in zip(once, told, strict=True)}
            for row, code, words in asked:
                said.words[row] = found[code, words]
                if not words:
                    self._nowhere[code] = found[code, words]
        for row in waiting:
            said.open[row] = False
            said.words[row] = said.words[row] or self._nowhere[said.codes[row]]

    def _told(self, decision: Decision) -> bytes:
        return answer.told(decision, trace=self._plan.trace).encode()

    @property
    def _words(self) -> ByWords:
        if self._known_words is None:
            self._known_words = self._plan.words()
        return self._known_words


def _text(field_text: bytes) -> str:
    return bytes(field_text).decode("utf-8", "replace").strip()


def _joined(lines: list[bytes], words: list[bytes]) -> bytes:
    parts = [b","] * (4 * len(lines))
    parts[0::4] = lines
    parts[2::4] = words
    parts[3::4] = [b"\n"] * len(lines)
    return b"".join(parts)
