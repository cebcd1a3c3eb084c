"""The city in the database: its settings, directory, services and rules, and every ruleset that ever decided.

`folder_hash` is the hash of the row as the folder last gave it: a row whose present hash differs was changed in the
program and is never overwritten by `gis-cas city load`.
"""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from gis_cas.store.tables.meta import PRIVATE, metadata, recorded_at

city_settings = Table(
    "city_settings",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("document", JSONB, nullable=False),
    Column("folder_hash", Text, nullable=False),
    schema=PRIVATE,
)

department = Table(
    "department",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("under_city_manager", Boolean, nullable=False),
    Column("address", Text),
    Column("phone", Text),
    Column("grade", Text),
    Column("folder_hash", Text, nullable=False),
    schema=PRIVATE,
)

agency = Table(
    "agency",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("class", Text, nullable=False, key="owner_class"),
    Column("address", Text),
    Column("phone", Text),
    Column("grade_address", Text),
    Column("grade_phone", Text),
    Column("verified_on", Date),
    Column("source", Text),
    Column("folder_hash", Text, nullable=False),
    schema=PRIVATE,
)

service = Table(
    "service",
    metadata,
    Column("code", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("group_name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("department_slug", Text, ForeignKey(department.c.slug), nullable=False),
    Column("county_agency_slug", Text, ForeignKey(agency.c.slug), nullable=False),
    Column("locus", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("urgency", Text, nullable=False),
    Column("publication", Text, nullable=False),
    Column("code_enforcement", Boolean, nullable=False),
    Column("long_running", Boolean, nullable=False),
    Column("target_days", Integer, nullable=False),
    Column("keywords", ARRAY(Text), nullable=False),
    Column("questions", JSONB, nullable=False, server_default=text("'[]'")),
    Column("folder_hash", Text, nullable=False),
    schema=PRIVATE,
)

responsibility_rule = Table(
    "responsibility_rule",
    metadata,
    Column("id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("document", JSONB, nullable=False),
    Column("folder_hash", Text, nullable=False),
    schema=PRIVATE,
)

ruleset = Table(
    "ruleset",
    metadata,
    Column("id", Text, primary_key=True),
    Column("content", JSONB, nullable=False),
    recorded_at(),
    schema=PRIVATE,
)
