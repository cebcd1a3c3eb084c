"""`deploy/audit.py`: a weakness fails, silence is said in words."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FINE = {"name": "alembic", "version": "1.0", "vulns": []}
UNKNOWN = {"name": "other", "skip_reason": "not found"}
WEAK = {"name": "pillow", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
NOT_MENDED = {"name": "folium", "version": "1.0", "vulns": [{"id": "PYSEC-2", "fix_versions": []}]}


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit_script", ROOT / "deploy" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("parts", "said", "failed"),
    [
        ([FINE], ["No weakness is known in 1 libraries."], False),
        (
            [FINE, UNKNOWN],
            [
                "No weakness is known in 1 libraries.",
                "Left out: the vulnerability service does not know 1 of them.",
            ],
            False,
        ),
        ([UNKNOWN], ["Left out: the vulnerability service does not answer."], False),
        (
            [FINE, WEAK, NOT_MENDED],
            ["WEAK: pillow 1.0: PYSEC-1; mended in 1.1", "WEAK: folium 1.0: PYSEC-2; not mended yet"],
            True,
        ),
    ],
)
def test_what_is_found_is_said_and_only_a_weakness_fails(
    audit: ModuleType, parts: list[Any], said: list[str], *, failed: bool
) -> None:
    assert audit.verdict({"dependencies": parts}, whole=True) == (said, failed)


def test_no_answer_at_all_is_said_in_words(audit: ModuleType) -> None:
    assert audit.verdict(None, whole=True) == ([audit.LEFT_OUT], False)


def test_one_library_is_asked_about_first(audit: ModuleType) -> None:
    assert audit.first_pin().count("==") == 1


def test_the_bill_names_every_library_that_runs(
    audit: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("alembic==1.20.1 \\\n    --hash=sha256:" + "a" * 64 + "\nfolium==0.20.0\n", encoding="utf-8")
    monkeypatch.setattr(audit, "LOCK", lock)
    monkeypatch.setattr(audit, "CHECKOUT", tmp_path)
    monkeypatch.setattr(audit, "SBOM", tmp_path / "var" / "sbom.json")
    assert audit.write_bill() == "2 libraries stand in var/sbom.json."
