"""The application put together: layers around it, routers in it, errors answered."""

from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from gis_cas.api import operations, problems
from gis_cas.api.doors import refuse_unnamed
from gis_cas.api.gis import GIS_ROUTERS
from gis_cas.api.hosts import AllowedHosts
from gis_cas.api.languages import LanguageChoice
from gis_cas.api.limits import BodyLimit
from gis_cas.api.metrics import Metrics
from gis_cas.api.pages import STATIC
from gis_cas.api.proxy import TrustedProxy
from gis_cas.api.public import PUBLIC_ROUTERS
from gis_cas.api.public.view_error import problem_page, say_to
from gis_cas.api.request_log import RequestLog
from gis_cas.api.security import SecurityHeaders
from gis_cas.api.shares import FairShare
from gis_cas.api.staff import STAFF_ROUTERS
from gis_cas.api.static import HashedStatic
from gis_cas.api.tokens import Tokens
from gis_cas.api.v1 import V1_ROUTERS

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]

DESCRIPTION = """Whose job is this spot, for this problem, on that day, how sure, and can you prove it next year?

Positions are EPSG:4326 (`lat`, `long` in degrees); lengths end in `_ft` and are US survey feet; radii are 95 %."""


def assemble(
    *,
    lifespan: Lifespan,
    metrics: Metrics,
    tokens: Tokens,
    trusted_proxy: str | None,
    allowed_hosts: Collection[str] | None,
) -> FastAPI:
    """The application without its wiring, which the lifespan hangs on `app.state`."""
    app = FastAPI(
        title="gis_cas",
        description=DESCRIPTION,
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,  # the documentation pages would load scripts from a foreign host
        redoc_url=None,
        lifespan=lifespan,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(RequestLog, metrics=metrics),
            Middleware(TrustedProxy, network=trusted_proxy),
            Middleware(LanguageChoice),
            Middleware(AllowedHosts, hosts=allowed_hosts),
            Middleware(FairShare, known=tokens.is_ours),
            Middleware(BodyLimit),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        ],
    )
    problems.install(app)
    app.state.problem_page = problem_page
    app.state.say_to = say_to
    for router in (*V1_ROUTERS, *PUBLIC_ROUTERS, *STAFF_ROUTERS, *GIS_ROUTERS, operations.router):
        # Looked through in this order for every request: the busiest first. Taken as they are: an included router would
        # make each of its routes anew for this application, and look through them twice.
        app.router.routes.extend(router.routes)
    app.mount("/static", HashedStatic(directory=STATIC), name="static")
    refuse_unnamed(app)
    return app
