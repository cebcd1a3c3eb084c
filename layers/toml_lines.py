"""On which line of a TOML file an entry and each of its fields stand; the reader of TOML itself does not tell."""

import re
from collections.abc import Iterator
from pathlib import Path

ENTRY = ""
"""The key under which an entry's own line stands, that of its header."""

_HEADER = re.compile(r"\[\[?\s*(?P<name>[^\]\[]+?)\s*\]\]?")
_FIELD = re.compile(r"(?P<name>[A-Za-z0-9_-]+)\s*=")
_LONG_TEXT = re.compile(r"\"\"\"|'''")


def entry_lines(path: Path, name: str) -> list[dict[str, int]]:
    """For each `[[name]]` of a file in order, the line (from 1) of its header and of each field; none if unreadable."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    found: list[dict[str, int]] = []
    inside = False
    for number, line in _plain_lines(text):
        header = _HEADER.match(line)
        if header is not None:
            inside = line.startswith("[[") and header["name"] == name
            if inside:
                found.append({ENTRY: number})
        elif inside and (field := _FIELD.match(line)) is not None:
            found[-1].setdefault(field["name"], number)
    return found


def _plain_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that do not lie inside a text of several lines, without white space before them."""
    within: str | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if within is None:
            yield number, line.lstrip()
        for quotes in _LONG_TEXT.findall(line):
            if within is None:
                within = quotes
            elif within == quotes:
                within = None
