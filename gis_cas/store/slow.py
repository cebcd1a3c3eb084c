"""Statements that took long, as they stand in the code: their text with placeholders, never what was bound."""

import logging
import time
from typing import Any

from sqlalchemy import Engine, event

log = logging.getLogger(__name__)

OPTION = "gis_cas_slow_s"
_MOST_LETTERS = 300


def watch(engine: Engine, *, slow_ms: int) -> None:
    """Have every statement of this engine that takes so many milliseconds written down."""
    engine.update_execution_options(**{OPTION: slow_ms / 1000})
    event.listen(engine, "before_cursor_execute", _begin)
    event.listen(engine, "after_cursor_execute", _end)


def limit_of(engine: Engine) -> float:
    """Seconds from which on a statement is slow."""
    return float(engine.get_execution_options().get(OPTION, float("inf")))


def note(statement: str, seconds: float) -> None:
    """Write down a statement that was slow."""
    log.warning("%.0f ms: %s", seconds * 1000, " ".join(statement.split())[:_MOST_LETTERS])


def _begin(_conn: Any, _cursor: Any, _statement: str, _values: Any, context: Any, _many: Any) -> None:
    if context is not None:
        context.gis_cas_began = time.perf_counter()


def _end(conn: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: Any) -> None:
    seconds = time.perf_counter() - getattr(context, "gis_cas_began", float("inf"))
    if seconds >= limit_of(conn.engine):
        note(statement, seconds)
