"""What the web process does not carry."""

import subprocess
import sys


def test_the_web_process_never_imports_geopandas_or_pandas() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, gis_cas.app; print(sorted({'geopandas', 'pandas', 'pyogrio'} & set(sys.modules)))",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert said.stdout.strip() == "[]"


def test_importing_the_door_does_nothing() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import threading, gis_cas.app; print(threading.active_count())"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert (said.stdout.strip(), said.stderr) == ("1", "")
