"""Locks on files, which the system gives back when their holder dies, however it dies."""

import fcntl
import os
from pathlib import Path


def take_alone(path: Path) -> int | None:
    """Take the lock exclusively, without waiting; None when somebody else has it."""
    return _take(path, fcntl.LOCK_EX)


def take_shared(path: Path) -> int | None:
    """Take the lock together with others, without waiting; None when somebody has it alone."""
    return _take(path, fcntl.LOCK_SH)


def wait_alone(path: Path) -> int:
    """Take the lock exclusively, however long that takes."""
    handle = _open(path)
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def release(handle: int | None) -> None:
    """Give a lock back; nothing happens for None."""
    if handle is not None:
        os.close(handle)


def _take(path: Path, kind: int) -> int | None:
    handle = _open(path)
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
