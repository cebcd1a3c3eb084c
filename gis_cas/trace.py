"""Which request of the wire the work in hand belongs to: set by doors, carried by jobs, written into every log line."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_TRACE: ContextVar[str | None] = ContextVar("gis_cas_trace", default=None)

ARGUMENT = "trace_id"
"""A job's argument that names the request which deferred it."""


def trace_id() -> str | None:
    """The id of the request that this thread or task works for; None when nobody asked for it."""
    return _TRACE.get()


@contextmanager
def working_for(request_id: str | None) -> Iterator[None]:
    """Everything inside is done for this request, also in threads that inherit the context."""
    before = _TRACE.set(request_id)
    try:
        yield
    finally:
        _TRACE.reset(before)
