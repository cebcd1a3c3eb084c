import threading
import time

import pytest

from gis_cas.errors import LocatorUnavailable
from gis_cas.service_requests import patience
from gis_cas.service_requests.patience import within


def test_an_answer_in_time_is_the_answer() -> None:
    assert within(5.0, lambda: 42) == 42


def test_an_answer_of_nothing_is_an_answer() -> None:
    assert within(5.0, lambda: None) is None


def test_a_fault_is_handed_on() -> None:
    with pytest.raises(ZeroDivisionError):
        within(5.0, lambda: 1 // 0)


def test_what_hangs_is_left_behind_and_too_many_are_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    monkeypatch.setattr(patience, "_places", threading.BoundedSemaphore(2))
    began = time.monotonic()
    for _ in range(3):
        with pytest.raises(LocatorUnavailable):
            within(0.05, lambda: gate.wait(30))
    assert time.monotonic() - began < 5
    gate.set()
