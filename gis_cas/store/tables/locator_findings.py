"""What contradicts itself in streets and address points, as it was found when a version of them was loaded."""

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from gis_cas.store.tables.layers import layer_version
from gis_cas.store.tables.meta import PRIVATE, SRID, geometry, metadata

locator_finding = Table(
    "locator_finding",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("layer_version_id", Integer, ForeignKey(layer_version.c.id), nullable=False),
    Column("kind", Text, nullable=False),
    Column("feature_keys", ARRAY(Text), nullable=False),
    Column("sentence", Text, nullable=False),
    geometry("geom", "GEOMETRY", SRID),
    Index("ix_locator_finding_layer_version_id_kind", "layer_version_id", "kind", "id"),
    schema=PRIVATE,
)
