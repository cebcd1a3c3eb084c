"""Rows of attachments, their evidence and their public copies; the order of locks between rows and files."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, case, delete, func, insert, or_, select, text, true, union_all, update
from sqlalchemy.dialects.postgresql import insert as insert_or_not

from gis_cas.domain.attachment import AttachmentState, PhotoEvidence, Refusal, Scan
from gis_cas.errors import NotFound
from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from gis_cas.store.tables.attachments import attachment, photo_evidence, published_attachment
from gis_cas.store.tables.requests import place, service_request

_FILES = 3_119_204
"""The advisory lock that everybody shares who puts a file and its row, and that is held alone to take files away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAttachment:
    """One attachment of a request; names and hashes are empty once it was blanked (`erased`)."""

    id: int
    number: str
    name: str
    media_type: str
    state: AttachmentState
    refusal: Refusal | None
    scan: Scan
    added_at: datetime
    actor: str
    sha256: str | None
    small_sha256: str | None
    original_sha256: str | None
    received_sha256: str | None
    byte_size: int | None
    width: int | None
    height: int | None
    released_at: datetime | None
    erased: bool
    evidence: PhotoEvidence | None

    @property
    def is_image(self) -> bool:
        """Whether there are copies to look at."""
        return self.small_sha256 is not None


def share_files(conn: Connection) -> None:
    """Until this transaction ends, nobody takes a file away: what is put now will still be there when it commits."""
    conn.execute(text("SELECT pg_advisory_xact_lock_shared(:key)"), {"key": _FILES})


def hold_files(conn: Connection) -> None:
    """Until this transaction ends, nobody puts a file: one that no row uses may be taken away."""
    conn.execute(text("SET LOCAL statement_timeout = '60s'"))  # a large file may be on its way into a bucket
    conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _FILES})


def received_hashes(conn: Connection, number: str) -> dict[str, int]:
    """What arrived for a request already: from its hash to the attachment's id."""
    wanted = (
        select(attachment.c.received_sha256, attachment.c.id)
        .join(service_request, service_request.c.id == attachment.c.request_id)
        .where(service_request.c.number == number, attachment.c.received_sha256.is_not(None))
    )
    return {row.received_sha256: row.id for row in conn.execute(wanted)}


def add(conn: Connection, **values: Any) -> int | None:
    """Add a row; None when the same content came for this request before."""
    row = (
        insert_or_not(attachment)
        .values(values)
        .on_conflict_do_nothing(index_elements=[attachment.c.request_id, attachment.c.received_sha256])
    )
    found: int | None = conn.execute(row.returning(attachment.c.id)).scalar_one_or_none()
    return found


def add_evidence(conn: Connection, attachment_id: int, evidence: PhotoEvidence, projection: Projection) -> None:
    """Keep what the photo said, with its distance from the request's place as it is known now."""
    position = evidence.position
    feet = None
    if position is not None:
        x_ft, y_ft = projection.to_ft(position)
        here = func.ST_SetSRID(func.ST_MakePoint(x_ft, y_ft), projection.srid_ft)
        wanted = (
            select(func.ST_Distance(place.c.geom_ft, here))
            .select_from(attachment)
            .join(service_request, service_request.c.id == attachment.c.request_id)
            .join(place, place.c.id.in_([service_request.c.place_id, service_request.c.stated_place_id]))
            .where(attachment.c.id == attachment_id, place.c.geom_ft.is_not(None))
            .order_by(case((place.c.id == service_request.c.place_id, 0), else_=1))
            .limit(1)
        )
        feet = conn.execute(wanted).scalar_one_or_none()
    conn.execute(
        insert(photo_evidence).values(
            attachment_id=attachment_id,
            geom=f"SRID=4326;{position.wkt()}" if position else None,
            taken_at=evidence.taken_at,
            feet_from_pin=feet,
        )
    )


def of_request(conn: Connection, number: str) -> tuple[StoredAttachment, ...]:
    """Every attachment of a request, in the order they came."""
    wanted = _all().where(service_request.c.number == number).order_by(attachment.c.id)
    return tuple(_stored(row) for row in conn.execute(wanted))


def one(conn: Connection, number: str, attachment_id: int) -> StoredAttachment:
    """One attachment of a request; raises NotFound."""
    wanted = _all().where(service_request.c.number == number, attachment.c.id == attachment_id)
    row = conn.execute(wanted).one_or_none()
    if row is None:
        raise NotFound("This file does not belong to the request.")
    return _stored(row)


def next_waiting(conn: Connection, *, after: int) -> StoredAttachment | None:
    """The next attachment in quarantine that no other worker holds, locked until the transaction ends."""
    wanted = _all().where(attachment.c.state == AttachmentState.WAITING.value, attachment.c.id > after)
    locked = wanted.order_by(attachment.c.id).limit(1).with_for_update(of=attachment, skip_locked=True)
    row = conn.execute(locked).one_or_none()
    return None if row is None else _stored(row)


def change(conn: Connection, attachment_id: int, **values: Any) -> None:
    """Note what was found out about an attachment."""
    conn.execute(update(attachment).where(attachment.c.id == attachment_id).values(values))


def show(conn: Connection, one: StoredAttachment, *, at: datetime) -> None:
    """Let everybody see a photo."""
    row = insert_or_not(published_attachment).values(
        number=one.number,
        sha256=one.sha256,
        small_sha256=one.small_sha256,
        width=one.width,
        height=one.height,
        released_at=at,
    )
    conn.execute(row.on_conflict_do_nothing())


def hide(conn: Connection, one: StoredAttachment) -> None:
    """Take a photo back from the public."""
    conn.execute(
        delete(published_attachment).where(
            published_attachment.c.number == one.number, published_attachment.c.sha256 == one.sha256
        )
    )


def blank(conn: Connection, attachment_id: int, *, at: datetime) -> None:
    """Blank what was said and kept (records role only)."""
    blanks = dict.fromkeys(("received_sha256", "sha256", "small_sha256", "original_sha256", "released_at"))
    change(conn, attachment_id, name="", erased_at=at, **blanks)
    conn.execute(
        update(photo_evidence)
        .where(photo_evidence.c.attachment_id == attachment_id)
        .values(geom=None, taken_at=None, feet_from_pin=None, erased_at=at)
    )


def used(conn: Connection, area: str, hashes: Collection[str]) -> set[str]:
    """Those of the files in an area of the store that a row still names."""
    columns = {
        "attachments": (attachment.c.sha256, attachment.c.small_sha256),
        "originals": (attachment.c.original_sha256,),
        "quarantine": (attachment.c.received_sha256,),
    }[area]
    only = attachment.c.state == AttachmentState.WAITING.value if area == "quarantine" else true()
    wanted = [select(column.label("hash")).where(column.in_(hashes), only) for column in columns]
    return set(conn.scalars(union_all(*wanted)))


def named_files(conn: Connection, *, after: int, most: int) -> Sequence[Any]:
    """Rows whose files should be there, in the order of their ids: id and the hashes, a page at a time."""
    wanted = (
        select(
            attachment.c.id,
            attachment.c.state,
            attachment.c.received_sha256,
            attachment.c.sha256,
            attachment.c.small_sha256,
            attachment.c.original_sha256,
            attachment.c.missing_since,
        )
        .where(
            attachment.c.id > after,
            attachment.c.erased_at.is_(None),
            or_(attachment.c.sha256.is_not(None), attachment.c.state == AttachmentState.WAITING.value),
        )
        .order_by(attachment.c.id)
        .limit(most)
    )
    return conn.execute(wanted).all()


def _all() -> Any:
    columns = [column for column in attachment.c if column.name not in {"request_id", "missing_since", "scanned_at"}]
    return (
        select(
            *columns,
            service_request.c.number,
            photo_evidence.c.attachment_id.label("evidence_id"),
            photo_evidence.c.taken_at,
            photo_evidence.c.feet_from_pin,
            func.ST_X(photo_evidence.c.geom).label("lon"),
            func.ST_Y(photo_evidence.c.geom).label("lat"),
        )
        .select_from(attachment)
        .join(service_request, service_request.c.id == attachment.c.request_id)
        .outerjoin(photo_evidence, photo_evidence.c.attachment_id == attachment.c.id)
    )


def _stored(row: Row[Any]) -> StoredAttachment:
    evidence = None
    if row.evidence_id is not None:
        position = Position(lon=row.lon, lat=row.lat) if row.lon is not None else None
        evidence = PhotoEvidence(position=position, taken_at=row.taken_at, feet_from_pin=row.feet_from_pin)
    same = ("id", "number", "name", "media_type", "added_at", "actor", "sha256", "small_sha256", "original_sha256")
    more = ("received_sha256", "byte_size", "width", "height", "released_at")
    return StoredAttachment(
        **{name: getattr(row, name) for name in (*same, *more)},
        state=AttachmentState(row.state),
        refusal=Refusal(row.refusal) if row.refusal else None,
        scan=Scan(row.scan),
        erased=row.erased_at is not None,
        evidence=evidence if evidence is not None and evidence.says_anything else None,
    )
