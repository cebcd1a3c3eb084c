"""A translation that a person has read and approved; whatever carries no such mark was made by a machine (R48)."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_MARK = re.compile(r"reviewed (?P<on>\d{4}-\d{2}-\d{2}) by (?P<by>.+), (?P<seal>[0-9a-f]{8})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Who approved one translation, and on which day. `seal` ties it to the two texts as they stood that day."""

    by: str
    on: date
    seal: str

    def comment(self) -> str:
        """The mark as it stands beside the translation."""
        return f"reviewed {self.on.isoformat()} by {self.by}, {self.seal}"


def seal_of(source: str, translated: str) -> str:
    """Eight hexadecimal digits that change when either text does: a review does not outlive what was read."""
    return hashlib.sha256(f"{source}\x00{translated}".encode()).hexdigest()[:8]


def review_in(comments: Iterable[str], *, source: str, translated: str) -> Review | None:
    """The review among a translation's comments, when it is of these very texts."""
    for comment in comments:
        found = _MARK.fullmatch(comment.strip())
        if found and found["seal"] == seal_of(source, translated):
            return Review(by=found["by"], on=date.fromisoformat(found["on"]), seal=found["seal"])
    return None
