"""Processes that belong to one another: children that end with their parent, and a parent that ends its children."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import FrameType

from gis_cas.settings import CHECKOUT

WORN_OUT = 75
"""The status with which a child ends that wants to be started again (EX_TEMPFAIL)."""

_LOOK_EVERY_S = 0.5
_GRACE_S = 15.0


class Terminated(SystemExit):
    """Somebody asked this process to end; what it holds is given back on the way out."""


def end_when_asked() -> None:
    """Let SIGTERM and SIGHUP unwind like Ctrl-C does, so that everything started is stopped."""
    for asked in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, _unwind)


def end_with_parent(parent: int | None) -> None:
    """Ask this process to end as soon as `parent` is gone, however it went; nothing happens for None."""
    if parent is not None:
        threading.Thread(target=_watch, args=(parent,), daemon=True, name="watch the parent").start()


def start_child(name: str, *, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start `gis-cas NAME` out of reach of the terminal's Ctrl-C, which is for the parent to pass on."""
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "gis_cas.cli", name, "--parent", str(os.getpid())],
        cwd=CHECKOUT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def end_children(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask all of them to end, and after a while insist; meanwhile nothing interrupts us."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    for child in children:
        with suppress(ProcessLookupError):
            child.terminate()
    deadline = time.monotonic() + _GRACE_S
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY_S)
    os.kill(os.getpid(), signal.SIGTERM)


def _unwind(number: int, _frame: FrameType | None) -> None:
    raise Terminated(128 + number)
