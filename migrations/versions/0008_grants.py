"""Who may do what with which table, and the guards that keep history.

History can be added to and read, by nobody changed: no role is granted more, and triggers refuse the owner too. What
the owner can still do is change the schema itself, which is why no process but a migration runs as the owner.
"""

from alembic import op

from gis_cas.store.functions import function_sql
from gis_cas.store.roles import APP, PUBLIC_READ, RECORDS, WORKER

revision = "0008"
down_revision = "0007"

ADD = "SELECT, INSERT"
CHANGE = "SELECT, INSERT, UPDATE"
REPLACE = "SELECT, INSERT, UPDATE, DELETE"

HISTORY = ("event", "decision", "delivery", "ruleset", "layer_version", "layer_publication", "layer_feature")
BLANKABLE = {
    "person": ("name", "address", "phone", "email"),
    "text_body": ("body",),
    "place": (
        *("stated_words", "stated_address_key", "geom", "geom_ft", "radius_ft"),
        *("label", "match_type", "segment_key", "address_key", "candidates"),
    ),
}
SERVICE = {
    **dict.fromkeys(HISTORY, ADD),
    **dict.fromkeys(BLANKABLE, ADD),
    **dict.fromkeys(("city_settings", "department", "agency", "service"), CHANGE),
    **dict.fromkeys(("layer", "service_request", "account"), CHANGE),
    **dict.fromkeys(("responsibility_rule", "idempotency", "worker_beat"), REPLACE),
    **dict.fromkeys(("locator_version", "requester"), ADD),
    **dict.fromkeys(("routing_piece", "routing_edge"), f"{ADD}, UPDATE (effective)"),
    **dict.fromkeys(("locator_street", "locator_address", "locator_intersection"), f"{ADD}, UPDATE (until)"),
    "answer_owed": f"{ADD}, UPDATE (answered_at, answer_event_id)",
    "alembic_version": "SELECT",
}
READ_BY_RECORDS = ("service_request", "requester", "answer_owed", "decision", "delivery", "alembic_version")
PUBLISHED = ("city", "service", "request", "request_event", "basemap")
DEFERRED_BY_APP = {
    "procrastinate_jobs": f"{ADD}, DELETE",  # who locates a request at once takes its waiting job away
    "procrastinate_events": ADD,
    "procrastinate_periodic_defers": "SELECT, UPDATE",  # procrastinate's own trigger, when a job goes
}


def upgrade() -> None:
    """Grant, then guard."""
    for table, rights in SERVICE.items():
        op.execute(f"GRANT {rights} ON cas.{table} TO {APP}, {WORKER}")
    for table in PUBLISHED:
        op.execute(f"GRANT {REPLACE} ON published.{table} TO {APP}, {WORKER}")
        op.execute(f"GRANT SELECT ON published.{table} TO {PUBLIC_READ}")
    for table, columns in BLANKABLE.items():
        op.execute(f"GRANT SELECT, UPDATE ({', '.join(columns)}, erased_at) ON cas.{table} TO {RECORDS}")
    for table in READ_BY_RECORDS:
        op.execute(f"GRANT SELECT ON cas.{table} TO {RECORDS}")
    op.execute(f"GRANT {ADD} ON cas.event TO {RECORDS}")
    op.execute(f"GRANT SELECT, UPDATE, DELETE ON published.request, published.request_event TO {RECORDS}")
    for table, rights in DEFERRED_BY_APP.items():
        op.execute(f"GRANT {rights} ON jobs.{table} TO {APP}")
    op.execute(f"GRANT {REPLACE} ON ALL TABLES IN SCHEMA jobs TO {WORKER}")
    op.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA jobs TO {APP}, {WORKER}")
    _guard()


def _guard() -> None:
    for name in ("refuse_change_v1", "keep_answer_owed_v1", "blank_only_v1"):
        op.execute(function_sql(name))
    for table in HISTORY:
        _trigger("history", table, "UPDATE OR DELETE OR TRUNCATE", "STATEMENT", "refuse_change_v1()")
    for table in ("answer_owed", *BLANKABLE):
        _trigger("keep_rows", table, "DELETE OR TRUNCATE", "STATEMENT", "refuse_change_v1()")
    _trigger("keep_clock", "answer_owed", "UPDATE", "ROW", "keep_answer_owed_v1()")
    for table, columns in BLANKABLE.items():
        arguments = ", ".join(f"'{column}'" for column in columns)
        _trigger("blank_only", table, "UPDATE", "ROW", f"blank_only_v1({arguments})")


def _trigger(name: str, table: str, when: str, each: str, call: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {when} ON cas.{table} FOR EACH {each} EXECUTE FUNCTION cas.{call}")
    op.execute(f"ALTER TABLE cas.{table} ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    """Take the guards and the rights away."""
    for name in ("refuse_change_v1", "keep_answer_owed_v1", "blank_only_v1"):
        op.execute(f"DROP FUNCTION cas.{name}() CASCADE")
    for schema in ("cas", "published", "jobs"):
        for kind in ("TABLES", "SEQUENCES"):
            op.execute(f"REVOKE ALL ON ALL {kind} IN SCHEMA {schema} FROM {APP}, {WORKER}, {PUBLIC_READ}, {RECORDS}")
