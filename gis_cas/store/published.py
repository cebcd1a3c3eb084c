"""Writing the public projection, in the transaction of the event it shows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from gis_cas.store.history import as_json
from gis_cas.store.prepared import prepared


def project(
    conn: Connection,
    request_id: int,
    *,
    event_id: int,
    kind: str,
    at: datetime,
    facts: Mapping[str, Any],
    released_text: str | None = None,
) -> None:
    """Bring the public row up to the private one, and show the event with these public facts.

    `facts` and `released_text` are seen by anyone: no name, no contact, no free text that staff did not release (R43).
    """
    values = {
        "request_id": request_id,
        "event_id": event_id,
        "kind": kind,
        "at": at,
        "facts": as_json(dict(facts)),
        "released_text": released_text,
    }
    prepared("project").run(conn, values)
