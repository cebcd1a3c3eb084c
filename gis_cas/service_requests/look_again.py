"""Look at what waits in quarantine: keep it, or note why not; then nothing of it stays there."""

import logging
import tempfile
from datetime import datetime
from typing import IO

from sqlalchemy import Connection, Engine

from gis_cas.attachments.cabinet import Cabinet
from gis_cas.attachments.kinds import BY_MEDIA_TYPE
from gis_cas.attachments.pictures import Busy, Refused
from gis_cas.attachments.scanners import ScannerAway
from gis_cas.attachments.stores import Area
from gis_cas.domain.attachment import AttachmentState, Refusal, Scan
from gis_cas.errors import FilesUnavailable
from gis_cas.service_requests.attach import keep_evidence, keep_files
from gis_cas.service_requests.locate import BY_THE_SERVICE
from gis_cas.service_requests.office import Office
from gis_cas.store import attachments as rows
from gis_cas.store.attachments import StoredAttachment
from gis_cas.store.history import record
from gis_cas.store.requests import held

log = logging.getLogger(__name__)


def look_again(office: Office, cabinet: Cabinet, *, now: datetime) -> int:
    """Look at everything that waits, one transaction each, and answer how many waited no longer.

    Ends at once when the scanner is still away. A file that is missing is left for the sweep to report.
    """
    done, after = 0, 0
    while True:
        with office.engine.begin() as conn:
            one = rows.next_waiting(conn, after=after)
            if one is None or one.received_sha256 is None:
                return done
            after = one.id
            try:
                _look_at(conn, office, cabinet, one, now=now)
            except (ScannerAway, Busy):
                return done
            except FilesUnavailable as error:
                log.warning("attachment %d waits on: %s", one.id, error.message)
                continue
        let_go(office.engine, cabinet, Area.QUARANTINE, [one.received_sha256])
        done += 1


def let_go(engine: Engine, cabinet: Cabinet, area: Area, hashes: list[str]) -> int:
    """Take those of the files away that no row names; answers how many."""
    with engine.begin() as conn:
        rows.hold_files(conn)
        unused = set(hashes) - rows.used(conn, area.value, hashes)
        for sha256 in sorted(unused):
            cabinet.store.remove(area, sha256)
    return len(unused)


def _look_at(conn: Connection, office: Office, cabinet: Cabinet, one: StoredAttachment, *, now: datetime) -> None:
    kind = BY_MEDIA_TYPE[one.media_type]
    sha256 = one.received_sha256 or ""
    with tempfile.TemporaryFile() as file:
        size = _fetch(cabinet, sha256, file)
        try:
            looked = cabinet.look(file, kind)
        except Refused as refused:
            _refuse(conn, one, refused.refusal, now=now)
            return
        rows.share_files(conn)
        kept = keep_files(cabinet, looked, file, sha256=sha256, size=size, now=now)
    rows.change(conn, one.id, **kept)
    keep_evidence(conn, office, one.id, looked.picture)


def _fetch(cabinet: Cabinet, sha256: str, file: IO[bytes]) -> int:
    return sum(file.write(piece) for piece in cabinet.store.read(Area.QUARANTINE, sha256))


def _refuse(conn: Connection, one: StoredAttachment, refusal: Refusal, *, now: datetime) -> None:
    scan = Scan.FOUND if refusal is Refusal.VIRUS else one.scan
    rows.change(
        conn, one.id, state=AttachmentState.REFUSED.value, refusal=refusal.value, scan=scan.value, scanned_at=now
    )
    request = held(conn, one.number)
    facts = {"attachment": one.id, "why": refusal.value}
    record(conn, request_id=request.id, at=now, actor=BY_THE_SERVICE, kind="attachment_refused", facts=facts)
