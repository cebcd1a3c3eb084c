"""Between a city's folder and the database: what differs, what may be brought over, and the way back."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from gis_cas.errors import NotFound
from gis_cas.store import city_rows
from gis_cas.store import layers as layer_store
from gis_cas.store.city_rows import KINDS, StoredRow
from gis_cas.store.city_values import PRECEDENCE, WORDS, row_hash
from layers.city_folder import CityFolder
from layers.city_tables import AGENCY_COLUMNS, DEPARTMENT_COLUMNS
from layers.city_words import export_words
from layers.toml_text import toml_text

Row = Mapping[str, Any]


class ChangeKind(StrEnum):
    """What becomes of a row that differs."""

    NEW = "new"
    CHANGED = "changed"
    KEPT = "kept"
    REMOVED = "removed"
    ONLY_HERE = "only here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row in which folder and database differ, and in which fields.

    `kept`: somebody changed it in the program, so the folder does not overwrite it. `only here`: the folder does not
    have it (any more); rules are then removed, everything else stays, as requests may refer to it.
    """

    table: str
    key: str
    kind: ChangeKind
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        words = {
            ChangeKind.NEW: "is new",
            ChangeKind.CHANGED: f"changes in {', '.join(self.fields)}",
            ChangeKind.KEPT: f"was changed in the program and stays ({', '.join(self.fields)} differ)",
            ChangeKind.REMOVED: "is no longer in the folder and goes",
            ChangeKind.ONLY_HERE: "is not in the folder and stays",
        }
        return f"{self.table} {self.key} {words[self.kind]}"


def diff(connection: Connection, folder: CityFolder) -> list[Change]:
    """Every row in which folder and database differ; an empty list means that they say the same."""
    changes: list[Change] = []
    for kind, wanted in folder.rows().items():
        present = city_rows.stored_rows(connection, kind)
        for key, row in wanted.items():
            change = _change(kind, key, row, present.get(key))
            if change is not None:
                changes.append(change)
        for key, stored in present.items():
            if key not in wanted:
                goes = kind == "rule" and not stored.changed_in_program
                changes.append(Change(table=kind, key=key, kind=ChangeKind.REMOVED if goes else ChangeKind.ONLY_HERE))
    return changes


def apply(connection: Connection, folder: CityFolder, changes: Iterable[Change]) -> None:
    """Bring over what is new, changed and removed; rows changed in the program are left alone."""
    rows = folder.rows()
    for change in changes:
        if change.kind in (ChangeKind.NEW, ChangeKind.CHANGED):
            row = rows[change.table][change.key]
            city_rows.write_row(connection, change.table, row, new=change.kind is ChangeKind.NEW)
        elif change.kind is ChangeKind.REMOVED:
            city_rows.remove_rule(connection, change.key)
    for kind, wanted in rows.items():
        for key, stored in city_rows.stored_rows(connection, kind).items():
            if key in wanted and stored.changed_in_program and row_hash(stored.row) == row_hash(wanted[key]):
                city_rows.settle_hash(connection, kind, wanted[key])
    city_rows.publish_city(connection)


def layers_to_load(connection: Connection, folder: CityFolder) -> list[str]:
    """The layers of the folder that have no version on file yet."""
    on_file = {version.layer for version in layer_store.versions(connection)}
    return [manifest.layer for manifest in folder.manifests if manifest.layer not in on_file]


def export(connection: Connection, folder: Path) -> list[Path]:
    """Write the city's settings, directory, services and rules into a folder as files that load without a difference.

    Manifests and data are not written: they are the sources, and the program does not change them.
    """
    stored = {kind: [entry.row for entry in city_rows.stored_rows(connection, kind).values()] for kind in KINDS}
    if not stored["city"]:
        raise NotFound("No city is loaded, so there is nothing to export.")
    document = dict(stored["city"][0]["document"])
    precedence, words = document.pop(PRECEDENCE, []), document.pop(WORDS, {})
    folder.mkdir(parents=True, exist_ok=True)
    services = [_service_entry(row) for row in sorted(stored["service"], key=_position)]
    rules = [_rule_entry(row["document"]) for row in sorted(stored["rule"], key=_position)]
    texts = {
        "city.toml": toml_text(document),
        "services.toml": toml_text({"service": services}),
        "responsibility.toml": toml_text({PRECEDENCE: precedence, "rule": rules}),
    }
    written = []
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        written.append(folder / name)
    written.append(_write_csv(folder / "departments.csv", DEPARTMENT_COLUMNS, map(_department, stored["department"])))
    written.append(_write_csv(folder / "agencies.csv", AGENCY_COLUMNS, map(_agency, stored["agency"])))
    return [*written, *export_words(folder, words)]


def _change(kind: str, key: str, row: Row, stored: StoredRow | None) -> Change | None:
    if stored is None:
        return Change(table=kind, key=key, kind=ChangeKind.NEW)
    if row_hash(stored.row) == row_hash(row):
        return None
    fields = _different(stored.row, row)
    change = ChangeKind.KEPT if stored.changed_in_program else ChangeKind.CHANGED
    return Change(table=kind, key=key, kind=change, fields=fields)


def _different(one: Row, other: Row) -> tuple[str, ...]:
    """The names of the fields that differ; of a table, the fields inside it."""
    names: list[str] = []
    for name in dict.fromkeys((*one, *other)):
        left, right = one.get(name), other.get(name)
        if left == right:
            continue
        if name == WORDS:
            names += [f"words in {language}" for language in sorted({*(left or {}), *(right or {})})]
        elif isinstance(left, Mapping) and isinstance(right, Mapping):
            names += _different(left, right)
        else:
            names.append(name)
    return tuple(names)


def _position(row: Row) -> tuple[int, str]:
    return (row["position"], row.get("code") or row["id"])


def _service_entry(row: Row) -> dict[str, Any]:
    renamed = {"group_name": "group", "department_slug": "department", "county_agency_slug": "county_agency"}
    entry = {renamed.get(name, name): value for name, value in row.items() if name not in ("position", "questions")}
    questions = [{**asked, "options": dict(asked["options"])} for asked in row["questions"]]
    return {**entry, "questions": questions} if questions else entry


def _rule_entry(document: Row) -> dict[str, Any]:
    said = {name: value for name, value in document.items() if value not in (None, [], {})}
    for name in ("valid_from", "valid_until"):
        if name in said:
            said[name] = date.fromisoformat(said[name])
    return said


def _department(row: Row) -> dict[str, Any]:
    return {**row, "under_city_manager": "yes" if row["under_city_manager"] else "no"}


def _agency(row: Row) -> dict[str, Any]:
    return {("class" if name == "owner_class" else name): value for name, value in row.items()}


def _write_csv(path: Path, columns: tuple[str, ...], rows: Iterable[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: str(row["slug"])))
    return path
