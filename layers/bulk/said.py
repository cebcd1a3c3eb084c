"""What is known of the rows of a block while they are being routed."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from layers.bulk.ground import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Spots:
    """Degrees, the 95 % radius in feet, and the feature of the segment that an address names, -1 where none does."""

    lat: Floats
    long: Floats
    radius_ft: Floats
    segment: Ints


@dataclass(slots=True)
class Said:
    """The rows of a block: the service each names, what was said to them, and which still wait for a decision."""

    service: Ints
    words: NDArray[np.object_]
    open: Bools
    refused: int = 0

    def refuse(self, row: int, words: bytes) -> None:
        """Say why a row cannot be decided."""
        self.words[row] = words
        self.refused += int(self.open[row])
        self.open[row] = False


class Asked(NamedTuple):
    """A row whose place is given in words."""

    row: int
    code: str
    words: str
