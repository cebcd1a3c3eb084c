"""The recipe of docs/operations.md, typed as it stands: a live service's backup, on a machine that has nothing."""

import os
import re
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gis_cas.commands.made import Mark
from gis_cas.store.embedded import EmbeddedCluster
from tests.fixtures.cluster import discard, quick_folder
from tests.fixtures.own_service import free_port, own_service

ROOT = Path(__file__).resolve().parents[2]
KEY = "k3Jd8-2mWq9_xLpZ7vTn4RbYc6Hs1GfA"
PATIENCE_S = 240


def recipe() -> str:
    """The commands under *Rehearse it*."""
    chapter = (ROOT / "docs/operations.md").read_text(encoding="utf-8").split("### Rehearse it")[1]
    found = re.search(r"```sh\n(.*?)```", chapter, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.slow
def test_the_recipe_brings_a_live_service_back() -> None:
    home = quick_folder()
    try:
        backup = _backup(home)
        typed = re.sub(r"/mnt/safe/\S+\.tar", str(backup), recipe())
        (home / "bin").mkdir()
        program = home / "bin" / "gis-cas"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -u -m gis_cas.cli "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIS_CAS_")}
        running = subprocess.Popen(
            ["sh", "-eu", "-c", typed.rstrip().removesuffix("gis-cas run") + "exec gis-cas run"],
            cwd=ROOT,
            env={
                **inherited,
                "HOME": str(home),
                "PATH": f"{home / 'bin'}:{inherited['PATH']}",
                "GIS_CAS_PORT": str(free_port()),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        late = threading.Timer(PATIENCE_S, running.terminate)
        late.start()
        said = []
        assert running.stdout is not None
        for line in running.stdout:
            said.append(line)
            if "Ctrl-C stops it." in line:
                running.terminate()
        late.cancel()
        running.wait()
        running.stdout.close()
        text = "".join(said)
        assert "each table the same as it was" in text
        assert "restored_secret_key; put it into GIS_CAS_SECRET_KEY" in text
        assert "Ctrl-C stops it." in text
        assert "Traceback" not in text
    finally:
        discard(EmbeddedCluster(data_dir=home / "rehearsal"))
        subprocess.run(["rm", "-rf", str(home)], check=True)


def _backup(home: Path) -> Path:
    """An encrypted backup of a live service, and the passphrase in the file that the recipe names."""
    (home / "passphrase").write_text("five random words are good\n", encoding="utf-8")
    with own_service() as service:
        service.cluster.set_comment(Mark(kind="live", made_at=datetime.now(UTC).isoformat()).text())
        made = subprocess.run(
            [sys.executable, "-m", "gis_cas.cli", "backup", str(home)],
            cwd=ROOT,
            env={
                **os.environ,
                **service.environment,
                "GIS_CAS_DEMO": "",
                "GIS_CAS_SECRET_KEY": KEY,
                "GIS_CAS_BACKUP_PASSPHRASE_FILE": str(home / "passphrase"),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
    (backup,) = home.glob("*.age.tar")
    return backup
