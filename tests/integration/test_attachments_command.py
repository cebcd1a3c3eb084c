"""`gis-cas attachments` as it is typed, and what the doctor says of files."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from gis_cas.attachments.sealing import new_key
from gis_cas.attachments.stores import Area, key_of
from gis_cas.commands.files_fit import files_fit
from gis_cas.service_requests.office import Office
from gis_cas.settings import AttachmentSettings, Settings
from gis_cas.store import attachments as store_rows
from gis_cas.store import roles
from tests.factories.files import cabinet_in, kept, sent
from tests.factories.pictures import photo
from tests.factories.service_requests import received
from tests.fakes.clamd import clamd
from tests.fixtures.database import Database
from tests.fixtures.own_service import free_port
from tests.fixtures.web import settings_for
from tests.house.tree import ROOT

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


def typed(database: Database, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    addresses = {
        "GIS_CAS_DATABASE_URL": database.url(roles.APP),
        "GIS_CAS_DATABASE_OWNER_URL": database.url(roles.OWNER),
        "GIS_CAS_DATABASE_PUBLIC_URL": database.url(roles.PUBLIC_READ),
        "GIS_CAS_DATABASE_WORKER_URL": database.url(roles.WORKER),
        "GIS_CAS_DATABASE_RECORDS_URL": database.url(roles.RECORDS),
    }
    return subprocess.run(
        [sys.executable, "-m", "gis_cas.cli", "attachments", *words],
        cwd=ROOT,
        env={**os.environ, **addresses, "GIS_CAS_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_clerk_opens_an_original_and_erases_a_file(office: Office, database: Database, tmp_path: Path) -> None:
    recipient, secret = new_key()
    cabinet, content = cabinet_in(tmp_path, records_recipient=recipient), photo()
    number = received(office, now=NOW).number
    (outcome,) = sent(office, cabinet, number, content, now=NOW)
    listed = typed(database, tmp_path, "list", number)
    assert listed.stdout == f"{outcome.id}\tphoto.jpg\tkept\tsealed original\n", listed.stderr
    key_file, out = tmp_path / "clerk.key", tmp_path / "original.jpg"
    key_file.write_text(new_key()[1])
    command = ("original", number, str(outcome.id), "--key", str(key_file), "--out", str(out))
    wrong = typed(database, tmp_path, *command)
    assert (wrong.returncode, wrong.stderr) == (1, "This key does not open the file: it was sealed for another one.\n")
    out.unlink(missing_ok=True)
    key_file.write_text(secret)
    assert typed(database, tmp_path, *command).returncode == 0
    assert out.read_bytes() == content
    erased = typed(
        database, tmp_path, "erase", number, str(outcome.id), "--citation", "GS1-SL item 32", "--by", "clerk"
    )
    assert erased.returncode == 0, erased.stderr
    assert kept(cabinet) == []
    assert "(erased)" in typed(database, tmp_path, "list", number).stdout
    with database.owner.connect() as conn:
        facts = conn.execute(text("SELECT facts FROM cas.event WHERE kind = 'attachment_erased'")).scalar_one()
    assert facts == {"attachment": outcome.id, "citation": "GS1-SL item 32"}


def test_the_pair_is_made_and_the_key_is_kept_nowhere(database: Database, tmp_path: Path) -> None:
    made = typed(database, tmp_path, "key")
    recipient, _, secret = made.stdout.splitlines()
    assert recipient.startswith("GIS_CAS_ATTACHMENT_RECORDS_RECIPIENT=age1")
    assert secret.startswith("AGE-SECRET-KEY-")
    assert list(tmp_path.rglob("*")) == []


def test_the_sweep_as_it_is_typed(office: Office, database: Database, tmp_path: Path) -> None:
    sent(office, cabinet_in(tmp_path), received(office, now=NOW).number, photo(), now=NOW)
    orphan = tmp_path / key_of(Area.QUARANTINE, "0" * 64)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"orphan")
    os.utime(orphan, (0, 0))
    swept = typed(database, tmp_path, "sweep")
    assert swept.stdout == "1 orphans removed, 0 files missing, 0 found again.\n", swept.stderr


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    return settings_for(database, tmp_path)


def test_what_the_doctor_says(settings: Settings, tmp_path: Path) -> None:
    well = {"files_missing": 0, "files_waiting": 0}
    assert files_fit(settings, well).remedy == ""
    assert "kept as clean copies only" in files_fit(settings, well).says
    assert "2 files are missing" in files_fit(settings, {"files_missing": 2, "files_waiting": 0}).says
    away = settings.model_copy(update={"attachments": AttachmentSettings(clamd=f"tcp://127.0.0.1:{free_port()}")})
    assert "does not answer; 3 files wait" in files_fit(away, {"files_missing": 0, "files_waiting": 3}).says
    with clamd() as (address, _):
        there = settings.model_copy(update={"attachments": AttachmentSettings(clamd=address)})
        assert files_fit(there, well).remedy == ""
    gone = settings.model_copy(update={"attachments": AttachmentSettings(folder=tmp_path / "nowhere")})
    assert "cannot be used" in files_fit(gone, well).says


def test_the_web_process_never_loads_what_opens_pictures(settings: Settings, office: Office, tmp_path: Path) -> None:
    """Neither Pillow nor libheif, nor the bucket's library when there is no bucket: they cost memory and trust."""
    number = received(office, now=NOW).number
    picture = tmp_path / "in.jpg"
    picture.write_bytes(photo())
    program = f"""
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from gis_cas.app import create_app
from gis_cas.attachments.arrived import Arriving
from gis_cas.attachments.cabinet import Plan, open_cabinet
from gis_cas.service_requests.attach import attach
from gis_cas.service_requests.office import open_office
from gis_cas.settings import load_settings
from gis_cas.store.engine import create_engine_for
settings = load_settings(demo=True)
create_app(settings)
engine = create_engine_for(settings.database.url)
office = open_office(engine=engine, public_engine=engine)
cabinet = open_cabinet(Plan(**settings.attachments.cabinet(settings.data_dir)))
file = Arriving(name="in.jpg", most_bytes=cabinet.most_bytes)
file.write(Path({str(picture)!r}).read_bytes())
arrived = file.arrived()
outcome, = attach(office, cabinet, {number!r}, [arrived], actor="public", now=datetime.now(UTC))
arrived.close()
print(json.dumps([outcome.state, sorted({{"PIL", "pi_heif", "obstore"}} & set(sys.modules))]))
"""
    environment = {
        "GIS_CAS_DATA_DIR": str(tmp_path),
        "GIS_CAS_DATABASE_URL": settings.database.url or "",
        "GIS_CAS_DATABASE_OWNER_URL": settings.database.owner_url or "",
        "GIS_CAS_DATABASE_PUBLIC_URL": settings.database.public_url or "",
    }
    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == ["kept", []]
    with office.engine.connect() as conn:
        assert len(store_rows.of_request(conn, number)) == 1
