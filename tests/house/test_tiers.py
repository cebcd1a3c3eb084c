"""The long parts: run while there is time, left out in words when there is none, never silently."""

import re
import sys
import time

import pytest

from tests.house.tree import ROOT, read
from tests.tiers import PARTS, Course, Part

PYTHON = (sys.executable, "-c")


def part(name: str, code: str, *, seconds: float = 0) -> Part:
    return Part(name=name, seconds=seconds, arguments=(code,))


def course(*, seconds: float | None) -> Course:
    return Course(deadline=None if seconds is None else time.monotonic() + seconds, command=PYTHON)


def test_without_a_limit_every_part_runs(capfd: pytest.CaptureFixture[str]) -> None:
    assert course(seconds=None).run([part("one", "print('1 passed')", seconds=9e9), part("two", "")]) == 0
    said = capfd.readouterr().out
    assert "1 passed" in said
    assert "2 of 2 long parts" in said


def test_what_does_not_fit_is_left_out_in_words_and_what_fits_still_runs(capfd: pytest.CaptureFixture[str]) -> None:
    assert (
        course(seconds=30).run([part("long", "raise SystemExit(1)", seconds=900), part("short", "print('ran')")]) == 0
    )
    said = capfd.readouterr().out
    assert "Left out: long (takes about 900 s" in said
    assert "ran" in said
    assert "1 of 2 long parts" in said


def test_what_runs_out_of_time_is_ended_and_said(capfd: pytest.CaptureFixture[str]) -> None:
    assert course(seconds=1).run([part("endless", "import time; time.sleep(60)")]) == 0
    assert "Left out: the rest of: endless" in capfd.readouterr().out


def test_a_failure_fails_also_when_the_time_is_over() -> None:
    late = "import time\ntry: time.sleep(60)\nexcept KeyboardInterrupt: raise SystemExit(1)"
    assert course(seconds=1).run([part("late", late)]) == 1
    assert course(seconds=None).run([part("at once", "raise SystemExit(1)"), part("never", "raise SystemExit(3)")]) == 1


def test_a_part_without_tests_is_no_failure() -> None:
    assert course(seconds=None).run([part("empty", "raise SystemExit(5)")]) == 0


def test_the_parts_name_files_that_exist_and_stay_within_forty_minutes_with_the_quick_ones() -> None:
    for each in PARTS:
        for path in re.findall(r"(?<![\w=])tests/[\w/]+(?:\.py)?", " ".join(each.arguments)):
            assert (ROOT / path).exists(), path
    assert sum(each.seconds for each in PARTS) <= 30 * 60


def test_ci_runs_lint_audit_tests_and_then_what_fits() -> None:
    lines = read(".ci/run").splitlines()
    does = [line for line in lines if line and not line.startswith("#")]
    order = [next(n for n, line in enumerate(does) if word in line) for word in ("lint", "audit", "make test", "tiers")]
    assert order == sorted(order)
