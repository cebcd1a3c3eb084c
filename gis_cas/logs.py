"""How the processes write their log: one line a message, UTC, plain or JSON; never what somebody typed.

Each line names the request it was written for. Of an error only its kind and place are written: its text may hold a
name or an address, since drivers and parsers quote what they choke on.
"""

import json
import logging
import threading
import time
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from gis_cas.trace import trace_id

_PLAIN = "%(asctime)s %(levelname)-7s %(name)s %(request_id)s %(message)s"
_NOBODY = "-"
_OURS = ("gis_cas", "layers", "map_ui", "uvicorn.error")
_MOST_CAUSES, _MOST_STEPS = 4, 8

log = logging.getLogger(__name__)


def configure(*, level: str, json_lines: bool) -> None:
    """Send everything of ours from `level` on to standard error, of others only what is amiss; called once, by a door.

    Below a warning, libraries write what they read and send: rows, forms, addresses.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if json_lines else Plain())
    handler.addFilter(named)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
    threading.excepthook = _write_down


def described(error: BaseException) -> str:
    """The kind and the place of an error and of what caused it; not a word of its text."""
    chain: list[str] = []
    now: BaseException | None = error
    while now is not None and len(chain) < _MOST_CAUSES:
        steps = traceback.extract_tb(now.__traceback__)[-_MOST_STEPS:]
        where = " < ".join(f"{step.filename.rsplit('/', 1)[-1]}:{step.lineno} {step.name}" for step in reversed(steps))
        chain.append(f"{type(now).__name__} at {where or 'an unknown place'}")
        now = now.__cause__ or now.__context__
    return " | caused by ".join(chain)


def named(record: logging.LogRecord) -> bool:
    """Put the request's id into the record, and take what the queue quotes of a job's arguments out of it."""
    record.request_id = trace_id() or _NOBODY
    if record.name.startswith("procrastinate"):
        record.msg, record.args = f"the queue: {getattr(record, 'action', 'trouble')}", ()
    return True


class _WithoutTexts(logging.Formatter):
    """A formatter for which an error is its kind and its place."""

    def formatException(  # noqa: N802 - logging's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """One line about an error."""
        return described(ei[1]) if ei[1] is not None else ""


class Plain(_WithoutTexts):
    """A line of plain text."""

    def __init__(self) -> None:
        super().__init__(_PLAIN)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's name
        """The instant in UTC."""
        return time.strftime(datefmt or "%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))


class JsonLines(_WithoutTexts):
    """A line with one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object a message."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", _NOBODY),
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _write_down(args: threading.ExceptHookArgs) -> None:
    """What Python would print about an error that ends a thread, without its text."""
    if args.exc_value is not None:
        log.error("a thread ended: %s", described(args.exc_value))
