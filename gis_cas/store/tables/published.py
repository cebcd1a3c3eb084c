"""The public projection: all that any public surface reads, written in the transaction of the event it shows.

Confidential requests are absent from it. `geom` is the public position by the service's publication rule, null when the
rule hides it.
"""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Identity, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from gis_cas.store.tables.meta import PUBLISHED, SRID, SRID_WEB, geometry, metadata

published_city = Table(
    "city",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("document", JSONB, nullable=False),
    schema=PUBLISHED,
)

published_service = Table(
    "service",
    metadata,
    Column("code", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("group_name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("urgency", Text, nullable=False),
    Column("locus", Text, nullable=False),
    Column("keywords", JSONB, nullable=False),
    schema=PUBLISHED,
)

published_request = Table(
    "request",
    metadata,
    Column("number", Text, primary_key=True),
    Column("service_code", Text, nullable=False),
    Column("service_name", Text, nullable=False),
    Column("group_name", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("closed_at", DateTime(timezone=True)),
    Column("due_at", DateTime(timezone=True)),
    Column("first_answered_at", DateTime(timezone=True)),
    Column("located", Boolean, nullable=False),
    Column("decision_kind", Text),
    Column("owner_type", Text, nullable=False),
    Column("owner_slug", Text, nullable=False),
    Column("owner_name", Text, nullable=False),
    Column("owner_address", Text),
    Column("owner_phone", Text),
    Column("owner_verified_on", Text),
    Column("reason", Text),
    Column("place_label", Text),
    Column("place_precision", Text, nullable=False),
    Column("released_text", Text),
    Column("parts", JSONB, nullable=False, server_default=text("'[]'")),
    Column("demo", Boolean, nullable=False),
    geometry("geom", "POINT", SRID, nullable=True),
    geometry("geom_web", "POINT", SRID_WEB, nullable=True),
    Index("ix_request_geom", "geom", postgresql_using="gist"),
    Index("ix_request_geom_web", "geom_web", postgresql_using="gist"),
    Index("ix_request_status_due_at", "status", "due_at"),
    Index("ix_request_received_at", "received_at"),
    schema=PUBLISHED,
)
"""`due_at` is the earliest due instant still owed (null: nothing is owed); colours and overdue derive from it alone."""

published_event = Table(
    "request_event",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("kind", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
    Index("ix_request_event_number", "number", "id"),
    schema=PUBLISHED,
)

published_basemap = Table(
    "basemap",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("layer_slug", Text, nullable=False),
    Column("publication_id", Integer, nullable=False),
    Column("name", Text),
    Column("rank", Integer, nullable=False),
    geometry("geom_web", "GEOMETRY", SRID_WEB),
    Index("ix_basemap_geom_web", "geom_web", postgresql_using="gist"),
    Index("ix_basemap_layer_slug", "layer_slug"),
    schema=PUBLISHED,
)
"""The basemap drawn from the city's own layers: kind is the manifest's `basemap`, rank its drawing importance."""
