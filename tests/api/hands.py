"""What the tests of the wire do again and again."""

import html
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

import httpx
from sqlalchemy import Engine, text

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

OUTSIDE = ("203.0.113.9", 40000)
"""A client that is not this machine (an address reserved for examples)."""

CITY_STREET = {"lat": 26.5263, "long": -80.0642}
STATE_ROAD = {"lat": 26.528, "long": -80.075}
REPORT: dict[str, Any] = {"service_code": "pothole", "description": "A hole that swallows wheels."}


def sentences(answer: httpx.Response) -> dict[str, str]:
    """The sentences per field of a problem document."""
    assert answer.headers["content-type"].startswith("application/problem+json"), answer.text
    fields: dict[str, str] = answer.json()["fields"]
    return fields


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no hidden field {name}"
    return html.unescape(found.group(1))


def said(page: str) -> str:
    """The page's words without its marks, as a person reads them."""
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def send_json(client: "TestClient", **more: Any) -> httpx.Response:
    """Send a report as a program does."""
    answer: httpx.Response = client.post("/api/v1/requests", json={**REPORT, **CITY_STREET, **more})
    return answer


def send_form(client: "TestClient", **more: str) -> httpx.Response:
    """Send the public form as a browser does, with a fresh token."""
    typed = {"token": hidden(client.get("/report").text, "token"), **REPORT, "q": "100 E Ocean Ave", **more}
    answer: httpx.Response = client.post("/report", data=typed)
    return answer


def count(engine: Engine, table: str) -> int:
    """Rows in a table."""
    with engine.connect() as conn:
        return int(conn.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - the test's own word


def fill_projection(engine: Engine, *, how_many: int, now: datetime, spread_h: float = 160.0) -> None:
    """Open requests straight into the public projection, spread over the city and over ages around the promise."""
    with engine.begin() as conn:
        conn.execute(
            text("""
            INSERT INTO published.request (number, service_code, service_name, group_name, status, received_at,
                updated_at, due_at, located, decision_kind, owner_type, owner_slug, owner_name, place_precision, demo,
                geom, geom_web)
            SELECT to_char(100000000 + n, 'FM000000000'), s.code, s.name, s.group_name, 'open', x.at, x.at,
                   x.at + interval '72 hours', true, 'assigned', 'department', 'public-works', 'Public Works', 'exact',
                   true, x.p, ST_Transform(x.p, 3857)
              FROM generate_series(1, :n) AS n
             CROSS JOIN LATERAL (SELECT
                   CAST(:now AS timestamptz) - (n * 7919 % 1000) / 1000.0 * :spread * interval '1 hour' AS at,
                   ST_SetSRID(ST_MakePoint(-80.105 + (n * 6151 % 1000) / 20000.0, 26.49 + (n * 3571 % 997) / 12462.0),
                   4326) AS p) AS x
              JOIN LATERAL (SELECT * FROM published.service ORDER BY position OFFSET n % 20 LIMIT 1) AS s ON true
            """),
            {"n": how_many, "now": now, "spread": spread_h},
        )
