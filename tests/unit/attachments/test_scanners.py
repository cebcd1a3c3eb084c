"""clamd's protocol, spoken with a real server on this machine."""

import io
from pathlib import Path

import pytest

from gis_cas.attachments.scanners import Clamd, NoScanner, ScannerAway
from gis_cas.domain.attachment import Scan
from tests.factories.pictures import EICAR, photo
from tests.fakes.clamd import clamd
from tests.fixtures.own_service import free_port


def test_a_clean_file_and_one_with_a_virus() -> None:
    with clamd() as (address, seen):
        assert Clamd(address).scan(io.BytesIO(photo())) is Scan.CLEAN
        assert Clamd(address).scan(io.BytesIO(EICAR)) is Scan.FOUND
        assert Clamd(address).scan(io.BytesIO(b"x" * 300_000)) is Scan.CLEAN
    assert seen == [len(photo()), len(EICAR), 300_000]


def test_over_a_socket_file(tmp_path: Path) -> None:
    with clamd(at=tmp_path / "clamd") as (address, _):
        assert Clamd(address).scan(io.BytesIO(EICAR)) is Scan.FOUND


@pytest.mark.parametrize("says", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: lstat() failed. ERROR\0"])
def test_a_scanner_that_does_not_finish_is_away(says: bytes) -> None:
    with clamd(says=says) as (address, _), pytest.raises(ScannerAway):
        Clamd(address).scan(io.BytesIO(b"x"))


def test_nobody_answers(tmp_path: Path) -> None:
    for address in (f"tcp://127.0.0.1:{free_port()}", f"unix://{tmp_path / 'nothing'}"):
        with pytest.raises(ScannerAway):
            Clamd(address).scan(io.BytesIO(b"x"))


def test_without_a_scanner_it_is_said_so() -> None:
    assert NoScanner().scan(io.BytesIO(EICAR)) is Scan.NOT_SCANNED
