"""Copies of the made-up town to spoil in tests."""

import shutil
from pathlib import Path

from layers.city_folder import parse_city_folder
from layers.manifest import Manifest, parse_manifest
from layers.problem import Problem
from tests.fixtures.database import TINY_CITY


def tiny_copy(folder: Path) -> Path:
    """A copy of the town that may be changed."""
    copy = folder / "tiny_city"
    shutil.copytree(TINY_CITY, copy)
    return copy


def change(path: Path, old: str, new: str) -> None:
    """Replace a passage that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def grave_problems(folder: Path) -> list[str]:
    """Everything that stops the folder from being loaded, as sentences."""
    problems: list[Problem] = []
    parse_city_folder(folder, problems)
    return [str(problem) for problem in problems if problem.grave]


def tiny_manifest(layer: str, folder: Path = TINY_CITY) -> Manifest:
    """One of the town's manifests."""
    problems: list[Problem] = []
    manifest = parse_manifest(folder / "manifests" / f"{layer}.toml", problems)
    assert problems == []
    return manifest
