"""Words that no place was found for, and what GIS editors told the locator; versioned like its other rows."""

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Identity, Integer, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from gis_cas.store.tables.locator import locator_version
from gis_cas.store.tables.meta import PRIVATE, SRID, SRID_FT, geometry, metadata

locator_gap = Table(
    "locator_gap",
    metadata,
    Column("id", Integer, Identity(always=True), primary_key=True),
    Column("words_key", Text, nullable=False, unique=True),
    Column("outcome", Text, nullable=False),
    Column("times", Integer, nullable=False),
    Column("examples", ARRAY(Text), nullable=False),
    Column("first_at", DateTime(timezone=True), nullable=False),
    Column("last_at", DateTime(timezone=True), nullable=False),
    Column("settled_at", DateTime(timezone=True)),
    Column("settled_by", Text),
    Column("erased_at", DateTime(timezone=True)),
    Column("erased_by", Text),
    Column("citation", Text),
    CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled_by_somebody"),
    CheckConstraint("(erased_at IS NULL) = (citation IS NULL)", name="erased_by_law"),
    schema=PRIVATE,
)

locator_correction = Table(
    "locator_correction",
    metadata,
    Column("id", Integer, Identity(always=True), primary_key=True),
    Column("since", Integer, ForeignKey(locator_version.c.id), nullable=False),
    Column("until", Integer, ForeignKey(locator_version.c.id)),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("street", Text),
    Column("number", Integer),
    geometry("geom", "POINT", SRID, nullable=True),
    geometry("geom_ft", "POINT", SRID_FT, nullable=True),
    Column("gap_id", Integer, ForeignKey(locator_gap.c.id)),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("made_by", Text, nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("ended_by", Text),
    CheckConstraint("kind IN ('alias', 'address', 'landmark')", name="kind_known"),
    CheckConstraint(
        "(until IS NULL) = (ended_by IS NULL) AND (until IS NULL) = (ended_at IS NULL)", name="ended_by_somebody"
    ),
    schema=PRIVATE,
)
