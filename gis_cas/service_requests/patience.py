"""Waiting for something that may never answer, no longer than a limit."""

import threading
from collections.abc import Callable
from typing import TypeVar

from gis_cas.errors import LocatorUnavailable

Answer = TypeVar("Answer")

MOST_WAITING = 16
"""Calls that may hang at once; with so many hanging the next one is not begun."""

_places = threading.BoundedSemaphore(MOST_WAITING)


def within(limit_s: float, call: Callable[[], Answer]) -> Answer:
    """The call's answer; raises LocatorUnavailable when it takes longer than `limit_s` seconds."""
    if not _places.acquire(timeout=limit_s):
        raise LocatorUnavailable(SENTENCE)
    answers: list[Answer] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(call())
        except BaseException as error:  # noqa: BLE001 - handed on to who waits
            errors.append(error)
        finally:
            _places.release()

    thread = threading.Thread(target=run, name="locator", daemon=True)
    thread.start()
    thread.join(limit_s)
    if errors:
        raise errors[0]
    if not answers:
        raise LocatorUnavailable(SENTENCE)
    return answers[0]


SENTENCE = (
    "Our address finder does not answer at the moment. Your request is kept and will be placed as soon as it does."
)
