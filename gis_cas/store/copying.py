"""Many rows at once by COPY, in the transaction of the connection."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

_AT_ONCE = 5_000
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_rows(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write rows into `table` (with its schema) and say how many; None is null, a list or tuple a text array."""
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    count = 0
    cursor = connection.connection.cursor()
    try:
        buffer = io.StringIO()
        for count, row in enumerate(rows, start=1):
            buffer.write("\t".join(_field(value) for value in row) + "\n")
            if count % _AT_ONCE == 0:
                buffer = _flush(cursor, statement, buffer)
        _flush(cursor, statement, buffer)
    finally:
        cursor.close()
    return count


def _flush(cursor: Any, statement: str, buffer: io.StringIO) -> io.StringIO:
    buffer.seek(0)
    cursor.copy_expert(statement, buffer)
    return io.StringIO()


def _field(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, (list, tuple)):
        quoted = ('"' + str(item).replace("\\", "\\\\").replace('"', '\\"') + '"' for item in value)
        return ("{" + ",".join(quoted) + "}").translate(_ESCAPES)
    return str(value).translate(_ESCAPES)
