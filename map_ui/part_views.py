"""The parts that others have in a request, as its two pages show them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPart:
    """One part that somebody else than the owner has in a request; type `queue`: nobody knows yet who."""

    type: str
    name: str
    address: str | None
    phone: str | None
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """One part of a split: whose, whether it is done, by when whoever asked is told, and what may be done about it.

    The forms post to `/staff/requests/{number}/parts/{id}/{verb}`: refer (`channel`, `text`), done (`text`), not-ours
    (`owner`, `nobody` or none, `reason`). Type `queue`: nobody knows yet whose it is.
    """

    id: int
    type: str
    name: str
    done: bool
    address: str | None = None
    phone: str | None = None
    due_at: datetime | None = None
    verbs: tuple[str, ...] = ()
