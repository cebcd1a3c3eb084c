"""Let everybody see a photo, or take it back: an act of a person, with a name and an hour in the history."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from gis_cas.domain.attachment import AttachmentState
from gis_cas.errors import WrongState
from gis_cas.service_requests.office import Office
from gis_cas.store import attachments as rows
from gis_cas.store.attachments import StoredAttachment
from gis_cas.store.desk import touched
from gis_cas.store.history import record
from gis_cas.store.published import project
from gis_cas.store.requests import held


def release_photo(office: Office, number: str, attachment_id: int, *, actor: str, now: datetime) -> None:
    """Show a photo on the request's public page; raises UnknownRequest, NotFound, WrongState for what is no photo."""
    with office.engine.begin() as conn:
        request, one = held(conn, number), rows.one(conn, number, attachment_id)
        if one.erased or one.state is not AttachmentState.KEPT or not one.is_image:
            raise WrongState("Only a photo that was looked at and kept can be shown to everybody.")
        if one.released_at is not None:
            return
        rows.show(conn, one, at=now)
        rows.change(conn, one.id, released_at=now)
        _note(conn, request, one, kind="photo_released", actor=actor, now=now)


def withhold_photo(office: Office, number: str, attachment_id: int, *, actor: str, now: datetime) -> None:
    """Take a photo back from the public page; its address answers nothing from then on. Raises as `release_photo`."""
    with office.engine.begin() as conn:
        request, one = held(conn, number), rows.one(conn, number, attachment_id)
        if one.released_at is None:
            return
        rows.hide(conn, one)
        rows.change(conn, one.id, released_at=None)
        _note(conn, request, one, kind="photo_withheld", actor=actor, now=now)


def _note(conn: Connection, request: Row[Any], one: StoredAttachment, *, kind: str, actor: str, now: datetime) -> None:
    facts = {"attachment": one.id}
    event_id = record(conn, request_id=request.id, at=now, actor=actor, kind=kind, facts=facts)
    touched(conn, request.id, at=now)
    project(conn, request.id, event_id=event_id, kind=kind, at=now, facts={})
