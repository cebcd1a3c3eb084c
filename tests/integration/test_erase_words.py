"""What people wrote and no place was found for, blanked by the records office and by nobody else."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gis_cas.errors import BadInput, NotFound
from gis_cas.service_requests.erase_words import erase_words
from gis_cas.store import roles
from gis_cas.store.locator_gaps import kept_words, note_gap, open_gaps
from tests.fixtures.database import Database
from tests.house.tree import ROOT

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
WROTE = "behind Maria's blue house"


@pytest.fixture
def gap_id(tiny_database: Database) -> int:
    with tiny_database.app.begin() as conn:
        note_gap(conn, words_key="BEHIND MARIAS BLUE HOUSE", words=WROTE, outcome="not_found", now=NOW)
        return int(open_gaps(conn, limit=1, offset=0)[0].id)


def test_the_words_go_and_a_tombstone_stays(tiny_database: Database, gap_id: int) -> None:
    erase_words(tiny_database.records, gap_id, actor="Clerk", citation="GS1-SL item 17", now=NOW)
    with tiny_database.app.connect() as conn:
        row = conn.execute(text("SELECT * FROM cas.locator_gap")).one()
        assert open_gaps(conn, limit=9, offset=0) == []
        assert kept_words(conn, like="") == []
    assert "Maria" not in str(row)
    assert "MARIA" not in str(row)
    assert (row.times, row.erased_by, row.citation) == (1, "Clerk", "GS1-SL item 17")
    with pytest.raises(NotFound):
        erase_words(tiny_database.records, gap_id, actor="Clerk", citation="GS1-SL item 17", now=NOW)
    with tiny_database.app.begin() as conn:
        note_gap(conn, words_key="BEHIND MARIAS BLUE HOUSE", words="again", outcome="not_found", now=NOW)
        assert [one.examples for one in open_gaps(conn, limit=9, offset=0)] == [["again"]]


def test_without_law_or_name_nothing_goes(tiny_database: Database, gap_id: int) -> None:
    for actor, citation in (("Clerk", " "), (" ", "GS1-SL item 17")):
        with pytest.raises(BadInput):
            erase_words(tiny_database.records, gap_id, actor=actor, citation=citation, now=NOW)
    with tiny_database.app.connect() as conn:
        assert [one.id for one in kept_words(conn, like="blue house")] == [gap_id]
        assert kept_words(conn, like="100%") == []


def test_only_the_records_office_may(tiny_database: Database, gap_id: int) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        erase_words(tiny_database.app, gap_id, actor="GIS", citation="none", now=NOW)


def test_it_is_typed_at_the_command_line(tiny_database: Database, gap_id: int, tmp_path: Path) -> None:
    names = {"": roles.APP, "_OWNER": roles.OWNER, "_PUBLIC": roles.PUBLIC_READ, "_WORKER": roles.WORKER}
    addresses = {
        f"GIS_CAS_DATABASE{name}_URL": tiny_database.url(role)
        for name, role in {**names, "_RECORDS": roles.RECORDS}.items()
    }

    def typed(*words: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "gis_cas.cli", "gaps", *words],
            cwd=ROOT,
            env={**os.environ, **addresses, "GIS_CAS_DATA_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        ).stdout

    assert typed("list", "--like", "blue") == f"{gap_id}\t1\tBEHIND MARIAS BLUE HOUSE\t{WROTE}\n"
    assert "are erased" in typed("erase", str(gap_id), "--citation", "GS1-SL item 17", "--by", "Clerk")
    assert typed("list") == ""
