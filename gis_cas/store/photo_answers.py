"""Photos that were taken far from the place of their request, and what their sender said to it."""

from datetime import datetime

from sqlalchemy import Connection, text

from gis_cas.domain.attachment import FAR_FROM_PLACE_FT, PlaceDoubt, WhichPlace
from gis_cas.store.changed_ground import NOBODYS_WORK


def doubt_about(conn: Connection, number: str) -> PlaceDoubt | None:
    """The first photo of a request that lies farther from its place than that place's own radius and 300 ft."""
    statement = text("""
        SELECT a.id, e.feet_from_pin, x.answer, coalesce(s.source IN ('pin', 'phone'), false) AS pinned
          FROM cas.service_request AS r
          JOIN cas.attachment AS a ON a.request_id = r.id
          JOIN cas.photo_evidence AS e ON e.attachment_id = a.id
          LEFT JOIN cas.place AS s ON s.id = r.stated_place_id
          LEFT JOIN cas.place AS p ON p.id = r.place_id
          LEFT JOIN cas.photo_answer AS x ON x.request_id = r.id
         WHERE r.number = :number AND e.geom IS NOT NULL
           AND e.feet_from_pin > greatest(:far, coalesce(s.radius_ft, p.radius_ft, 0))
           AND (x.attachment_id IS NULL OR x.attachment_id = a.id)
         ORDER BY a.id LIMIT 1
    """)
    row = conn.execute(statement, {"number": number, "far": FAR_FROM_PLACE_FT}).one_or_none()
    if row is None:
        return None
    return PlaceDoubt(
        attachment_id=row.id,
        feet=row.feet_from_pin,
        pinned=row.pinned,
        answer=WhichPlace(row.answer) if row.answer else None,
    )


def add_answer(conn: Connection, request_id: int, attachment_id: int, answer: WhichPlace, *, at: datetime) -> None:
    """Keep what was said."""
    statement = text(
        "INSERT INTO cas.photo_answer (request_id, attachment_id, answer, answered_at)"
        " VALUES (:request_id, :attachment_id, :answer, :at)"
    )
    values = {"request_id": request_id, "attachment_id": attachment_id, "answer": answer.value, "at": at}
    conn.execute(statement, values)


def in_hand(conn: Connection, request_id: int) -> bool:
    """Whether somebody has begun to deal with a request."""
    statement = text("SELECT EXISTS (SELECT 1 FROM cas.event WHERE request_id = :id AND kind <> ALL (:kinds))")
    return bool(conn.execute(statement, {"id": request_id, "kinds": list(NOBODYS_WORK)}).scalar_one())
