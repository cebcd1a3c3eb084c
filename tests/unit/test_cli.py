"""The command line names every command there is, and says what goes wrong in one sentence."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gis_cas.cli import COMMANDS, app

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    answer = CliRunner().invoke(app, [name, "--help"])
    assert answer.exit_code == 0, answer.output
    assert "Usage:" in answer.output


def test_every_module_that_holds_a_command_is_mounted() -> None:
    held = set()
    for path in (ROOT / "gis_cas" / "commands").glob("*.py"):
        module = import_module(f"gis_cas.commands.{path.stem}") if path.stem != "__init__" else None
        if hasattr(module, "app") or hasattr(module, "command"):
            held.add(path.stem)
    assert held == set(COMMANDS.values())


def test_an_unknown_command_is_refused() -> None:
    assert CliRunner().invoke(app, ["fly"]).exit_code == 2


def test_a_wrong_setting_is_one_sentence_and_status_1() -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "gis_cas.cli", "serve"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "GIS_CAS_PORT": "eighty"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 1
    assert asked.stderr.count("\n") == 1
    assert "port" in asked.stderr


def test_the_command_line_itself_loads_no_command() -> None:
    code = "import sys, gis_cas.cli; print([n for n in ('geopandas', 'fastapi', 'sqlalchemy') if n in sys.modules])"
    asked = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "[]"
