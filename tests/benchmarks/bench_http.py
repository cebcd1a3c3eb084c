"""Responsibility and intake over HTTP at 16 clients, as multiples of one bare statement over HTTP in the same run.

Run by `make bench`. Client, server and database share the machine, so only the ratios mean something.
"""

import json
import uuid

from sqlalchemy import text

from gis_cas.store.engine import create_engine_for
from gis_cas.store.roles import APP
from tests.benchmarks.http_load import LoadResult, get, load, post
from tests.benchmarks.input_mix import InputMix
from tests.benchmarks.served import process, resident_mb
from tests.fixtures.own_service import OwnService, free_port, own_service

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
    with process(bare_command, port=port, ready="/bare", environment={"BENCH_URL": url, "BENCH_POOL": str(pool)}):
        bare = load(port=port, next_request=lambda: get("/bare"))
    port = own.settings.port
    with process(["-m", "gis_cas.cli", "serve"], port=port, ready="/readyz", environment=own.environment) as web:
        asked = load(port=port, next_request=lambda: get(mix.responsibility()))
        taken = load(port=port, next_request=lambda: _report(mix), seconds=10.0)
        weight = resident_mb(web.pid)
    _print("one bare statement over HTTP", bare, bare)
    good = _print("GET /api/v1/responsibility", asked, bare, bar=0.5)
    good = _print("POST /api/v1/requests", taken, bare, bar=0.2) and good
    print(f"web process after both: {weight:.0f} MB (bar: 300)")
    return good


def _report(mix: InputMix) -> bytes:
    return post("/api/v1/requests", json.dumps(mix.report()).encode(), headers=f"Idempotency-Key: {uuid.uuid4()}\r\n")


def _print(name: str, result: LoadResult, bare: LoadResult, *, bar: float = 0.0) -> bool:
    ratio = result.per_second / bare.per_second
    print(
        f"{name:32} {result.per_second:7.0f}/s  p50 {result.p50_ms:6.1f} ms  p99 {result.p99_ms:6.1f} ms"
        f"  {ratio:5.2f}x"
        + (f" (bar: {bar}x)" if bar else "")
        + (f"  NOT 2xx: {result.failures}" if result.failures else "")
    )
    return ratio >= bar and not result.failures


if __name__ == "__main__":
    main()
