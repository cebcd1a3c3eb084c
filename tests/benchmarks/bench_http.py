"""Responsibility and intake over HTTP at 16 clients, as multiples of one bare statement over HTTP in the same run.

Run by `make bench`. Client, server and database share the machine, so only the ratios mean something; as the machine's
own pace comes and goes, the three take turns, and the middle one of their ratios counts.
"""

import json
import uuid
from collections.abc import Sequence
from typing import Final

from sqlalchemy import text

from gis_cas.store.engine import create_engine_for
from gis_cas.store.roles import APP
from tests.benchmarks.http_load import LoadResult, get, load, post
from tests.benchmarks.input_mix import InputMix
from tests.benchmarks.served import process, resident_mb
from tests.fixtures.own_service import OwnService, free_port, own_service

ROUNDS: Final = 5

ADDRESSES = "SELECT number || ' ' || street FROM cas.locator_address WHERE until IS NULL ORDER BY random() LIMIT 2000"


def main() -> bool:
    """Measure and print; whether every bar is met."""
    with own_service(on_disk=True) as own:
        return _measure(own, pool=own.settings.database.pool_size)


def _measure(own: OwnService, *, pool: int) -> bool:
    url = own.cluster.url(APP)
    engine = create_engine_for(url, pool_size=1, statement_timeout_ms=20_000)
    with engine.connect() as conn:
        rows = conn.execute(text(ADDRESSES))
        mix = InputMix(addresses=[str(row[0]) for row in rows])
    port = free_port()
    bare_command = [
        "-m",
        "uvicorn",
        "--factory",
        "tests.benchmarks.bare_app:create_bare_app",
        "--port",
        str(port),
        "--log-level",
        "warning",
    ]
    own_port = own.settings.port
    bare_process = process(
        bare_command, port=port, ready="/bare", environment={"BENCH_URL": url, "BENCH_POOL": str(pool)}
    )
    web_process = process(["-m", "gis_cas.cli", "serve"], port=own_port, ready="/readyz", environment=own.environment)
    with bare_process, web_process as web:
        rounds = [
            (
                load(port=port, next_request=lambda: get("/bare")),
                load(port=own_port, next_request=lambda: get(mix.responsibility())),
                load(port=own_port, next_request=lambda: _report(mix)),
            )
            for _ in range(ROUNDS)
        ]
        weight = resident_mb(web.pid)
    bare, asked, taken = zip(*rounds, strict=True)
    _print("one bare statement over HTTP", bare, bare)
    good = _print("GET /api/v1/responsibility", asked, bare, bar=0.5)
    good = _print("POST /api/v1/requests", taken, bare, bar=0.2) and good
    print(f"web process after both: {weight:.0f} MB (bar: 300)")
    return good


def _report(mix: InputMix) -> bytes:
    return post("/api/v1/requests", json.dumps(mix.report()).encode(), headers=f"Idempotency-Key: {uuid.uuid4()}\r\n")


def _print(name: str, results: Sequence[LoadResult], bare: Sequence[LoadResult], *, bar: float = 0.0) -> bool:
    """The round whose ratio is the middle one, and the ratios of all."""
    ratios = [one.per_second / beside.per_second for one, beside in zip(results, bare, strict=True)]
    middle = sorted(range(len(ratios)), key=ratios.__getitem__)[len(ratios) // 2]
    result, failures = results[middle], sum(one.failures for one in results)
    print(
        f"{name:32} {result.per_second:7.0f}/s  p50 {result.p50_ms:6.1f} ms  p99 {result.p99_ms:6.1f} ms"
        f"  {ratios[middle]:5.2f}x of {', '.join(f'{one:.2f}' for one in sorted(ratios))}"
        + (f" (bar: {bar}x)" if bar else "")
        + (f"  NOT 2xx: {failures}" if failures else "")
    )
    return ratios[middle] >= bar and not failures


if __name__ == "__main__":
    main()
