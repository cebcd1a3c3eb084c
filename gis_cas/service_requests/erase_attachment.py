"""Lawful disposition of a file (R40, R50): its row stays as a tombstone, the file goes unless another row uses it."""

from datetime import datetime

from sqlalchemy import Engine

from gis_cas.attachments.cabinet import Cabinet
from gis_cas.attachments.stores import Area
from gis_cas.errors import BadInput, WrongState
from gis_cas.service_requests.look_again import let_go
from gis_cas.store import attachments as rows
from gis_cas.store.history import record
from gis_cas.store.requests import request_id_of

LONGEST_CITATION = 200


def erase_attachment(
    records: Engine, cabinet: Cabinet, number: str, attachment_id: int, *, actor: str, citation: str, now: datetime
) -> None:
    """Blank an attachment and remove its files, as the records role; `citation` names the schedule or the exemption.

    Raises UnknownRequest, NotFound, BadInput without a citation, WrongState when it was blanked before.
    """
    law = citation.strip()
    if not 0 < len(law) <= LONGEST_CITATION:
        raise BadInput({"citation": f"Name the schedule or exemption, in at most {LONGEST_CITATION} characters."})
    with records.begin() as conn:
        request_id = request_id_of(conn, number)
        one = rows.one(conn, number, attachment_id)
        if one.erased:
            raise WrongState("This file was erased before.")
        rows.hide(conn, one)
        rows.blank(conn, one.id, at=now)
        facts = {"attachment": one.id, "citation": law}
        record(conn, request_id=request_id, at=now, actor=actor, kind="attachment_erased", facts=facts)
    files = {
        Area.ATTACHMENTS: (one.sha256, one.small_sha256),
        Area.ORIGINALS: (one.original_sha256,),
        Area.QUARANTINE: (one.received_sha256,),
    }
    for area, hashes in files.items():
        let_go(records, cabinet, area, [sha256 for sha256 in hashes if sha256])
