"""The source tree as the house tests see it."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("gis_cas", "layers", "map_ui")
DOORS = ("gis_cas/app.py", "gis_cas/cli.py", "gis_cas/worker.py", "gis_cas/commands/")


def tracked(*suffixes: str) -> list[str]:
    """Every file under version control, or about to be, that ends in one of the suffixes."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    return [name for name in listing if name.endswith(suffixes) and (ROOT / name).is_file()]


def product_modules() -> list[str]:
    """The Python modules of the three packages."""
    return [name for name in tracked(".py") if name.split("/")[0] in PACKAGES]


def read(name: str) -> str:
    """The text of one file, by its path from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def is_door(name: str) -> bool:
    """Whether the module is one of the doors."""
    return name.startswith(DOORS)
