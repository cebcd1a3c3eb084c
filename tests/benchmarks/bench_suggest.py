"""What somebody who types waits for each suggestion, over HTTP, one client, with a bare page of the service beside it.

    .venv/bin/python -m tests.benchmarks.bench_suggest

So few are asked that nobody's share of the door is used up.
"""

import statistics
import time
from collections.abc import Callable

import httpx
from sqlalchemy import text

from gis_cas.store.engine import create_engine_for
from gis_cas.store.roles import APP
from tests.benchmarks.bench_http import ADDRESSES
from tests.benchmarks.input_mix import InputMix
from tests.benchmarks.served import process
from tests.fixtures.own_service import own_service

ASKED = 250
WARM_UP = 20


def main() -> None:
    """Measure and print."""
    with own_service(on_disk=True) as own:
        engine = create_engine_for(own.cluster.url(APP), pool_size=1, statement_timeout_ms=20_000)
        with engine.connect() as conn:
            mix = InputMix(addresses=[str(row[0]) for row in conn.execute(text(ADDRESSES))])
        engine.dispose()
        port = own.settings.port
        with (
            process(["-m", "gis_cas.cli", "serve"], port=port, ready="/readyz", environment=own.environment),
            httpx.Client(base_url=f"http://127.0.0.1:{port}") as client,
        ):
            doors: dict[str, Callable[[], str]] = {"GET /healthz": _alive, "GET /api/v1/suggest": mix.suggest}
            for name, path in doors.items():
                taken = []
                for number in range(WARM_UP + ASKED):
                    began = time.perf_counter()
                    client.get(path()).raise_for_status()
                    if number >= WARM_UP:
                        taken.append(1000 * (time.perf_counter() - began))
                cuts = statistics.quantiles(taken, n=100)
                print(f"{name:24} p50 {cuts[49]:6.2f} ms  p99 {cuts[98]:6.2f} ms")


def _alive() -> str:
    return "/healthz"


if __name__ == "__main__":
    main()
