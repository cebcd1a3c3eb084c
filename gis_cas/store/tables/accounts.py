"""Staff accounts."""

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Identity, Integer, Table, Text

from gis_cas.store.tables.city import department
from gis_cas.store.tables.meta import PRIVATE, metadata

account = Table(
    "account",
    metadata,
    Column("id", Integer, Identity(always=True), primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("department_slug", Text, ForeignKey(department.c.slug)),
    Column("password_hash", Text, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("locked_at", DateTime(timezone=True)),
    schema=PRIVATE,
)
