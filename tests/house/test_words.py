"""docs/glossary.md binds, and the project speaks of itself only."""

import ast
import re

import pytest

from tests.house.tree import product_modules, read, tracked

NEVER = re.compile(r"\b(ticket|incident|complaint|issue)s?\b", re.IGNORECASE)
TEXT = (".py", ".md", ".toml", ".html", ".js", ".css", ".sql", ".sh", ".yaml", ".po")


def _identifiers(name: str) -> set[str]:
    words: set[str] = set()
    for node in ast.walk(ast.parse(read(name))):
        for field in ("name", "id", "attr", "arg"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                words.add(value)
    return words


def test_code_never_uses_the_words_we_dropped() -> None:
    said = {(name, word) for name in product_modules() for word in _identifiers(name)}
    assert {(name, word) for name, word in said if NEVER.search(word.replace("_", " "))} == set()


def test_every_glossary_name_exists_in_code() -> None:
    names = set(re.findall(r"`([A-Za-z_]+)`", read("docs/glossary.md"))) - {"code"}
    source = "\n".join(read(name) for name in product_modules())
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", source)] == []


HOSTS = re.compile(r"https?://[a-z0-9.-]*(cdn|jsdelivr|unpkg|googleapis|cloudflare|pypi|npmjs|debian)[a-z0-9.-]*")
MACHINE = re.compile(r"(?<![\w./])/(work|root|home/[a-z]+)/")


def test_no_registry_hosts_and_no_machine_paths() -> None:
    ours = [name for name in tracked(*TEXT) if "static/vendor" not in name and not name.startswith("tests/")]
    found = {name: HOSTS.search(read(name)) or MACHINE.search(read(name)) for name in ours}
    assert {name: match[0] for name, match in found.items() if match} == {}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_names_no_host(lock: str) -> None:
    assert "://" not in read(lock)
