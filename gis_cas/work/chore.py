"""A chore: what every worker does by itself again and again, whatever the queue holds."""

from collections.abc import Callable
from dataclasses import dataclass

from gis_cas.work.hands import Hands


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """A row of the table: `run` every so many seconds, in a thread; a failure is logged, and it is due again."""

    name: str
    every_s: float
    run: Callable[[Hands], None]
    limit_s: float = 120.0
