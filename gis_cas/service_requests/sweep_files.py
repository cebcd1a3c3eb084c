"""Files without a row go after a day; rows without a file are marked, so that an operator hears of them."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from gis_cas.attachments.cabinet import Cabinet
from gis_cas.attachments.stores import Area
from gis_cas.domain.attachment import AttachmentState
from gis_cas.service_requests.look_again import let_go
from gis_cas.store import attachments as rows

log = logging.getLogger(__name__)

KEPT_WITHOUT_ROW = timedelta(days=1)
_PAGE = 500
_AT_ONCE = 50
"""Files removed while nobody may put one; whoever sends a photo waits for no more than these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What one sweep did."""

    removed: int
    missing: int
    found_again: int


def sweep_files(engine: Engine, cabinet: Cabinet, *, now: datetime) -> Swept:
    """One walk through the store and one through the rows; raises FilesUnavailable."""
    present: set[tuple[Area, str]] = set()
    old: dict[Area, list[str]] = {area: [] for area in Area}
    for file in cabinet.store.files():
        present.add((file.area, file.sha256))
        if file.stored_at < now - KEPT_WITHOUT_ROW:
            old[file.area].append(file.sha256)
    cabinet.store.sweep_aside(now - KEPT_WITHOUT_ROW)
    removed = sum(
        let_go(engine, cabinet, area, hashes[start : start + _AT_ONCE])
        for area, hashes in old.items()
        for start in range(0, len(hashes), _AT_ONCE)
    )
    missing, found_again = _mark(engine, cabinet, present, now=now)
    return Swept(removed=removed, missing=missing, found_again=found_again)


def _mark(engine: Engine, cabinet: Cabinet, present: set[tuple[Area, str]], *, now: datetime) -> tuple[int, int]:
    missing, found_again, after = 0, 0, 0
    while True:
        with engine.begin() as conn:
            page = rows.named_files(conn, after=after, most=_PAGE)
            for row in page:
                gone = any(
                    (area, sha256) not in present and not cabinet.store.has(area, sha256)
                    for area, sha256 in _should_have(row)
                )
                if gone and row.missing_since is None:
                    rows.change(conn, row.id, missing_since=now)
                    log.error("a file of attachment %d is missing from the store", row.id)
                elif not gone and row.missing_since is not None:
                    rows.change(conn, row.id, missing_since=None)
                    found_again += 1
                missing += gone
        if len(page) < _PAGE:
            return missing, found_again
        after = page[-1].id


def _should_have(row: Any) -> list[tuple[Area, str]]:
    if row.state == AttachmentState.WAITING.value:
        return [(Area.QUARANTINE, row.received_sha256)]
    copies = [(Area.ATTACHMENTS, sha256) for sha256 in (row.sha256, row.small_sha256) if sha256]
    return copies + ([(Area.ORIGINALS, row.original_sha256)] if row.original_sha256 else [])
