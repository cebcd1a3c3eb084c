"""Put a file on a request: looked at first, durable before its row, told in the history by its id alone."""

import logging
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from sqlalchemy import Connection

from gis_cas.attachments.arrived import Arrived, hash_of
from gis_cas.attachments.cabinet import Cabinet, Looked
from gis_cas.attachments.kinds import Kind
from gis_cas.attachments.names import display_name
from gis_cas.attachments.pictures import Busy, Picture, Refused
from gis_cas.attachments.scanners import ScannerAway
from gis_cas.attachments.stores import Area, NoRoom
from gis_cas.domain.attachment import AttachmentState, Outcome, Refusal, Scan
from gis_cas.errors import FilesUnavailable
from gis_cas.service_requests.office import Office
from gis_cas.store import attachments as rows
from gis_cas.store.desk import touched
from gis_cas.store.history import record
from gis_cas.store.requests import held

log = logging.getLogger(__name__)

MOST_PER_REQUEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sending:
    """One sending: to which request, by whom, when."""

    office: Office
    cabinet: Cabinet
    number: str
    actor: str
    now: datetime


def attach(
    office: Office, cabinet: Cabinet, number: str, arrived: Iterable[Arrived], *, actor: str, now: datetime
) -> tuple[Outcome, ...]:
    """Keep these files with the request; each stands or falls by itself, and the same content counts once.

    A file that cannot be looked at now (the scanner is away, too much at once) waits in quarantine, where nobody sees
    it. Raises UnknownRequest, StoreUnavailable.
    """
    sending = _Sending(office=office, cabinet=cabinet, number=number, actor=actor, now=now)
    with office.statements.connect() as conn:
        known = rows.received_hashes(conn, number)
    outcomes = []
    for ordinal, file in enumerate(arrived, start=1):
        outcome = _one(sending, file, known, ordinal=ordinal)
        if outcome.id is not None:
            known[file.sha256] = outcome.id
        if outcome.refusal is not None:
            log.info("a file for %s was not kept: %s", number, outcome.refusal.value)
        outcomes.append(outcome)
    return tuple(outcomes)


def attach_if_possible(
    office: Office, cabinet: Cabinet, number: str, arrived: Iterable[Arrived], *, actor: str, now: datetime
) -> tuple[Outcome, ...]:
    """The same for a request that was received a moment ago: its number stands, so nothing is raised."""
    files = tuple(arrived)
    try:
        return attach(office, cabinet, number, files, actor=actor, now=now)
    except Exception as error:  # noqa: BLE001 - the number is given: no fault over a photo may reach the requester
        log.error("files for %s could not be kept: %s", number, type(error).__name__)  # noqa: TRY400 - no text
        return tuple(_refused(ordinal, Refusal.AWAY) for ordinal in range(1, len(files) + 1))


def _one(sending: _Sending, file: Arrived, known: Mapping[str, int], *, ordinal: int) -> Outcome:
    if file.sha256 in known and file.refusal is None:
        return Outcome(ordinal=ordinal, state=AttachmentState.KEPT, id=known[file.sha256])
    if file.refusal is not None or len(known) >= MOST_PER_REQUEST:
        return _refused(ordinal, file.refusal or Refusal.REQUEST_FULL)
    try:
        kind = sending.cabinet.kind(file.file)
        looked = _look(sending.cabinet, file.file, kind)
        found = _keep(sending, file, kind, looked)
    except Refused as refused:
        return _refused(ordinal, refused.refusal)
    except FilesUnavailable as error:
        return _refused(ordinal, Refusal.NO_ROOM if isinstance(error, NoRoom) else Refusal.AWAY)
    state = AttachmentState.WAITING if looked is None else AttachmentState.KEPT
    return Outcome(ordinal=ordinal, state=state, id=found)


def _look(cabinet: Cabinet, file: IO[bytes], kind: Kind) -> Looked | None:
    try:
        return cabinet.look(file, kind)
    except (ScannerAway, Busy) as reason:
        log.warning("a file waits in quarantine: %s", type(reason).__name__)
        return None


def _keep(sending: _Sending, file: Arrived, kind: Kind, looked: Looked | None) -> int:
    cabinet, now = sending.cabinet, sending.now
    with sending.office.engine.begin() as conn:
        rows.share_files(conn)
        kept: dict[str, Any] = {"state": AttachmentState.WAITING.value, "scan": Scan.NOT_SCANNED.value}
        if looked is None:
            cabinet.store.put(Area.QUARANTINE, file.sha256, file.file)
        else:
            kept = keep_files(cabinet, looked, file.file, sha256=file.sha256, size=file.size, now=now)
        request = held(conn, sending.number)
        row = {
            "request_id": request.id,
            "added_at": now,
            "actor": sending.actor,
            "name": display_name(file.name, suffix=".jpg" if kind.is_image else kind.suffix),
            "received_sha256": file.sha256,
            "media_type": kind.media_type,
        }
        found = rows.add(conn, **(row | kept))
        if found is None:  # the same file came in the same instant
            return rows.received_hashes(conn, sending.number)[file.sha256]
        keep_evidence(conn, sending.office, found, looked.picture if looked else None)
        facts = {"attachment": found}
        record(conn, request_id=request.id, at=now, actor=sending.actor, kind="attached", facts=facts)
        touched(conn, request.id, at=now)
    return found


def keep_files(
    cabinet: Cabinet, looked: Looked, file: IO[bytes], *, sha256: str, size: int, now: datetime
) -> dict[str, Any]:
    """Put into the store what is kept of a file that was looked at; answers the row's columns.

    Of a picture these are its copies, and what arrived only under the Clerk's seal; any other file is kept as it came.
    """
    scanned = {"scan": looked.scan.value, "scanned_at": None if looked.scan is Scan.NOT_SCANNED else now}
    columns: dict[str, Any] = {"state": AttachmentState.KEPT.value, **scanned}
    picture = looked.picture
    if picture is None:
        cabinet.store.put(Area.ATTACHMENTS, sha256, file)
        return columns | {"sha256": sha256, "byte_size": size}
    copies = {"sha256": picture.web.body, "small_sha256": picture.small.body}
    for column, body in copies.items():
        columns[column] = cabinet.keep_copy(body)
    columns["original_sha256"] = _seal(cabinet, file)
    size_of = {"byte_size": len(picture.web.body), "width": picture.web.width, "height": picture.web.height}
    return columns | size_of | {"media_type": "image/jpeg"}


def keep_evidence(conn: Connection, office: Office, attachment_id: int, picture: Picture | None) -> None:
    """Keep what a picture's EXIF said, apart from it."""
    if picture is not None and picture.evidence.says_anything:
        rows.add_evidence(conn, attachment_id, picture.evidence, office.projection)


def _seal(cabinet: Cabinet, file: IO[bytes]) -> str | None:
    if cabinet.seal is None:
        return None
    with tempfile.TemporaryFile() as sealed:
        cabinet.seal.seal(file, sealed)
        sha256 = hash_of(sealed)
        cabinet.store.put(Area.ORIGINALS, sha256, sealed)
    return sha256


def _refused(ordinal: int, refusal: Refusal) -> Outcome:
    return Outcome(ordinal=ordinal, state=AttachmentState.REFUSED, refusal=refusal)
