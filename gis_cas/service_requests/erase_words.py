"""Lawful disposition of words that no place was found for (R40, R50): the row stays as a tombstone, the words go."""

from datetime import datetime

from sqlalchemy import Engine

from gis_cas.errors import BadInput, NotFound
from gis_cas.service_requests.erase_attachment import LONGEST_CITATION
from gis_cas.store.locator_gaps import erase_gap


def erase_words(records: Engine, gap_id: int, *, actor: str, citation: str, now: datetime) -> None:
    """Blank what people wrote, as the records role; `citation` names the schedule or the exemption.

    Raises BadInput without a name or a citation, NotFound when there is nothing of that id, or it was blanked before.
    """
    law, by = citation.strip(), actor.strip()
    if not 0 < len(law) <= LONGEST_CITATION:
        raise BadInput({"citation": f"Name the schedule or exemption, in at most {LONGEST_CITATION} characters."})
    if not by:
        raise BadInput({"actor": "Whoever does this must be named."})
    with records.begin() as conn:
        if not erase_gap(conn, gap_id, by=by, citation=law, at=now):
            raise NotFound(f"There are no words under {gap_id}, or they were erased before.")
