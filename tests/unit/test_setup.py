"""`deploy/setup.py`: what it finds missing, and what it says when it may not install."""

import importlib.util
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def setup() -> ModuleType:
    spec = importlib.util.spec_from_file_location("setup_script", ROOT / "deploy" / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_needs_nothing_but_the_standard_library() -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'deploy')!r}); import setup; print('sqlalchemy' in sys.modules)"
    asked = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "False"


def test_an_old_python_is_named_before_anything_else() -> None:
    source = (ROOT / "deploy" / "setup.py").read_text(encoding="utf-8")
    assert source.index("OLDEST_PYTHON:") < source.index("from gis_cas")


def test_nothing_is_missing_where_the_tests_run(setup: ModuleType) -> None:
    assert setup.missing_packages(browser=False) == []


def test_what_is_missing_is_asked_of_the_machine(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup.embedded_binaries, "find_all", list)
    monkeypatch.setattr(setup, "needs_venv", lambda: True)
    monkeypatch.setattr(setup, "BROWSERS", ("no-such-browser",))
    monkeypatch.setattr(setup.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    assert setup.missing_packages(browser=True) == ["postgis", "python3-venv", "chromium"]
    assert setup.missing_packages(browser=False) == ["postgis", "python3-venv"]
    monkeypatch.setenv("GIS_CAS_DATABASE_URL", "postgresql://db.example/gis_cas")
    assert setup.missing_packages(browser=False) == ["python3-venv"]


def test_a_mac_is_told_homebrews_command(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup.embedded_binaries, "find_all", list)
    monkeypatch.setattr(setup, "needs_venv", lambda: False)
    monkeypatch.setattr(setup.shutil, "which", lambda _name: None)
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(SystemExit, match=r"brew install postgresql@17 postgis"):
        setup.missing_packages(browser=False)


def test_without_rights_it_prints_one_command_and_stops(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "_rights", lambda: None)
    monkeypatch.setattr(setup, "_do", lambda command: pytest.fail(f"ran {command}"))
    with pytest.raises(SystemExit) as stopped:
        setup.install(["postgis", "python3-venv"])
    said = str(stopped.value.code)  # a sentence as the code makes the status 1
    commands = [line for line in said.splitlines() if line.startswith("  ")]
    assert len(commands) == 1
    words = shlex.split(commands[0])
    assert words[:3] == ["sudo", "sh", "-c"]
    assert "create_main_cluster = false" in words[3]
    assert words[3].index("create_main_cluster") < words[3].index("apt-get install")
    assert words[3].endswith("postgresql-15-postgis-3 python3-venv")
    assert subprocess.run(["sh", "-n", "-c", words[3]], check=False).returncode == 0


def test_with_rights_it_asks_nothing_and_starts_no_other_server(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(setup, "_rights", lambda: ["sudo", "-n"])
    monkeypatch.setattr(setup, "_do", ran.append)
    monkeypatch.setattr(setup, "postgis_package", lambda: "postgresql-15-postgis-3")
    monkeypatch.setattr(setup.Path, "exists", lambda _self: False)
    setup.install(["postgis", "python3-venv"])
    assert [command[:2] for command in ran] == [["sudo", "-n"]] * 3
    updates, quiet, installs = ran
    assert updates.count("update") == 1
    assert "create_main_cluster = false" in quiet[-1]
    assert "DEBIAN_FRONTEND=noninteractive" in installs
    assert installs[-2:] == ["postgresql-15-postgis-3", "python3-venv"]


def test_the_locks_name_hashes_and_no_hosts() -> None:
    for lock in [*ROOT.glob("requirements*.lock"), ROOT / "deploy" / "build.lock"]:
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text
