"""Long statements in named files, prepared once for each connection.

A file `queries/NAME.sql` names its binds as `:name`; each connection prepares it at first use and afterwards sends only
the values, which saves parsing and planning a long chain of inserts for every request.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, cast

from sqlalchemy import Connection, CursorResult

from gis_cas.store.statements import LeanConnection

_BIND = re.compile(r"(?<![:\w]):([a-z_]+)")
_COMMENT = re.compile(r"--[^\n]*")


class PreparedStatement:
    """One statement of `queries/`: `run` takes its values by name."""

    def __init__(self, name: str) -> None:
        self.name = f"gis_cas_{name}"
        source = _COMMENT.sub("", files("gis_cas.store").joinpath(f"queries/{name}.sql").read_text(encoding="utf-8"))
        self.binds = tuple(dict.fromkeys(_BIND.findall(source)))
        numbered = {bind: f"${number}" for number, bind in enumerate(self.binds, start=1)}
        body = _BIND.sub(lambda match: numbered[match.group(1)], source).strip().rstrip(";")
        self._prepare = f"PREPARE {self.name} AS {body}"
        self._execute = f"EXECUTE {self.name}"
        if self.binds:
            self._execute += "(" + ", ".join(f"%({bind})s" for bind in self.binds) + ")"

    def run(self, conn: Connection | LeanConnection, values: Mapping[str, Any]) -> CursorResult[Any]:
        """Run it with these values; one round trip, and one more the first time on a connection."""
        known = conn.info.setdefault("gis_cas_prepared", set())
        if self.name not in known:
            conn.exec_driver_sql(self._prepare)
            known.add(self.name)
        rows: Any = conn.exec_driver_sql(self._execute, {bind: values[bind] for bind in self.binds})
        return cast("CursorResult[Any]", rows)  # a lean result is taken apart by the same words


@cache
def prepared(name: str) -> PreparedStatement:
    """The statement of `queries/NAME.sql`."""
    return PreparedStatement(name)
