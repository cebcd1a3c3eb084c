"""`/map` with 5,000 open requests: navigation start to first marker painted, in a cold browser each time.

Run by `make bench`. Prints the median and the most features any one response carried; the baseline in the same run is
`/requests`, the list twin, until its first row is painted.
"""

import statistics
from typing import Any

from playwright.sync_api import Browser, ViewportSize, sync_playwright
from sqlalchemy import text

from gis_cas.store.engine import create_engine_for
from gis_cas.store.roles import OWNER
from tests.benchmarks.served import process
from tests.fixtures.own_service import own_service

OPEN_REQUESTS = 5000
RUNS = 9
BAR_MS = 1500
FEATURES_BAR = 2000
CHROMIUM = "/usr/bin/chromium"
VIEWPORT: ViewportSize = {"width": 1280, "height": 800}

FILL = text("""
INSERT INTO published.request (number, service_code, service_name, group_name, status, received_at, updated_at, due_at,
    located, decision_kind, owner_type, owner_slug, owner_name, place_precision, demo, geom, geom_web)
SELECT to_char(100000000 + n, 'FM000000000'), s.code, s.name, s.group_name, 'open', at, at, at + interval '72 hours',
    true, 'assigned', 'department', 'public-works', 'Public Works', 'exact', true, p, ST_Transform(p, 3857)
FROM generate_series(1, :count) n
CROSS JOIN LATERAL (SELECT now() - random() * n / n * interval '160 hours' AS at,
    ST_SetSRID(ST_MakePoint(-80.105 + random() * 0.05, 26.49 + random() * 0.08), 4326) AS p) x
JOIN LATERAL (SELECT * FROM published.service ORDER BY position OFFSET n % 20 LIMIT 1) s ON true
""")


def main() -> None:
    """Measure and print."""
    with own_service(on_disk=True) as own:
        engine = create_engine_for(own.cluster.url(OWNER), pool_size=1, statement_timeout_ms=60_000)
        with engine.begin() as conn:
            conn.execute(FILL, {"count": OPEN_REQUESTS})
        engine.dispose()
        serve = process(
            ["-m", "gis_cas.cli", "serve"], port=own.settings.port, ready="/readyz", environment=own.environment
        )
        with serve, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            _report(browser, own.settings.address)
            browser.close()


def _report(browser: Browser, address: str) -> None:
    features: list[int] = []
    maps = [_first_marker_ms(browser, f"{address}/map", features) for _ in range(RUNS)]
    lists = [_first_paint_ms(browser, f"{address}/requests") for _ in range(RUNS)]
    marker, paint = statistics.median(maps), statistics.median(lists)
    print(f"/map, {OPEN_REQUESTS} open, first marker, median of {RUNS} cold: {marker:.0f} ms (bar: {BAR_MS})")
    print(
        f"slowest: {max(maps):.0f} ms; /requests first paint: {paint:.0f} ms; the map takes {marker / paint:.1f}x of it"
    )
    print(f"most features in one response: {max(features)} of {len(features)} responses (bar: {FEATURES_BAR})")


def _first_marker_ms(browser: Browser, address: str, features: list[int]) -> float:
    context = browser.new_context(viewport=VIEWPORT, bypass_csp=True)
    page = context.new_page()
    answers: list[Any] = []
    page.on("response", lambda answer: answers.append(answer) if "/map/features" in answer.url else None)
    page.goto(address)
    page.wait_for_function("performance.getEntriesByName('first-marker').length > 0", timeout=20_000)
    taken = float(page.evaluate("performance.getEntriesByName('first-marker')[0].startTime"))
    features.extend(len(answer.json()["features"]) for answer in answers)
    context.close()
    return taken


def _first_paint_ms(browser: Browser, address: str) -> float:
    context = browser.new_context(viewport=VIEWPORT, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0", timeout=20_000)
    taken = float(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
    context.close()
    return taken


if __name__ == "__main__":
    main()
