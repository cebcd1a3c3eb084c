"""The locator's typed tables, versioned by change rows: a row is in force from `since` up to, not including, `until`.

Names are keys as `gis_cas.geocoding.names` makes them; `name_keys` holds the segment's own name and every alias on it.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from gis_cas.store.tables.layers import layer_publication
from gis_cas.store.tables.meta import PRIVATE, SRID, SRID_FT, geometry, metadata, recorded_at

locator_version = Table(
    "locator_version",
    metadata,
    Column("id", Integer, Identity(always=True), primary_key=True),
    Column("publication_id", Integer, ForeignKey(layer_publication.c.id)),
    recorded_at(),
    schema=PRIVATE,
)


AT_ONCE = {"fastupdate": False}
"""Keys are few and looked up often: a list of keys not yet filed would be read through at every look-up."""


def _life() -> tuple[Column[Any], Column[Any], Column[Any]]:
    return (
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("since", Integer, ForeignKey(locator_version.c.id), nullable=False),
        Column("until", Integer, ForeignKey(locator_version.c.id)),
    )


locator_street = Table(
    "locator_street",
    metadata,
    *_life(),
    Column("segment_key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_keys", ARRAY(Text), nullable=False),
    Column("base_keys", ARRAY(Text), nullable=False),
    Column("from_left", Integer),
    Column("to_left", Integer),
    Column("from_right", Integer),
    Column("to_right", Integer),
    Column("parity_left", Text),
    Column("parity_right", Text),
    Column("zip", Text),
    Column("owner", Text),
    geometry("geom", "LINESTRING", SRID),
    geometry("geom_ft", "LINESTRING", SRID_FT),
    Index(
        "ix_locator_street_name_keys",
        "name_keys",
        postgresql_using="gin",
        postgresql_with=AT_ONCE,
        postgresql_where=text("until IS NULL"),
    ),
    Index(
        "ix_locator_street_base_keys",
        "base_keys",
        postgresql_using="gin",
        postgresql_with=AT_ONCE,
        postgresql_where=text("until IS NULL"),
    ),
    Index("ix_locator_street_geom_ft", "geom_ft", postgresql_using="gist", postgresql_where=text("until IS NULL")),
    Index("ix_locator_street_segment_key", "segment_key", unique=True, postgresql_where=text("until IS NULL")),
    schema=PRIVATE,
)

locator_address = Table(
    "locator_address",
    metadata,
    *_life(),
    Column("address_key", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("street", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("unit", Text),
    Column("zip", Text),
    Column("postal_city", Text),
    Column("segment_key", Text),
    geometry("geom", "POINT", SRID),
    geometry("geom_ft", "POINT", SRID_FT),
    Index("ix_locator_address_number_name_key", "number", "name_key", postgresql_where=text("until IS NULL")),
    Index("ix_locator_address_segment_key", "segment_key", "number", postgresql_where=text("until IS NULL")),
    Index("ix_locator_address_geom_ft", "geom_ft", postgresql_using="gist", postgresql_where=text("until IS NULL")),
    Index("ix_locator_address_address_key", "address_key", unique=True, postgresql_where=text("until IS NULL")),
    schema=PRIVATE,
)

locator_parcel = Table(
    "locator_parcel",
    metadata,
    *_life(),
    Column("parcel_key", Text, nullable=False),
    Column("control_number", Text, nullable=False),
    Column("shown_number", Text, nullable=False),
    Column("number", Integer),
    Column("street", Text),
    Column("name_key", Text),
    Column("unit", Text),
    Column("zip", Text),
    Column("postal_city", Text),
    Column("reach_ft", Float, nullable=False),
    geometry("geom", "POINT", SRID),
    geometry("geom_ft", "POINT", SRID_FT),
    Index("ix_locator_parcel_number_name_key", "number", "name_key", postgresql_where=text("until IS NULL")),
    Index("ix_locator_parcel_control_number", "control_number", postgresql_where=text("until IS NULL")),
    Index("ix_locator_parcel_parcel_key", "parcel_key", unique=True, postgresql_where=text("until IS NULL")),
    schema=PRIVATE,
)
"""A parcel as a place: a point inside it, and how far its farthest corner lies; the outline stays a feature."""

locator_intersection = Table(
    "locator_intersection",
    metadata,
    *_life(),
    Column("intersection_key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_keys", ARRAY(Text), nullable=False),
    Column("base_keys", ARRAY(Text), nullable=False),
    Column("segment_keys", ARRAY(Text), nullable=False),
    geometry("geom", "POINT", SRID),
    geometry("geom_ft", "POINT", SRID_FT),
    Index(
        "ix_locator_intersection_name_keys",
        "name_keys",
        postgresql_using="gin",
        postgresql_with=AT_ONCE,
        postgresql_where=text("until IS NULL"),
    ),
    Index(
        "ix_locator_intersection_base_keys",
        "base_keys",
        postgresql_using="gin",
        postgresql_with=AT_ONCE,
        postgresql_where=text("until IS NULL"),
    ),
    Index(
        "ix_locator_intersection_geom_ft", "geom_ft", postgresql_using="gist", postgresql_where=text("until IS NULL")
    ),
    Index(
        "ix_locator_intersection_intersection_key",
        "intersection_key",
        unique=True,
        postgresql_where=text("until IS NULL"),
    ),
    schema=PRIVATE,
)
