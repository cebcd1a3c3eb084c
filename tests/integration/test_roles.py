"""What each database role may do, and what nobody may: history is only ever added to."""

from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from gis_cas.store import roles
from gis_cas.store.tables import metadata
from tests.fixtures.database import Database
from tests.integration.written import one_request

HISTORY = (
    *("event", "decision", "message_step", "message_review", "ruleset"),
    *("layer_version", "layer_publication", "layer_feature", "account_event", "correction", "boundary_stretch"),
)
EVERYBODY = ("owner", "app", "worker", "public", "records")
NOT_OWNER = ("app", "worker", "public", "records")

S, SI, SIU, SIUD = "SELECT", "SELECT INSERT", "SELECT INSERT UPDATE", "SELECT INSERT UPDATE DELETE"

RIGHTS: dict[str, tuple[str, str, str]] = {
    # table: app and worker, public_read, records (UPDATE of single columns counts as UPDATE of some column)
    "cas.account": (SIU, "", ""),
    "cas.account_event": (SI, "", ""),
    "cas.account_grant": (SIU, "", ""),
    "cas.account_identity": (SIUD, "", ""),
    "cas.account_totp": (SIUD, "", ""),
    "cas.agency": (SIU, "", ""),
    "cas.answer_owed": (SIU, "", S),
    "cas.attachment": (SIU, "", "SELECT UPDATE"),
    "cas.api_client": (SI, "", ""),
    "cas.api_key": (SIU, "", ""),
    "cas.boundary_stretch": (SI, "", ""),
    "cas.city_settings": (SIU, "", ""),
    "cas.correction": (SI, "", S),
    "cas.decision": (SI, "", S),
    "cas.department": (SIU, "", ""),
    "cas.event": (SI, "", SI),
    "cas.idempotency": (SIUD, "", ""),
    "cas.layer": (SIU, "", ""),
    "cas.layer_feature": (SI, "", ""),
    "cas.layer_publication": (SI, "", ""),
    "cas.layer_version": (SI, "", ""),
    "cas.locator_address": (SIU, "", ""),
    "cas.locator_correction": (SIU, "", ""),
    "cas.locator_finding": (SI, "", ""),
    "cas.locator_gap": (SIU, "", "SELECT UPDATE"),
    "cas.locator_intersection": (SIU, "", ""),
    "cas.locator_parcel": (SIU, "", ""),
    "cas.locator_street": (SIU, "", ""),
    "cas.locator_version": (SI, "", ""),
    "cas.message": (SIU, "", S),
    "cas.message_review": (SI, "", ""),
    "cas.message_step": (SI, "", S),
    "cas.message_text": (SIU, "", "SELECT UPDATE"),
    "cas.one_time_link": (SIUD, "", ""),
    "cas.person": (SI, "", "SELECT UPDATE"),
    "cas.photo_answer": (SI, "", ""),
    "cas.photo_evidence": (SI, "", "SELECT UPDATE"),
    "cas.place": (SI, "", "SELECT UPDATE"),
    "cas.recovery_code": (SIUD, "", ""),
    "cas.report_day": (SI, "", ""),
    "cas.request_part": (SIU, "", S),
    "cas.requester": (SI, "", S),
    "cas.responsibility_rule": (SIUD, "", ""),
    "cas.routing_edge": (SIU, "", ""),
    "cas.routing_piece": (SIU, "", ""),
    "cas.ruleset": (SI, "", ""),
    "cas.service": (SIU, "", ""),
    "cas.service_request": (SIU, "", S),
    "cas.session": (SIUD, "", ""),
    "cas.sign_in_try": (SIUD, "", ""),
    "cas.stuck_job": ("SELECT INSERT DELETE", "", ""),
    "cas.text_body": (SI, "", "SELECT UPDATE"),
    "cas.unknown_identity": (SIUD, "", ""),
    "cas.worker_beat": (SIUD, "", ""),
    "published.attachment": ("SELECT INSERT DELETE", S, "SELECT DELETE"),
    "published.basemap": (SIUD, S, ""),
    "published.city": (SIUD, S, ""),
    "published.request": (SIUD, S, "SELECT UPDATE DELETE"),
    "published.request_event": (SIUD, S, "SELECT UPDATE DELETE"),
    "published.service": (SIUD, S, ""),
}

WORKER_LESS: dict[str, str] = {
    # who runs in the background may know whom to write to, and no secret
    "cas.account": S,
    "cas.account_grant": S,
    **dict.fromkeys(("cas.account_event", "cas.account_identity", "cas.account_totp", "cas.recovery_code"), ""),
    **dict.fromkeys(
        ("cas.one_time_link", "cas.session", "cas.sign_in_try", "cas.unknown_identity"),
        "SELECT DELETE",  # what ran out
    ),
    **dict.fromkeys(("cas.api_client", "cas.api_key"), ""),
}


def engine_of(database: Database, role: str) -> Engine:
    engine: Engine = getattr(database, role)
    return engine


def refused(engine: Engine, statement: str, reason: str) -> None:
    with pytest.raises(DBAPIError, match=reason), engine.begin() as connection:
        connection.execute(text(statement))


def test_every_table_has_its_rights_written_here() -> None:
    assert set(RIGHTS) == set(metadata.tables)


def test_each_role_has_exactly_its_rights(tiny_database: Database) -> None:
    statement = text("""
        SELECT kind FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) kind
         WHERE has_table_privilege(:role, :table, kind)
            OR (kind IN ('SELECT', 'INSERT', 'UPDATE') AND has_any_column_privilege(:role, :table, kind))
    """)
    wanted, found = {}, {}
    with tiny_database.owner.connect() as connection:
        for table, (service, public, records) in RIGHTS.items():
            for role, rights in (
                *((roles.APP, service), (roles.WORKER, WORKER_LESS.get(table, service))),
                *((roles.PUBLIC_READ, public), (roles.RECORDS, records)),
            ):
                wanted[table, role] = set(rights.split())
                found[table, role] = set(connection.scalars(statement, {"role": role, "table": table}))
    assert found == wanted


def test_only_some_columns_may_change(tiny_database: Database) -> None:
    wanted = {
        "answer_owed": {"answered_at", "answer_event_id", "void_event_id"},
        "request_part": {
            *("owner_type", "owner_slug", "owner_name", "owner_address", "owner_phone", "owner_verified_on"),
            *("state", "by_hand", "ended_at"),
        },
        "message": {
            *("medium", "state", "attempts", "next_try_at", "claimed_at", "claimed_by", "code", "sender", "sent_at")
        },
        "message_text": {"recipient", "subject", "body", "erased_at"},
        "attachment": {
            *("media_type", "state", "refusal", "scan", "scanned_at", "sha256", "byte_size", "small_sha256"),
            *("width", "height", "original_sha256", "released_at", "missing_since"),
        },
        "routing_piece": {"effective"},
        "routing_edge": {"effective"},
        "locator_street": {"until"},
        "locator_address": {"until"},
        "locator_intersection": {"until"},
        "locator_parcel": {"until"},
        "locator_correction": {"until", "ended_at", "ended_by"},
        "locator_gap": {"outcome", "times", "examples", "last_at", "settled_at", "settled_by"},
    }
    of_app = {"account_grant": {"until_on", "ended_by", "ended_at"}}
    statement = text("""
        SELECT attname FROM pg_attribute WHERE attrelid = CAST(:table AS regclass) AND attnum > 0 AND NOT attisdropped
           AND has_column_privilege(:role, attrelid, attnum, 'UPDATE')
    """)
    with tiny_database.owner.connect() as connection:
        for role in (roles.APP, roles.WORKER):
            found = {
                table: set(connection.scalars(statement, {"table": f"cas.{table}", "role": role}))
                for table in (*wanted, *of_app)
            }
            assert found == wanted | (of_app if role == roles.APP else {"account_grant": set()})


def test_the_background_reads_no_password(tiny_database: Database) -> None:
    refused(tiny_database.worker, "SELECT password_hash FROM cas.account", "permission denied")
    for table, secret in (("session", "token_hash"), ("one_time_link", "token_hash"), ("sign_in_try", "login_hash")):
        refused(tiny_database.worker, f"SELECT {secret} FROM cas.{table}", "permission denied")  # noqa: S608 - our names
    with tiny_database.worker.connect() as connection:
        connection.execute(
            text("SELECT login, email FROM cas.account JOIN cas.account_grant g ON g.account_id = account.id")
        )


@pytest.fixture
def written(tiny_database: Database) -> Database:
    """A database with a row in every table of history."""
    with tiny_database.app.begin() as connection:
        one_request(connection)
    with tiny_database.owner.connect() as connection:
        for table in HISTORY:
            assert connection.scalar(text(f"SELECT count(*) FROM cas.{table}")), table  # noqa: S608 - our own names
    return tiny_database


@pytest.mark.parametrize("role", EVERYBODY)
def test_nobody_changes_history(written: Database, role: str) -> None:
    engine = engine_of(written, role)
    reason = "is refused: its rows are history" if role == "owner" else "permission denied"
    before = _contents(written)
    for table in HISTORY:
        column = _some_column(table)
        refused(engine, f"UPDATE cas.{table} SET {column} = {column}", reason)  # noqa: S608 - our own names
        refused(engine, f"DELETE FROM cas.{table}", reason)  # noqa: S608
        refused(engine, f"TRUNCATE cas.{table} CASCADE", f"{reason}|is refused")
    assert _contents(written) == before


@pytest.mark.parametrize("role", NOT_OWNER)
def test_no_process_takes_the_guards_away(written: Database, role: str) -> None:
    engine = engine_of(written, role)
    for table in HISTORY:
        for statement in (
            f"DROP TABLE cas.{table} CASCADE",
            f"ALTER TABLE cas.{table} DISABLE TRIGGER ALL",
            f"ALTER TABLE cas.{table} DISABLE TRIGGER history",
            f"ALTER TABLE cas.{table} RENAME TO gone",
            f"DROP TRIGGER history ON cas.{table}",
            f"CREATE RULE away AS ON INSERT TO cas.{table} DO INSTEAD NOTHING",
        ):
            refused(engine, statement, "must be owner|permission denied")
    for statement in (
        "SET session_replication_role = replica",
        "ALTER TABLE cas.answer_owed DISABLE TRIGGER ALL",
        "DROP SCHEMA cas CASCADE",
        "DROP FUNCTION cas.refuse_change_v1() CASCADE",
        "CREATE OR REPLACE FUNCTION cas.refuse_change_v1() RETURNS trigger LANGUAGE sql AS 'SELECT null'",
        "CREATE TABLE cas.mine (id int)",
        "CREATE TABLE public.mine (id int)",
        "CREATE TEMP TABLE mine (id int)",
    ):
        refused(engine, statement, "must be owner|permission denied")


@pytest.mark.parametrize("role", EVERYBODY)
def test_nobody_becomes_somebody_else(tiny_database: Database, role: str) -> None:
    own = engine_of(tiny_database, role).url.username
    for other in (*roles.ROLES, "postgres"):
        if other != own:
            refused(engine_of(tiny_database, role), f"SET ROLE {other}", "permission denied")
            refused(engine_of(tiny_database, role), f"SET SESSION AUTHORIZATION {other}", "permission denied")
            refused(
                engine_of(tiny_database, role),
                f"GRANT {other} TO {own}",
                "must have admin option|permission denied|must be",
            )


def test_the_owner_cannot_switch_triggers_off_for_a_session(tiny_database: Database) -> None:
    refused(tiny_database.owner, "SET session_replication_role = replica", "permission denied")


def test_what_the_owner_can_do_is_known(written: Database) -> None:
    """Changing the schema is what a migration is for: that is why no process but a migration runs as the owner."""
    with written.owner.connect() as connection:
        always = connection.scalars(text("SELECT DISTINCT tgenabled::text FROM pg_trigger WHERE tgname = 'history'"))
        assert always.all() == ["A"], "also under session_replication_role = replica, which a superuser could set"
        connection.execute(text("ALTER TABLE cas.message_step DISABLE TRIGGER history"))
        assert connection.execute(text("DELETE FROM cas.message_step")).rowcount == 1
        connection.rollback()


def test_a_stranger_reads_what_is_published_and_nothing_else(written: Database) -> None:
    with written.public.connect() as connection:
        for table in ("city", "service", "request", "request_event", "basemap"):
            connection.execute(text(f"SELECT count(*) FROM published.{table}"))  # noqa: S608 - our own names
    for name in metadata.tables:
        if name.startswith("cas."):
            refused(written.public, f"SELECT 1 FROM {name}", "permission denied for schema cas")  # noqa: S608
    refused(written.public, "SELECT 1 FROM jobs.procrastinate_jobs", "permission denied for schema jobs")
    refused(written.public, "DELETE FROM published.city", "permission denied")


def test_the_web_process_puts_jobs_into_its_own_transaction_and_the_worker_runs_them(tiny_database: Database) -> None:
    with tiny_database.app.connect() as connection:
        outer = connection.begin()
        _defer(connection)
        outer.rollback()
        assert _jobs(tiny_database) == []
        with connection.begin():
            _defer(connection)
    assert _jobs(tiny_database) == ["todo"]
    with tiny_database.worker.begin() as connection:
        connection.execute(text("UPDATE jobs.procrastinate_jobs SET status = 'doing'"))
        connection.execute(text("DELETE FROM jobs.procrastinate_jobs"))
    refused(tiny_database.app, "UPDATE jobs.procrastinate_jobs SET status = 'doing'", "permission denied")
    refused(tiny_database.records, "SELECT 1 FROM jobs.procrastinate_jobs", "permission denied")


def _defer(connection: Connection) -> None:
    connection.execute(
        text("""
        INSERT INTO jobs.procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'locate', '{}')
        """)
    )


def _jobs(database: Database) -> Any:
    with database.worker.connect() as connection:
        return connection.scalars(text("SELECT status::text FROM jobs.procrastinate_jobs")).all()


def _some_column(table: str) -> str:
    return {
        "event": "actor",
        "decision": "reason",
        "message_step": "actor",
        "message_review": "template",
        "ruleset": "content",
        "layer_version": "source",
        "layer_publication": "published_by",
        "layer_feature": "name",
        "account_event": "actor",
        "correction": "actor",
        "boundary_stretch": "name",
    }[table]


def _contents(database: Database) -> list[Any]:
    with database.owner.connect() as connection:
        return [
            connection.scalar(text(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM cas.{table} t"))  # noqa: S608
            for table in HISTORY
        ]
