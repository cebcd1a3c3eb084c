"""Plain values as TOML text, as much of it as a city folder uses: tables, lists of tables, lists, inline tables."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any


def toml_text(document: Mapping[str, Any]) -> str:
    """The document as TOML: plain fields first, then tables, then lists of tables; what is None is left out."""
    return "".join(_table(document, path=())).lstrip("\n")


def _table(table: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    given = {name: value for name, value in table.items() if value is not None}
    plain = {name: value for name, value in given.items() if not _is_table(value, path) and not _is_tables(value)}
    lines = [f"{_key(name)} = {_value(value)}\n" for name, value in plain.items()]
    for name, value in given.items():
        header = ".".join(_key(part) for part in (*path, name))
        if _is_tables(value):
            for entry in value:
                lines.append(f"\n[[{header}]]\n")
                lines += [f"{_key(key)} = {_value(item)}\n" for key, item in entry.items() if item is not None]
        elif name not in plain:
            lines.append(f"\n[{header}]\n")
            lines += _table(value, (*path, name))
    return lines


def _is_table(value: Any, path: tuple[str, ...]) -> bool:
    return isinstance(value, Mapping) and not path


def _is_tables(value: Any) -> bool:
    return isinstance(value, Sequence) and bool(value) and all(isinstance(entry, Mapping) for entry in value)


def _key(name: str) -> str:
    bare = name.replace("_", "").replace("-", "")
    return name if bare.isalnum() and bare.isascii() else _value(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(name)} = {_value(item)}" for name, item in value.items() if item is not None)
        return f"{{ {inside} }}" if inside else "{}"
    return "[" + ", ".join(_value(item) for item in value) + "]"
