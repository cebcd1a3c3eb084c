"""Processes under measurement, and what they weigh."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def process(
    command: list[str], *, port: int, ready: str, environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that listens on `port`, until `ready` answers 200; terminated afterwards."""
    child = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with suppress(httpx.HTTPError):
                if httpx.get(f"http://127.0.0.1:{port}{ready}", timeout=2).is_success:
                    break
            time.sleep(0.1)
        else:
            raise SystemExit(f"{command} did not come up")
        yield child
    finally:
        child.terminate()
        child.wait(timeout=20)


def resident_mb(pid: int) -> float:
    """Resident memory of a process in megabytes."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1000
    return 0.0
