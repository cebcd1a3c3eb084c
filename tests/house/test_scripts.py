"""Our own scripts never write HTML and never run text."""

import re

import pytest

from tests.house.tree import read, tracked

OURS = [name for name in tracked(".js") if "/vendor/" not in name]
WRITES = re.compile(
    r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|new Function|setAttribute\(\"on)\b"
)


def test_there_are_scripts_to_read() -> None:
    assert OURS


@pytest.mark.parametrize("name", OURS)
def test_a_script_writes_text_and_elements_only(name: str) -> None:
    assert not WRITES.search(read(name))


def test_security_md_names_tests_that_exist() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", read("docs/security.md")))
    assert len(named) > 15
    assert named <= set(tracked(".py"))
