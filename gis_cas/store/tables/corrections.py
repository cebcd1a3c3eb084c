"""Decisions that turned out wrong, appended and never changed, and the stretches of boundary they stood on.

A correction holds no position and no words: those lie in `place` and, by its event, in `text_body`, which a lawful
disposition can blank.
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
)

from gis_cas.store.tables.layers import layer, layer_publication
from gis_cas.store.tables.meta import PRIVATE, SRID_FT, geometry, metadata
from gis_cas.store.tables.requests import decision, event, place, service_request

boundary_stretch = Table(
    "boundary_stretch",
    metadata,
    Column("id", Integer, Identity(always=True), primary_key=True),
    Column("layer_slug", Text, ForeignKey(layer.c.slug), nullable=False),
    Column("feature_key", Text, nullable=False),
    Column("other_key", Text, nullable=False),
    Column("cell_x", Integer, nullable=False),
    Column("cell_y", Integer, nullable=False),
    Column("line", Boolean, nullable=False),
    Column("name", Text, nullable=False),
    Column("other_name", Text),
    Column("street", Text),
    geometry("geom_ft", "GEOMETRY", SRID_FT),
    UniqueConstraint(
        *("layer_slug", "feature_key", "other_key", "cell_x", "cell_y"), name="uq_boundary_stretch_edge_and_cell"
    ),
    Index("ix_boundary_stretch_geom_ft", "geom_ft", postgresql_using="gist"),
    schema=PRIVATE,
)

correction = Table(
    "correction",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("request_id", BigInteger, ForeignKey(service_request.c.id), nullable=False),
    Column("event_id", BigInteger, ForeignKey(event.c.id), nullable=False),
    Column("decision_id", BigInteger, ForeignKey(decision.c.id), nullable=False),
    Column("place_id", BigInteger, ForeignKey(place.c.id)),
    Column("kind", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", Text, nullable=False),
    Column("service_code", Text, nullable=False),
    Column("had_type", Text, nullable=False),
    Column("had_slug", Text, nullable=False),
    Column("rightful_type", Text),
    Column("rightful_slug", Text),
    Column("misrouted", Boolean, nullable=False),
    Column("rule_id", Text),
    Column("publication_id", Integer, ForeignKey(layer_publication.c.id)),
    Column("layer_version", Integer),
    Column("distance_ft", Float),
    Column("stretch_id", Integer, ForeignKey(boundary_stretch.c.id)),
    CheckConstraint("kind IN ('owner', 'place', 'part')", name="kind_known"),
    CheckConstraint("(rightful_type IS NULL) = (rightful_slug IS NULL)", name="rightful_owner_is_whole"),
    CheckConstraint(
        "(stretch_id IS NULL) = (publication_id IS NULL) AND (stretch_id IS NULL) = (distance_ft IS NULL)"
        " AND (stretch_id IS NULL) = (layer_version IS NULL)",
        name="edge_is_whole",
    ),
    Index("ix_correction_request_id", "request_id"),
    Index("ix_correction_decision_id", "decision_id"),
    Index("ix_correction_stretch_id", "stretch_id"),
    schema=PRIVATE,
)
