"""Layers with dates: versions hold the truth, publications put one in force, pieces and edges are derived for speed.

A publication is never edited. The one in force on a city day, as known at an instant, is the one recorded last up to
that instant whose `effective` range holds the day. `routing_piece.effective` and `routing_edge.effective` are that
answer for *now*, kept up to date when something is published: a correction may cut a hole into an older one's time,
so they are multiranges (`@> date` works as with a range). Their rows stay, so that a replay finds them by publication
id.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import DATEMULTIRANGE, DATERANGE, JSONB

from gis_cas.store.tables.meta import PRIVATE, SRID, SRID_FT, geometry, metadata, recorded_at

layer = Table(
    "layer",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("geometry_type", Text, nullable=False),
    Column("exclusive", Boolean, nullable=False),
    Column("routing", Boolean, nullable=False),
    Column("locator", Text),
    Column("basemap", Text),
    schema=PRIVATE,
)

layer_version = Table(
    "layer_version",
    metadata,
    Column("id", Integer, Identity(always=True), primary_key=True),
    Column("layer_slug", Text, ForeignKey(layer.c.slug), nullable=False),
    Column("number", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("synthetic", Boolean, nullable=False),
    Column("accuracy_ft", Float, nullable=False),
    Column("feature_count", Integer, nullable=False),
    Column("manifest", JSONB, nullable=False, server_default=text("'{}'")),
    Column("loaded_by", Text, nullable=False),
    recorded_at(),
    UniqueConstraint("layer_slug", "number"),
    schema=PRIVATE,
)

layer_publication = Table(
    "layer_publication",
    metadata,
    Column("id", Integer, Identity(always=True), primary_key=True),
    Column("layer_version_id", Integer, ForeignKey(layer_version.c.id), nullable=False),
    Column("layer_slug", Text, ForeignKey(layer.c.slug), nullable=False),
    Column("effective", DATERANGE, nullable=False),
    Column("published_by", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("known_at", DateTime(timezone=True), nullable=False),
    Column("accepted", Text),
    CheckConstraint("published_by <> approved_by", name="second_person_approves"),
    CheckConstraint("NOT isempty(effective)", name="some_day_is_covered"),
    Index("ix_layer_publication_in_force", "layer_slug", "known_at"),
    schema=PRIVATE,
)

layer_feature = Table(
    "layer_feature",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("layer_version_id", Integer, ForeignKey(layer_version.c.id), nullable=False),
    Column("feature_key", Text, nullable=False),
    Column("name", Text),
    Column("owner", Text),
    Column("half_width_left_ft", Float),
    Column("half_width_right_ft", Float),
    Column("attributes", JSONB, nullable=False),
    geometry("geom", "GEOMETRY", SRID),
    geometry("geom_ft", "GEOMETRY", SRID_FT),
    UniqueConstraint("layer_version_id", "feature_key"),
    schema=PRIVATE,
)


def _derived(name: str, kind: str) -> Table:
    return Table(
        name,
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("publication_id", Integer, ForeignKey(layer_publication.c.id), nullable=False),
        Column("layer_slug", Text, nullable=False),
        Column("feature_id", BigInteger, ForeignKey(layer_feature.c.id), nullable=False),
        Column("effective", DATEMULTIRANGE, nullable=False),
        geometry("geom_ft", kind, SRID_FT),
        Index(f"ix_{name}_geom_ft_effective", "geom_ft", "effective", postgresql_using="gist"),
        Index(f"ix_{name}_publication_id", "publication_id"),
        schema=PRIVATE,
    )


routing_piece = _derived("routing_piece", "GEOMETRY")
"""Polygons cut to at most 64 vertices, and lines cut likewise."""

routing_edge = _derived("routing_edge", "GEOMETRY")
"""True boundaries of polygons only (never a cut made by the subdivision)."""
