"""kill -9 of web, worker and PostgreSQL under intake: every acknowledged number is present, located, once."""

import os
import random
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from gis_cas.store.engine import create_engine_for
from tests.acceptance.kill_harness import PATIENCE_S, Reporter, Service
from tests.fixtures.own_service import own_service

BY_KEY = "SELECT i.key, r.number FROM cas.idempotency i JOIN cas.service_request r ON r.id = i.request_id"
VICTIMS = ("serve", "work", "postmaster", "backend")


@pytest.fixture
def service() -> Iterator[Service]:
    with own_service() as own:
        running = Service(
            environment={**os.environ, **own.environment}, cluster=own.cluster, address=own.settings.address
        )
        for what in ("serve", "work"):
            running.start(what)
        running.wait_ready()
        yield running
        running.stop()


@pytest.mark.slow
def test_no_kill_loses_or_doubles_a_request(service: Service, request: pytest.FixtureRequest) -> None:
    kills = int(request.config.getoption("--kills"))
    chance = random.Random(2002)
    reporters = [Reporter(address=service.address, seed=seed_) for seed_ in range(3)]
    for reporter in reporters:
        reporter.start()
    for turn in range(kills):
        service.kill(VICTIMS[turn % len(VICTIMS)])
        time.sleep(chance.uniform(0.0, 0.4))
        if turn % 3 == 0:
            service.wait_ready()
            time.sleep(chance.uniform(0.1, 0.6))
    service.wait_ready()
    for reporter in reporters:
        reporter.enough.set()
    for reporter in reporters:
        reporter.join(timeout=2 * PATIENCE_S)
        assert not reporter.is_alive()

    acknowledged = {key: number for reporter in reporters for key, number in reporter.acknowledged.items()}
    assert len(acknowledged) >= 3 * kills, "too little intake to prove anything"
    assert len(set(acknowledged.values())) == len(acknowledged)
    engine = create_engine_for(service.cluster.url("gis_cas_app"), pool_size=2, statement_timeout_ms=20_000)
    _wait_until_located(engine)
    with engine.connect() as conn:
        by_key = {row.key: row.number for row in conn.execute(text(BY_KEY))}
        requests = conn.execute(
            text("""
            SELECT r.number, r.located_at IS NOT NULL AS located, r.owner_slug,
                   (SELECT count(*) FROM cas.event e WHERE e.request_id = r.id AND e.kind = 'received') AS received,
                   (SELECT count(*) FROM cas.decision d WHERE d.request_id = r.id) AS decisions,
                   (SELECT count(*) FROM cas.answer_owed a WHERE a.request_id = r.id AND a.kind = 'first') AS owed
            FROM cas.service_request r
            """)
        ).all()
    engine.dispose()
    assert {key: by_key.get(key) for key in acknowledged} == acknowledged
    assert len(requests) == len(by_key), "a request without its key, or a key with two requests"
    assert [row for row in requests if not row.located or not row.owner_slug] == []
    assert [row for row in requests if (row.received, row.decisions, row.owed) != (1, 1, 1)] == []


def _wait_until_located(engine: object) -> None:
    deadline = time.monotonic() + 2 * PATIENCE_S
    while time.monotonic() < deadline:
        with engine.connect() as conn:  # type: ignore[attr-defined]
            left = conn.execute(text("SELECT count(*) FROM cas.service_request WHERE located_at IS NULL")).scalar_one()
        if left == 0:
            return
        time.sleep(0.5)
    raise AssertionError(f"{left} requests were never located")
