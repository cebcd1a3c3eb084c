"""Log-ins a second, and what they do to the other doors: each measured alone and under a full load of log-ins.

Run by `make bench`. Client, server and database share the machine, so only the ratios mean something.
"""

import re
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import make_url

from gis_cas.accounts.passwords import AT_ONCE, LANES, MEMORY_KIB, PASSES, hash_password, is_right
from gis_cas.policy.access import Role
from gis_cas.store.engine import create_engine_for
from gis_cas.store.roles import APP
from tests.benchmarks.http_load import LoadResult, get, load
from tests.benchmarks.served import process
from tests.factories.accounts import PASSWORD, an_account
from tests.fixtures.own_service import OwnService, own_service

SECONDS = 6.0
HASHES = 40
LOG_IN_CLIENTS = 32
OTHER_CLIENTS = 2
DOORS = {
    "GET /healthz": "/healthz",
    "GET /api/v1/responsibility": "/api/v1/responsibility?lat=26.5263&long=-80.0642&service_code=pothole",
}


def main() -> None:
    """Measure and print."""
    with own_service(on_disk=True) as own:
        engine = create_engine_for(make_url(own.cluster.url(APP)), pool_size=1)
        with engine.begin() as conn:
            an_account(conn, "bench", Role.CITY_MANAGER)
        engine.dispose()
        with process(
            ["-m", "gis_cas.cli", "serve"],
            port=own.settings.port,
            ready="/readyz",
            environment=own.environment,
        ):
            _measure(own)


def _measure(own: OwnService) -> None:
    port, request = own.settings.port, _log_in(own)
    hashed = _hashes_a_second()
    print(f"argon2id {MEMORY_KIB // 1024} MiB, {PASSES} passes, {LANES} lane; {AT_ONCE} at once")
    print(f"{'passwords checked by one thread, no service':42} {hashed:7.1f}/s")
    alone = _log_ins(port, request)
    _print("log-ins alone", alone)
    print(f"  {alone.per_second / hashed:.2f}x what one thread can check (bar: 0.6x, and 20/s on a quiet machine)")
    for name, path in DOORS.items():
        before = _other(port, path)
        with ThreadPoolExecutor(1) as beside:
            log_ins = beside.submit(_log_ins, port, request)
            meanwhile = _other(port, path)
        _print(f"{name} alone", before)
        _print(f"{name} under log-ins", meanwhile)
        _print("  log-ins meanwhile", log_ins.result())
        print(f"  p50 under log-ins: {meanwhile.p50_ms / before.p50_ms:.1f} times as long (bar: 3)")


def _hashes_a_second() -> float:
    kept = hash_password(PASSWORD)
    begin = time.perf_counter()
    for _ in range(HASHES):
        assert is_right(kept, PASSWORD)
    return HASHES / (time.perf_counter() - begin)


def _log_ins(port: int, request: bytes) -> LoadResult:
    return load(port=port, next_request=lambda: request, clients=LOG_IN_CLIENTS, seconds=SECONDS, right=b"303")


def _other(port: int, path: str) -> LoadResult:
    return load(port=port, next_request=lambda: get(path), clients=OTHER_CLIENTS, seconds=SECONDS - 1)


def _log_in(own: OwnService) -> bytes:
    """A log-in as a browser sends it, with the form's token and cookie."""
    with urllib.request.urlopen(f"{own.settings.local_address}/staff/login", timeout=10) as page:  # noqa: S310 - our own
        cookie = page.headers["set-cookie"].partition(";")[0]
        found = re.search(r'name="csrf" value="([^"]*)"', page.read().decode())
    assert found is not None, "the login has its form"
    body = urllib.parse.urlencode({"csrf": found.group(1), "login": "bench", "password": PASSWORD}).encode()
    head = (
        "POST /staff/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Cookie: {cookie}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _print(name: str, result: LoadResult) -> None:
    print(
        f"{name:42} {result.per_second:7.1f}/s  p50 {result.p50_ms:7.1f} ms  p99 {result.p99_ms:7.1f} ms"
        + (f"  NOT as expected: {result.failures}" if result.failures else "")
    )


if __name__ == "__main__":
    main()
