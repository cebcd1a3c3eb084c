"""The city, its directory, services and rules, as they stand in the database."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql

from gis_cas.domain.city import City
from gis_cas.domain.directory import Directory, Owner, OwnerType
from gis_cas.domain.rules import Rule, Ruleset
from gis_cas.domain.service import Service
from gis_cas.errors import NotFound
from gis_cas.policy.ruleset import rule_from, ruleset_document, ruleset_from, service_from
from gis_cas.store.city_values import PRECEDENCE, city_from
from gis_cas.store.tables.city import agency, city_settings, department, responsibility_rule, ruleset, service
from gis_cas.store.tables.requests import decision


def load_city(connection: Connection) -> City | None:
    """The city; None in a database that was never seeded."""
    document = connection.execute(select(city_settings.c.document)).scalar_one_or_none()
    return None if document is None else city_from(document)


def load_directory(connection: Connection) -> Directory:
    """Every department and agency on file."""
    departments = {
        row.slug: Owner(
            slug=row.slug,
            type=OwnerType.DEPARTMENT,
            name=row.name,
            owner_class="department",
            address=row.address,
            phone=row.phone,
        )
        for row in connection.execute(select(department).order_by(department.c.slug))
    }
    agencies = {
        row.slug: Owner(
            slug=row.slug,
            type=OwnerType.AGENCY,
            name=row.name,
            owner_class=row.owner_class,
            address=row.address,
            phone=row.phone,
            verified_on=row.verified_on,
        )
        for row in connection.execute(
            select(
                *(agency.c.slug, agency.c.name, agency.c.owner_class.label("owner_class")),
                *(agency.c.address, agency.c.phone, agency.c.verified_on),
            ).order_by(agency.c.slug)
        )
    }
    return Directory(departments=departments, agencies=agencies)


def list_services(connection: Connection) -> tuple[Service, ...]:
    """The services in the city's own order."""
    rows = connection.execute(select(service).order_by(service.c.position, service.c.code)).mappings()
    return tuple(_service(row) for row in rows)


def list_rules(connection: Connection) -> tuple[Rule, ...]:
    """The rules in order; the first that holds wins."""
    statement = select(responsibility_rule.c.document).order_by(
        responsibility_rule.c.position, responsibility_rule.c.id
    )
    return tuple(rule_from(document) for document in connection.scalars(statement))


def load_precedence(connection: Connection) -> tuple[str, ...]:
    """Classes and slugs of road owners, strongest first."""
    document = connection.execute(select(city_settings.c.document)).scalar_one_or_none() or {}
    return tuple(document.get(PRECEDENCE, ()))


def load_ruleset(connection: Connection) -> Ruleset:
    """The services and rules of today; a set seen for the first time is put on file, so that decisions can name it."""
    document = ruleset_document(list_services(connection), list_rules(connection), load_precedence(connection))
    found = ruleset_from(document)
    known = connection.execute(select(ruleset.c.id).where(ruleset.c.id == found.id)).scalar_one_or_none()
    if known is None:
        statement = postgresql.insert(ruleset).values(id=found.id, content=document).on_conflict_do_nothing()
        connection.execute(statement)
    return found


def ruleset_by_id(connection: Connection, ruleset_id: str) -> Ruleset:
    """A ruleset that once decided, as it was then; raises NotFound."""
    document = connection.execute(select(ruleset.c.content).where(ruleset.c.id == ruleset_id)).scalar_one_or_none()
    if document is None:
        raise NotFound(f"There is no ruleset {ruleset_id}.")
    return ruleset_from(document)


def ruleset_as_of(connection: Connection, at: datetime) -> str | None:
    """The ruleset in use at an instant: the last until then that decided or was put on file; None before any was."""
    used = select(decision.c.ruleset_id, decision.c.at).where(decision.c.at <= at).order_by(decision.c.at.desc())
    filed = select(ruleset.c.id, ruleset.c.recorded_at).where(ruleset.c.recorded_at <= at)
    latest = [
        connection.execute(statement.limit(1)).one_or_none()
        for statement in (used, filed.order_by(ruleset.c.recorded_at.desc()))
    ]
    known = [row for row in latest if row is not None]
    return str(max(known, key=lambda row: row[1])[0]) if known else None


def _service(row: Any) -> Service:
    return service_from(
        {
            **row,
            "group": row["group_name"],
            "department": row["department_slug"],
            "county_agency": row["county_agency_slug"],
        }
    )
