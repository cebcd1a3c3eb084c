"""Many rows at once by COPY, in the transaction of the connection."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import islice
from typing import Any

from sqlalchemy import Connection

_AT_ONCE = 65_536
"""Characters."""

_ROWS_AT_ONCE = 500

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_rows(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write rows into `table` (with its schema) and say how many; None is null, a list or tuple a text array.

    They are written down while the server takes in those before them.
    """
    lines = _Lines(rows)
    with closing(connection.connection.cursor()) as cursor:
        copy: Any = cursor
        copy.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", lines, size=_AT_ONCE)
    return lines.count


class _Lines:
    """Rows as the file that COPY reads."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self.count = 0
        self._rows = iter(rows)
        self._rest = ""

    def read(self, size: int) -> str:
        """The next so many characters; fewer only at the end."""
        parts, length = [self._rest], len(self._rest)
        while length < size and (rows := list(islice(self._rows, _ROWS_AT_ONCE))):
            columns = [_fields(values) for values in zip(*rows, strict=True)]
            lines = "\n".join(map("\t".join, zip(*columns, strict=True))) + "\n"
            parts.append(lines)
            length += len(lines)
            self.count += len(rows)
        written = "".join(parts)
        self._rest = written[size:]
        return written[:size]


def _fields(values: Sequence[Any]) -> Sequence[str]:
    """Values of one column: mostly text with nothing to escape in it, which is seen at one look."""
    try:
        together = "".join(values)
    except TypeError:
        return [_field(value) for value in values]
    return [_field(value) for value in values] if _to_escape(together) else values


def _field(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, str):
        written = value
    elif isinstance(value, (list, tuple)):
        quoted = ('"' + str(item).replace("\\", "\\\\").replace('"', '\\"') + '"' for item in value)
        written = "{" + ",".join(quoted) + "}"
    else:
        written = str(value)
    return written.translate(_ESCAPES) if _to_escape(written) else written


def _to_escape(written: str) -> bool:
    return "\\" in written or "\t" in written or "\n" in written or "\r" in written
