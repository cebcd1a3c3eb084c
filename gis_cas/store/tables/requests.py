"""Service requests and their history.

`event` and `decision` are appended, never changed; they hold ids and facts. Names, contacts, free text and coordinates
live in `person`, `text_body` and `place`, which a lawful disposition can blank (`erased_at`) without touching history.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
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
from sqlalchemy.dialects.postgresql import JSONB

from gis_cas.store.tables.city import ruleset
from gis_cas.store.tables.meta import PRIVATE, SRID, SRID_FT, geometry, metadata

_COUNTED = "CASE WHEN owner IS NOT NULL THEN inputs ->> 'service_code'::text ELSE NULL::text END"
"""The service for which a decision counts where it was right or wrong; none where it named nobody."""

person = Table(
    "person",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("name", Text),
    Column("address", Text),
    Column("phone", Text),
    Column("email", Text),
    Column("language", Text, nullable=False),
    Column("erased_at", DateTime(timezone=True)),
    schema=PRIVATE,
)

text_body = Table(
    "text_body",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("body", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("erased_at", DateTime(timezone=True)),
    schema=PRIVATE,
)

place = Table(
    "place",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("source", Text, nullable=False),
    Column("stated_words", Text),
    Column("stated_address_key", Text),
    geometry("geom", "POINT", SRID, nullable=True),
    geometry("geom_ft", "POINT", SRID_FT, nullable=True),
    Column("radius_ft", Float),
    Column("label", Text),
    Column("match_type", Text),
    Column("segment_key", Text),
    Column("address_key", Text),
    Column("candidates", JSONB, nullable=False, server_default=text("'[]'")),
    Column("erased_at", DateTime(timezone=True)),
    Index("ix_place_geom", "geom", postgresql_using="gist"),
    Index("ix_place_geom_ft", "geom_ft", postgresql_using="gist"),
    Index("ix_place_segment_key", "segment_key", postgresql_where=text("segment_key IS NOT NULL")),
    Index("ix_place_several", "id", postgresql_where=text("geom_ft IS NULL AND candidates <> '[]'")),
    schema=PRIVATE,
)

service_request = Table(
    "service_request",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("service_code", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("facility", Text),
    Column("seat", Text),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("received_on", Date, nullable=False),
    Column("entered_at", DateTime(timezone=True), nullable=False),
    Column("description_id", BigInteger, ForeignKey(text_body.c.id), nullable=False),
    Column("stated_place_id", BigInteger, ForeignKey(place.c.id)),
    Column("corrected_place_id", BigInteger, ForeignKey(place.c.id)),
    Column("place_id", BigInteger, ForeignKey(place.c.id)),
    Column("answers", JSONB, nullable=False, server_default=text("'{}'")),
    Column("located_at", DateTime(timezone=True)),
    Column("decision_id", BigInteger),
    Column("owner_type", Text, nullable=False),
    Column("owner_slug", Text, nullable=False),
    Column("proposed", Boolean, nullable=False, server_default=text("false")),
    Column("status", Text, nullable=False),
    Column("long_running", Boolean, nullable=False),
    Column("resolved_at", DateTime(timezone=True)),
    Column("closed_at", DateTime(timezone=True)),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("number ~ '^[0-9]{9}$'", name="number_is_nine_digits"),
    CheckConstraint("status IN ('open', 'closed')", name="status_is_open_or_closed"),
    CheckConstraint("owner_type IN ('department', 'agency', 'private', 'queue')", name="owner_type_known"),
    Index("ix_service_request_owner", "owner_slug", "status"),
    Index("ix_service_request_unlocated", "id", postgresql_where=text("located_at IS NULL")),
    Index("ix_service_request_received_at", "received_at"),
    Index("ix_service_request_seat", "seat", postgresql_where=text("seat IS NOT NULL")),
    Index("ix_service_request_open_place", "place_id", postgresql_where=text("status = 'open'")),
    schema=PRIVATE,
)

requester = Table(
    "requester",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("request_id", BigInteger, ForeignKey(service_request.c.id), nullable=False),
    Column("person_id", BigInteger, ForeignKey(person.c.id), nullable=False),
    Column("role", Text, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Index("ix_requester_request_id", "request_id"),
    schema=PRIVATE,
)

event = Table(
    "event",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("request_id", BigInteger, ForeignKey(service_request.c.id), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("facts", JSONB, nullable=False, server_default=text("'{}'")),
    Column("text_id", BigInteger, ForeignKey(text_body.c.id)),
    Index("ix_event_request_id", "request_id", "id"),
    schema=PRIVATE,
)

answer_owed = Table(
    "answer_owed",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("request_id", BigInteger, ForeignKey(service_request.c.id), nullable=False),
    Column("requester_id", BigInteger, ForeignKey(requester.c.id), nullable=False),
    Column("kind", Text, nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("answered_at", DateTime(timezone=True)),
    Column("answer_event_id", BigInteger, ForeignKey(event.c.id)),
    Column("part_id", BigInteger, ForeignKey("cas.request_part.id")),
    Column("void_event_id", BigInteger, ForeignKey(event.c.id)),
    CheckConstraint("kind IN ('first', 'outcome')", name="kind_known"),
    CheckConstraint("(answered_at IS NULL) = (answer_event_id IS NULL)", name="answer_has_its_event"),
    CheckConstraint("part_id IS NULL OR kind = 'outcome'", name="a_part_owes_its_outcome"),
    CheckConstraint("answered_at IS NULL OR void_event_id IS NULL", name="given_or_void"),
    Index("ix_answer_owed_request_id", "request_id"),
    Index("ix_answer_owed_open_due", "due_at", postgresql_where=text("answered_at IS NULL")),
    schema=PRIVATE,
)

decision = Table(
    "decision",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("request_id", BigInteger, ForeignKey(service_request.c.id), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("kind", Text, nullable=False),
    Column("owner", JSONB),
    Column("certain", Boolean, nullable=False),
    Column("proposed", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("rule_id", Text),
    Column("question", JSONB),
    Column("candidates", JSONB, nullable=False),
    Column("trace", JSONB, nullable=False),
    Column("inputs", JSONB, nullable=False),
    Column("ruleset_id", Text, ForeignKey(ruleset.c.id), nullable=False),
    Column("publications", JSONB, nullable=False),
    Column("locator_version", Integer, nullable=False),
    Column("algorithm_version", Text, nullable=False),
    Column("beside", JSONB, nullable=False, server_default=text("'[]'")),
    Column("place_id", BigInteger, ForeignKey(place.c.id)),
    Index("ix_decision_request_id", "request_id", "id"),
    Column("counted_service", Text, Computed(_COUNTED, persisted=True)),
    Index("ix_decision_at", "at", "counted_service"),
    Index("ix_decision_place_id", "place_id"),
    schema=PRIVATE,
)

request_part = Table(
    "request_part",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("request_id", BigInteger, ForeignKey(service_request.c.id), nullable=False),
    Column("decision_id", BigInteger, ForeignKey(decision.c.id), nullable=False),
    Column("owner_type", Text, nullable=False),
    Column("owner_slug", Text, nullable=False),
    Column("owner_name", Text, nullable=False),
    Column("owner_address", Text),
    Column("owner_phone", Text),
    Column("owner_verified_on", Text),
    Column("state", Text, nullable=False),
    Column("by_hand", Boolean, nullable=False, server_default=text("false")),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    CheckConstraint("owner_type IN ('department', 'agency', 'private', 'queue')", name="owner_type_known"),
    CheckConstraint("state IN ('open', 'done', 'dropped')", name="state_known"),
    CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended_at_an_instant"),
    Index("ix_request_part_request_id", "request_id"),
    Index("ix_request_part_owner_slug", "owner_slug", postgresql_where=text("state <> 'dropped'")),
    schema=PRIVATE,
)
"""Who has a part in what a department leads (R13); the leader's own part is the request itself.

Of what lies outside the city's staff `done` means that whoever asked was written to, of a department that it did its
part. `by_hand`: a person said whose the part is, so no later decision takes it away.
"""

idempotency = Table(
    "idempotency",
    metadata,
    Column("client", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("body_hash", Text, nullable=False),
    Column("request_id", BigInteger, ForeignKey(service_request.c.id), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Index("ix_idempotency_expires_at", "expires_at"),
    schema=PRIVATE,
)

worker_beat = Table(
    "worker_beat",
    metadata,
    Column("worker", Text, primary_key=True),
    Column("beat_at", DateTime(timezone=True), nullable=False),
    Column("pid", Integer, nullable=False),
    schema=PRIVATE,
)
