"""The colour of a request as SQL: derived from `published.request.due_at` against an instant, never stored."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, String, case, literal

from gis_cas.policy.clock import LONG_PAST, SOON, URGENT
from gis_cas.store.tables.published import published_request as request

WORST_FIRST = ("long_past", "past", "urgent", "soon", "fresh", "answered", "referred")
CLOSED = "closed"


def edges(now: datetime) -> Mapping[str, datetime]:
    """The instants between one state and the next, as binds."""
    return {
        "now": now,
        "urgent_until": now + URGENT,
        "soon_until": now + SOON,
        "long_past_before": now - LONG_PAST,
    }


def state_at(now: datetime) -> ColumnElement[str]:
    """The state of a row of published.request: the same words as policy.clock.AnswerState, and `closed`."""
    at = edges(now)
    due = request.c.due_at
    return case(
        (request.c.status == CLOSED, literal(CLOSED, String)),
        ((due.is_(None)) & (request.c.owner_type == "agency"), literal("referred", String)),
        (due.is_(None), literal("answered", String)),
        (due < at["long_past_before"], literal("long_past", String)),
        (due < at["now"], literal("past", String)),
        (due < at["urgent_until"], literal("urgent", String)),
        (due <= at["soon_until"], literal("soon", String)),
        else_=literal("fresh", String),
    )
