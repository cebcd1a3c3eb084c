"""Every table as SQLAlchemy Core metadata; migrations, this and the database agree by test."""

from gis_cas.store.tables.meta import metadata

from gis_cas.store.tables import (  # isort: skip
    accounts,
    api_clients,
    attachments,
    city,
    corrections,
    layers,
    locator,
    locator_findings,
    locator_gaps,
    messages,
    published,
    requests,
    work,
)

__all__ = [
    "accounts",
    "api_clients",
    "attachments",
    "city",
    "corrections",
    "layers",
    "locator",
    "locator_findings",
    "locator_gaps",
    "messages",
    "metadata",
    "published",
    "requests",
    "work",
]
