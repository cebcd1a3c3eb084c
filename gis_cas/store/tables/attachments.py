"""Files that belong to requests; the files themselves lie in the store of files, named by their content.

A row is never deleted. Its name, its hashes and its evidence can be blanked by a lawful disposition (`erased_at`).
"""

from sqlalchemy import (
    BigInteger,
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
    text,
)

from gis_cas.store.tables.meta import PRIVATE, PUBLISHED, SRID, geometry, metadata
from gis_cas.store.tables.requests import service_request

attachment = Table(
    "attachment",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("request_id", BigInteger, ForeignKey(service_request.c.id), nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("actor", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("received_sha256", Text),
    Column("media_type", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("refusal", Text),
    Column("scan", Text, nullable=False),
    Column("scanned_at", DateTime(timezone=True)),
    Column("sha256", Text),
    Column("byte_size", BigInteger),
    Column("small_sha256", Text),
    Column("width", Integer),
    Column("height", Integer),
    Column("original_sha256", Text),
    Column("released_at", DateTime(timezone=True)),
    Column("missing_since", DateTime(timezone=True)),
    Column("erased_at", DateTime(timezone=True)),
    CheckConstraint("state IN ('waiting', 'kept', 'refused')", name="state_known"),
    CheckConstraint("scan IN ('not_scanned', 'clean', 'found')", name="scan_known"),
    CheckConstraint("(state = 'refused') = (refusal IS NOT NULL)", name="refusal_has_its_reason"),
    Index("uq_attachment_received", "request_id", "received_sha256", unique=True),
    Index("ix_attachment_sha256", "sha256"),
    Index("ix_attachment_small_sha256", "small_sha256"),
    Index("ix_attachment_waiting", "id", postgresql_where=text("state = 'waiting'")),
    Index("ix_attachment_missing", "id", postgresql_where=text("missing_since IS NOT NULL")),
    schema=PRIVATE,
)
"""`sha256` names what is kept: an image's larger clean copy, or a file as it came; `received_sha256` what arrived."""

photo_evidence = Table(
    "photo_evidence",
    metadata,
    Column("attachment_id", BigInteger, ForeignKey(attachment.c.id), primary_key=True, autoincrement=False),
    geometry("geom", "POINT", SRID, nullable=True),
    Column("taken_at", Text),
    Column("feet_from_pin", Float),
    Column("erased_at", DateTime(timezone=True)),
    schema=PRIVATE,
)
"""What a photo's EXIF said: kept here, and in no copy of the photo."""

photo_answer = Table(
    "photo_answer",
    metadata,
    Column("request_id", BigInteger, ForeignKey(service_request.c.id), primary_key=True, autoincrement=False),
    Column("attachment_id", BigInteger, ForeignKey(attachment.c.id), nullable=False),
    Column("answer", Text, nullable=False),
    Column("answered_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("answer IN ('pin', 'photo', 'unsure')", name="answer_known"),
    schema=PRIVATE,
)
"""Which is right where a photo was taken far from its request's place: said once, never changed."""

published_attachment = Table(
    "attachment",
    metadata,
    Column("number", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("small_sha256", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("released_at", DateTime(timezone=True), nullable=False),
    Index("ix_attachment_sha256_small_sha256", "sha256", "small_sha256"),
    Index("ix_attachment_small_sha256", "small_sha256"),
    schema=PUBLISHED,
)
"""Photos that staff released for everybody to see; withdrawn ones are absent."""
