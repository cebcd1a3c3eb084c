"""How many addresses `gis-cas geocode` finds in a second, from CSV to CSV, beside a loop that only counts."""

import csv
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Final

JOBS: Final = (1, 2)
FEW: Final = 20_000
MANY: Final = 120_000
COUNTED_TO: Final = 20_000_000
_NUMBER: Final = re.compile(r"(\d+)(?= [A-Z])")


def print_batch(words: Sequence[str], *, environment: Mapping[str, str]) -> None:
    """Two files of different lengths by one and by two processes: what the longer one takes more is the work itself.

    The rows are asked as they are and then again and again with other numbers of the same hundred, so that hardly any
    two have the same words. How fast two processes count at once, beside one alone, says how quiet the machine is.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for jobs in JOBS:
            few, many = (_seconds(folder, words, rows, jobs=jobs, environment=environment) for rows in (FEW, MANY))
            sys.stdout.write(
                f"gis-cas geocode --jobs {jobs}: {(MANY - FEW) / (many - few):8,.0f} addresses/s; with its start "
                f"{MANY:,} rows in {many:.1f} s, {MANY / many:,.0f}/s; the machine counts {_quietness(jobs):.2f} as "
                "fast as it can\n"
            )


def _seconds(folder: Path, words: Sequence[str], rows: int, *, jobs: int, environment: Mapping[str, str]) -> float:
    source = folder / f"{rows}.csv"
    if not source.exists():
        _write(source, words, rows)
    command = [sys.executable, "-m", "gis_cas.cli", "geocode", str(source), "--jobs", str(jobs)]
    out = folder / "out.csv"
    began = time.perf_counter()
    subprocess.run([*command, "--out", str(out)], check=True, env={**os.environ, **environment})
    taken = time.perf_counter() - began
    with out.open(encoding="utf-8", newline="") as file:
        if sum(1 for _ in csv.reader(file)) != rows + 1:
            raise ValueError("Rows are missing from what was written.")
    return taken


def _write(target: Path, words: Sequence[str], rows: int) -> None:
    chance = random.Random(2002)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "address"])
        for row in range(rows):
            asked = words[row % len(words)]
            writer.writerow([row, asked if row < len(words) else _moved(asked, chance)])


def _moved(words: str, chance: random.Random) -> str:
    match = _NUMBER.match(words)
    if match is None:
        return words
    number = int(match.group())
    return f"{number - number % 100 + chance.randrange(100)}{words[match.end() :]}"


def _quietness(processes: int) -> float:
    """The best that one process counted, as a share of what each of several at once does now."""
    with get_context("spawn").Pool(processes) as pool:
        alone = min(pool.apply(_count) for _ in range(3))
        at_once = pool.map(_count, range(processes), chunksize=1)
    return alone / max(at_once)


def _count(_: object = None) -> float:
    began = time.perf_counter()
    for _step in range(COUNTED_TO):
        pass
    return time.perf_counter() - began
