"""Which door each address leads through; an application with an address that names none does not start."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant

from gis_cas.policy.access import Door

OPEN: Mapping[Door, frozenset[str]] = {
    Door.PUBLIC: frozenset(
        {
            *("GET /robots.txt", "GET /.well-known/security.txt"),
            *("GET /", "GET /report", "POST /report", "GET /map", "GET /map/features", "GET /requests"),
            *(
                "GET /requests/{number}",
                "POST /requests/{number}/attachments",
                "POST /requests/{number}/photo-place",
                "GET /photos/{address}.jpg",
                "GET /find",
                "GET /tiles/basemap/{z}/{x}/{y}.mvt",
                "GET /static",
            ),
            *("GET /api/openapi.json", "GET /api/v1/responsibility", "GET /api/v1/services", "POST /api/v1/requests"),
            *(
                "GET /api/v1/requests/{number}",
                "POST /api/v1/requests/{number}/attachments",
                "POST /api/v1/requests/{number}/answers",
                "GET /api/v1/nearby",
                "GET /api/v1/geocode",
                "GET /api/v1/reverse",
                "GET /api/v1/suggest",
            ),
        }
    ),
    Door.OPERATIONS: frozenset({"GET /healthz", "GET /readyz", "GET /metrics"}),
    Door.SIGN_IN: frozenset(
        {
            *("GET /staff/login", "POST /staff/login", "POST /staff/logout"),
            *("GET /staff/login/city", "GET /staff/login/city/back"),
            *("GET /staff/forgotten", "POST /staff/forgotten", "GET /staff/password", "POST /staff/password"),
        }
    ),
}
"""The addresses that ask nobody who they are. Every other one declares its door with `allowed`."""


def doors(app: FastAPI) -> Iterator[tuple[str, frozenset[Door]]]:
    """Every method and address (`GET /report`) with the doors that it leads through."""
    for route in app.routes:
        guards = frozenset(_guards(getattr(route, "dependant", None)))
        for method in sorted(getattr(route, "methods", {"GET"}) - {"HEAD"}):
            address = f"{method} {getattr(route, 'path', '')}"
            yield address, guards | {door for door, addresses in OPEN.items() if address in addresses}


def refuse_unnamed(app: FastAPI) -> None:
    """Raises RuntimeError for an address without a door, or with a guard and yet open."""
    for address, named in doors(app):
        if not named or (len(named) > 1 and not named.isdisjoint(OPEN)):
            raise RuntimeError(f"no guard (`allowed`) and no place in `api/doors.py`, or both: {address}")


def _guards(dependant: Dependant | None) -> Iterator[Door]:
    if dependant is not None:
        door: Any = getattr(dependant.call, "guards", None)
        if door is not None:
            yield door
        for deeper in dependant.dependencies:
            yield from _guards(deeper)
