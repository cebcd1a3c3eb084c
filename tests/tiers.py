"""The long parts of `make test-all`, one after the other, as many as there is time for.

    python -m tests.tiers                             all of them
    python -m tests.tiers --minutes 50 --since EPOCH  those that fit into so many minutes after that instant

A part for which too little time is left is left out; one that is still running when the time is over is ended and
counts as left out too, unless something had failed. Either is said at the end, in words. A test that fails fails the
run.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CAUGHT_WITHIN_S = 60.0
NOTHING_TO_RUN = 5
"""pytest's status when a part has no test."""

KILLS, RUN, PAGES = "tests/acceptance/test_kills.py", "tests/integration/test_run.py", "tests/browser"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A row of the table; `seconds` is what it takes on two quiet cores, rounded up."""

    name: str
    seconds: float
    arguments: tuple[str, ...]


PARTS = (
    Part(name="faults: 100 times kill -9", seconds=300, arguments=(KILLS, "--kills", "100")),
    Part(name="starts by the clock on the wall", seconds=120, arguments=(RUN, "-m", "slow")),
    Part(
        name="properties, 2,000 examples each",
        seconds=240,
        arguments=("tests/unit", "tests/layers", "-m", "hypothesis", "--hypothesis-profile", "long", "-n", "2"),
    ),
    Part(
        name="whatever else is slow",
        seconds=240,
        arguments=("-m", "slow and not bench", f"--ignore={KILLS}", f"--ignore={RUN}", f"--ignore={PAGES}", "-n", "2"),
    ),
    Part(
        name="every page in every width, language and theme",
        seconds=900,
        arguments=(PAGES, "-m", "slow", "-n", "2", "--dist", "load"),
    ),
)


@dataclass(kw_only=True)
class Course:
    """One run through the parts; `deadline` in monotonic seconds, None when there is all the time in the world."""

    deadline: float | None
    command: tuple[str, ...] = (sys.executable, "-m", "pytest", "-x", "-q")

    def run(self, parts: Sequence[Part]) -> int:
        """Run what fits, say what did not; answers the status to end with."""
        left_out: list[str] = []
        for part in parts:
            left = self._left()
            if left < part.seconds:
                left_out.append(f"{part.name} (takes about {part.seconds:.0f} s, {max(left, 0):.0f} s were left)")
                continue
            say(f"{part.name}, about {part.seconds:.0f} s")
            status = self._run(part)
            if status is None:
                left_out.append(f"the rest of: {part.name} (the time was over)")
            elif status not in (0, NOTHING_TO_RUN):
                say(f"FAILED: {part.name}")
                return status
        for what in left_out:
            say(f"Left out: {what}")
        say(f"{len(parts) - len(left_out)} of {len(parts)} long parts were run to their end.")
        return 0

    def _left(self) -> float:
        return float("inf") if self.deadline is None else self.deadline - time.monotonic()

    def _run(self, part: Part) -> int | None:
        """The status of one part; None when its time was over before anything failed."""
        # what a shell starts in the background ignores this signal, and so would all that is started from here
        signal.signal(signal.SIGINT, signal.default_int_handler)
        process = subprocess.Popen([*self.command, *part.arguments], cwd=ROOT, start_new_session=True)
        left = self._left()
        try:
            return process.wait(None if left == float("inf") else max(left, 0.0))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGINT)  # pytest then sums up what it has done
        try:
            status = process.wait(CAUGHT_WITHIN_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return None
        return 1 if status == 1 else None


def say(sentence: str) -> None:
    """One line of our own between pytest's."""
    sys.stdout.write(f"· {sentence}\n")
    sys.stdout.flush()


def main() -> int:
    """Read the time there is, and go."""
    asked = argparse.ArgumentParser(prog="python -m tests.tiers")
    asked.add_argument("--minutes", type=float, help="the whole may take so long")
    asked.add_argument("--since", type=float, default=time.time(), help="counted from this instant (Unix seconds)")
    given = asked.parse_args()
    if given.minutes is None:
        return Course(deadline=None).run(PARTS)
    gone = time.time() - given.since
    return Course(deadline=time.monotonic() + given.minutes * 60 - gone).run(PARTS)


if __name__ == "__main__":
    sys.exit(main())
