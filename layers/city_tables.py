"""departments.csv, agencies.csv and services.toml: each entry checked and named."""

import csv
import re
from collections.abc import Collection, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from gis_cas.domain.service import LocationNeed, Locus, PublicationRule, Service, Urgency
from layers.manifest import read_toml
from layers.problem import Fields, Problem, unprintable
from layers.service_questions import read_questions
from layers.toml_lines import entry_lines

DEPARTMENT_COLUMNS = ("slug", "name", "under_city_manager", "address", "phone", "grade")
AGENCY_COLUMNS = (
    *("slug", "name", "class", "address", "phone"),
    *("grade_address", "grade_phone", "verified_on", "source"),
)
SERVICES = "services.toml"
CODE = re.compile(r"[a-z][a-z0-9_]*")
SLUG = re.compile(r"[a-z][a-z0-9-]*")

Row = dict[str, Any]


def read_departments(folder: Path, problems: list[Problem]) -> list[Row]:
    """The departments as rows for the database."""
    rows = []
    for fields, row in _entries(folder / "departments.csv", DEPARTMENT_COLUMNS, problems):
        rows.append(
            {
                "slug": row["slug"],
                "name": fields.text("name", "Public Works"),
                "under_city_manager": fields.choice("under_city_manager", ("yes", "no")) == "yes",
                "address": row["address"] or None,
                "phone": row["phone"] or None,
                "grade": row["grade"] or None,
            }
        )
    return rows


def read_agencies(folder: Path, problems: list[Problem]) -> list[Row]:
    """The agencies as rows for the database; one that cannot be reached is reported, not refused."""
    rows = []
    for fields, row in _entries(folder / "agencies.csv", AGENCY_COLUMNS, problems):
        missing = [name for name in ("address", "phone") if not row[name]]
        if missing:
            sentence = f"It has no {' and no '.join(missing)}: a referral could not say where to turn (R11)."
            problems.append(Problem(where=fields.where, sentence=sentence, grave=False))
        rows.append(
            {
                "slug": row["slug"],
                "name": fields.text("name", "County Engineering"),
                "owner_class": fields.text("class", "county"),
                "address": row["address"] or None,
                "phone": row["phone"] or None,
                "grade_address": row["grade_address"] or None,
                "grade_phone": row["grade_phone"] or None,
                "verified_on": _day(fields, row["verified_on"]),
                "source": row["source"] or None,
            }
        )
    return rows


def read_services(
    folder: Path, *, departments: Collection[str], agencies: Collection[str], problems: list[Problem]
) -> list[Service]:
    """The services in the file's order."""
    document = Fields(
        given=read_toml(folder / SERVICES, SERVICES, problems), where="", file=SERVICES, problems=problems
    )
    entries = document.entries("service", entry_lines(folder / SERVICES, "service"), titled_by="code")
    document.nothing_else()
    if not entries:
        document.wrong("[[service]]", "At least one is needed.")
    services: dict[str, Service] = {}
    for fields in entries:
        service = _service(fields, departments, agencies)
        if service.code in services:
            fields.wrong("code", f"{service.code!r} stands here a second time; each service needs its own.")
        services[service.code] = service
    return list(services.values())


def _service(fields: Fields, departments: Collection[str], agencies: Collection[str]) -> Service:
    code = fields.text("code", "pothole")
    if code and not CODE.fullmatch(code):
        fields.wrong("code", f"{code!r} must be small letters, digits and underscores, such as 'pothole'.")
    days = fields.number("target_days", example=5, least=0, default=5)
    service = Service(
        code=code,
        name=fields.text("name", "Pothole"),
        group=fields.text("group", "Streets"),
        description=fields.text("description", "A hole in the road."),
        department=_on_file(fields, "department", departments, "departments.csv"),
        county_agency=_on_file(fields, "county_agency", agencies, "agencies.csv"),
        locus=Locus(fields.choice("locus", _values(Locus))),
        location=LocationNeed(fields.choice("location", _values(LocationNeed))),
        urgency=Urgency(fields.choice("urgency", _values(Urgency))),
        publication=PublicationRule(fields.choice("publication", _values(PublicationRule))),
        code_enforcement=fields.flag("code_enforcement", default=False),
        long_running=fields.flag("long_running", default=False),
        target_days=int(days),
        keywords=fields.texts("keywords"),
        questions=read_questions(fields),
    )
    if service.location is LocationNeed.REQUIRED and service.locus is Locus.NONE:
        fields.wrong("locus", "A service that requires a place lies somewhere: 'none' goes with location 'none'.")
    fields.nothing_else()
    return service


def _on_file(fields: Fields, name: str, known: Collection[str], file: str) -> str:
    slug = fields.text(name, next(iter(sorted(known)), "public-works"))
    if slug and slug not in known:
        fields.wrong(name, f"{slug!r} does not stand in {file}; add it there or correct it here.")
    return slug


def _values(kind: type[StrEnum]) -> tuple[str, ...]:
    return tuple(member.value for member in kind)


def _entries(path: Path, columns: tuple[str, ...], problems: list[Problem]) -> Iterator[tuple[Fields, dict[str, str]]]:
    """Each row of a CSV file with unique slugs; rows that cannot be read are left out, with a problem."""
    where = path.name
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except (FileNotFoundError, UnicodeDecodeError):
        problems.append(Problem(where=where, sentence="The file is missing, or is not UTF-8 text."))
        return
    reader = csv.DictReader(lines)
    if tuple(reader.fieldnames or ()) != columns:
        problems.append(Problem(where=f"{where}, line 1", sentence=f"The columns must be {','.join(columns)}."))
        return
    seen: set[str] = set()
    for row in reader:
        here = f"{where}, line {reader.line_num} ({row['slug']})"
        if None in row or None in row.values():
            problems.append(Problem(where=here, sentence=f"The row must have {len(columns)} values."))
            continue
        slug = row["slug"]
        if any(unprintable(value) for value in row.values()):
            problems.append(Problem(where=here, sentence="It holds a character that cannot be printed."))
        elif not SLUG.fullmatch(slug):
            problems.append(
                Problem(where=here, sentence=f"The slug {slug!r} must be small letters, digits and hyphens.")
            )
        elif slug in seen:
            problems.append(Problem(where=here, sentence=f"The slug {slug!r} stands here a second time."))
        else:
            seen.add(slug)
            yield Fields(given=row, where=here, problems=problems), row


def _day(fields: Fields, written: str) -> str | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        fields.wrong("verified_on", f"{written!r} must be a date such as 2026-01-31, or empty.")
        return None
