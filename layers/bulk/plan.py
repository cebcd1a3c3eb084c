"""How a file is routed, and what comes of a block of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gis_cas.domain.decision import Decision
from gis_cas.domain.place import Place
from layers.bulk.asking import Asking


class ByWords(Protocol):
    """Whoever finds places for words, and decides where there are none or several, or nothing is said."""

    def places(self, words: Sequence[str]) -> Sequence[Place | None]:
        """The place that each of the words mean; None where it is none or several."""

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
    """Rows with their decisions as text, and what there was to do for them; `shares_s` seconds measured shares.

    length: of a text that lies elsewhere, else 0.
    """

    text: bytes | memoryview
    rows: int
    length: int = 0
    shares: int = 0
    shares_s: float = 0.0
    learnt: int = 0
    learning_s: float = 0.0
    refused: int = 0
