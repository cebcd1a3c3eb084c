"""From a block of CSV rows to the same rows with their decisions."""

from typing import Final

import numpy as np

from gis_cas.errors import BadInput
from gis_cas.geo.position import stated_position
from gis_cas.geo.projection import Projection
from gis_cas.geo.radius import RADIUS_95_PER_68
from layers.bulk import answer
from layers.bulk.blocks import Rows
from layers.bulk.closer import Closer
from layers.bulk.codes import Codes
from layers.bulk.decider import Decider
from layers.bulk.digits import numbers
from layers.bulk.ground import Floats, Ints
from layers.bulk.index import read_index
from layers.bulk.lessons import lessons_for
from layers.bulk.plan import Plan, Routed
from layers.bulk.reading import Table, read_table
from layers.bulk.said import Said, Spots
from layers.bulk.usual import Answers
from layers.bulk.worded import Worded, text_of

MOST_ACCURACY_FT: Final = 60_000.0

BAD_NUMBERS = "Latitude and longitude must be numbers, such as lat 26.5262, long -80.0640."
BOTH = "A position needs both lat and long, such as lat 26.5262, long -80.0640."
BAD_ACCURACY = "Accuracy must be a number of feet from 0 to 60,000, such as 33."
NO_SERVICE = "The row names no service; gis-cas route takes a code from /api/v1/services."


class Router:
    """Routes blocks of one file; reads the index and what was learnt of the policy once."""

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
            closer=Closer(surroundings.ground, surroundings.grid),
            lessons=lessons_for(plan.index, plan.asking, told="trace" if plan.trace else "plain"),
        )
        self._answers = Answers(self.decider)
        services = plan.asking.ruleset.services
        self._codes = Codes(list(services))
        self._questions = np.array([self.decider.questions.number[code] for code in services], dtype=np.int64)
        self._worded = Worded(plan, self._codes, surroundings.ground)

    def route(self, rows: Rows) -> Routed:
        """The same rows with the added columns."""
        plan, decider = self._plan, self.decider
        places = (plan.lat, plan.long, plan.service_column, plan.accuracy, plan.address)
        asked = sorted({column for column in places if column is not None})
        table = read_table(rows, columns=plan.columns, kept=plan.kept, asked=asked)
        count = len(table.lines)
        said = Said(self._services(table), np.full(count, b"", dtype=np.object_), np.ones(count, dtype=np.bool_))
        for row, sentence in table.broken.items():
            self._refuse(said, row, sentence)
        self._refuse_services(said, table)
        lat, long = self._positions(said, table)
        spots = Spots(lat, long, self._radii(said, table), np.full(count, -1))
        worded = self._worded.place(said, None if plan.address is None else table.columns[plan.address], spots)
        before = (decider.learnt, decider.learning_s, decider.measuring.shares_s)
        told = None
        some = np.flatnonzero(said.open)
        if len(some):
            xy = self._projection.array_to_ft(np.column_stack([spots.long[some], spots.lat[some]]))
            question = self._questions[said.service[some]]
            said.words[some], told = self._answers.words(xy, spots.radius_ft[some], question, spots.segment[some])
            self._worded.name_streets(said, worded)
        return Routed(
            text=_joined(table.lines, said.words.tolist()),
            rows=count,
            shares=int(told.shares.sum()) if told else 0,
            shares_s=decider.measuring.shares_s - before[2],
            learnt=decider.learnt - before[0],
            learning_s=decider.learning_s - before[1],
            refused=said.refused,
        )

    def keep(self) -> None:
        """Keep what was learnt for the next run."""
        self.decider.knows.keep()

    def _refuse(self, said: Said, row: int, sentence: str) -> None:
        said.refuse(row, answer.whole(answer.refused(sentence, trace=self._plan.trace)))

    def _services(self, table: Table) -> Ints:
        """The service of each row by its place, -1 where it names none that there is."""
        if self._plan.service is not None or self._plan.service_column is None:
            return np.full(len(table.lines), self._codes.place.get(self._plan.service or "", -1))
        return self._codes.places(table.columns[self._plan.service_column])

    def _refuse_services(self, said: Said, table: Table) -> None:
        column = self._plan.service_column
        for row in np.flatnonzero(said.open & (said.service < 0)).tolist():
            code = "" if column is None else text_of(table.columns[column][row])
            self._refuse(said, row, f"There is no service with the code {code[:60]!r}." if code else NO_SERVICE)

    def _positions(self, said: Said, table: Table) -> tuple[Floats, Floats]:
        """Latitude and longitude, NaN where neither is given; refuses what cannot be meant."""
        if self._plan.lat is None or self._plan.long is None:
            return np.full(len(table.lines), np.nan), np.full(len(table.lines), np.nan)
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

    def _radii(self, said: Said, table: Table) -> Floats:
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


def _joined(lines: list[bytes], words: list[bytes]) -> bytes:
    parts = [b""] * (2 * len(lines))
    parts[0::2] = lines
    parts[1::2] = words
    return b"".join(parts)
