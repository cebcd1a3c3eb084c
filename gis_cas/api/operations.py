"""Operations: is the process alive, is the service ready, what has it done."""

import hmac

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from gis_cas.api.dependencies import Now, Wired, at_the_door
from gis_cas.api.figures import figures_of
from gis_cas.api.metrics import MEDIA_TYPE
from gis_cas.api.problems import NO_PAGE
from gis_cas.api.shares import network_of
from gis_cas.api.wiring import wiring_of
from gis_cas.errors import NotFound
from gis_cas.store.operations import failures

router = APIRouter(tags=["operations"])


@router.get("/healthz")
def healthz() -> PlainTextResponse:
    """The process answers; nothing else is looked at."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
def readyz(wired: Wired) -> Response:
    """200 when the database answers, has this program's schema and holds a city; else 503 and what is missing."""
    missing = failures(wired.engine, wired.public_engine)
    body = orjson.dumps({"ready": not missing, "missing": missing})
    return Response(body, status_code=503 if missing else 200, media_type="application/json")


def _watcher(request: Request) -> None:
    """Only this machine, or who has the token: the figures are nobody else's, and taking them costs the database."""
    token = wiring_of(request.app).whereabouts.metrics_token
    stated = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token is not None and hmac.compare_digest(stated.encode(), token.encode()):
        return
    if network_of(request.client.host if request.client else "") is not None:
        raise NotFound(NO_PAGE)


@router.get("/metrics", dependencies=[at_the_door(_watcher)])
def metrics(wired: Wired, now: Now) -> Response:
    """Figures in Prometheus' text format: counts by route, and what waits; nothing about any one request."""
    return Response(wired.metrics.text(figures_of(wired, now=now)), media_type=MEDIA_TYPE)
