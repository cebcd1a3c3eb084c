"""Many rows at once by COPY, in the transaction of the connection."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Connection

_AT_ONCE = 65_536
"""Characters."""

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
        while length < size and (row := next(self._rows, None)) is not None:
            line = "\t".join([_field(value) for value in row]) + "\n"
            parts.append(line)
            length += len(line)
            self.count += 1
        written = "".join(parts)
        self._rest = written[size:]
        return written[:size]


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
    if "\\" in written or "\t" in written or "\n" in written or "\r" in written:
        return written.translate(_ESCAPES)
    return written
