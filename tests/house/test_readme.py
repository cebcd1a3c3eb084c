"""What the README says can be typed."""

import re
import subprocess
import sys

import pytest

from tests.house.tree import ROOT, read


def _blocks() -> str:
    return "\n".join(re.findall(r"```(?:sh|console)?\n(.*?)```", read("README.md"), re.DOTALL)) + "\n".join(
        re.findall(r"`((?:make|gis-cas) [^`]+)`", read("README.md"))
    )


MAKE = sorted(set(re.findall(r"\bmake ([a-z][a-z-]*)", _blocks())))
COMMANDS = sorted(set(re.findall(r"\bgis-cas ([a-z]+)", _blocks())))


def test_the_readme_names_the_two_commands() -> None:
    assert {"run", "test"} <= set(MAKE)


@pytest.mark.parametrize("target", MAKE)
def test_every_make_target_exists(target: str) -> None:
    assert re.search(rf"^{target}:", read("Makefile"), re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_exists(command: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "gis_cas.cli", command, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#]+)\)", read("README.md")))))
def test_every_link_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()
