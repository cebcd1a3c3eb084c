"""How the processes write their log: one line a message, UTC, plain or JSON; never what somebody typed."""

import json
import logging
import time
from datetime import UTC, datetime

_PLAIN = "%(asctime)s %(levelname)-7s %(name)s %(message)s"


def configure(*, level: str, json_lines: bool) -> None:
    """Send everything from `level` on to standard error; called once, by a door."""
    handler = logging.StreamHandler()
    handler.setFormatter(_JsonLines() if json_lines else _Plain(_PLAIN))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("alembic", "uvicorn.access", "procrastinate"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))


class _Plain(logging.Formatter):
    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's name
        """The instant in UTC."""
        return time.strftime(datefmt or "%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """One JSON object a message."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
