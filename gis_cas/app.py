"""The wire's door: builds the application from settings; importing this does nothing."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from gis_cas.accounts.identity_provider import Registration
from gis_cas.api.application import assemble
from gis_cas.api.metrics import Metrics
from gis_cas.api.signing_in import SigningIn
from gis_cas.api.wiring import Whereabouts, Wiring
from gis_cas.attachments.cabinet import Plan, open_cabinet
from gis_cas.errors import GisCasError
from gis_cas.geocoding.remote import Remote
from gis_cas.service_requests.office import Office, open_office
from gis_cas.settings import Settings
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.engine import create_engine_for

log = logging.getLogger("gis_cas.app")


def create_app(settings: Settings) -> FastAPI:
    """The web application; nothing is connected before its lifespan begins.

    The present instant comes from `app.state.clock`, a callable that tests replace.
    Raises Misconfigured when the signing key is missing or known to everybody.
    """
    signing_in = SigningIn(settings.signing_key(), site=settings.address, city=_city_sign_in(settings))
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = settings.database.pool_size
        app.state.wiring = wired = _wire(settings, signing_in=signing_in, metrics=metrics)
        await run_in_threadpool(_open_early, wired)
        yield
        wired.close()

    app = assemble(
        lifespan=lifespan,
        metrics=metrics,
        tokens=signing_in.tokens,
        trusted_proxy=settings.trusted_proxy,
        allowed_hosts=settings.hosts(),
    )
    app.state.clock = lambda: datetime.now(UTC)
    return app


def _wire(settings: Settings, *, signing_in: SigningIn, metrics: Metrics) -> Wiring:
    address, public_address = _addresses(settings)
    engine = _engine(settings, address, name="gis_cas web")
    public_engine = _engine(settings, public_address, name="gis_cas public")

    def opened() -> Office:
        remote = Remote(**asked) if (asked := settings.other_finder()) else None
        return open_office(engine=engine, public_engine=public_engine, demo=settings.demo, remote=remote)

    return Wiring(
        engine=engine,
        public_engine=public_engine,
        metrics=metrics,
        open_office=opened,
        signing_in=signing_in,
        demo=settings.demo,
        whereabouts=_whereabouts(settings),
        key_needed=settings.api.key_needed,
        cabinet=open_cabinet(Plan(**settings.attachments.cabinet(settings.data_dir))),
    )


def _whereabouts(settings: Settings) -> Whereabouts:
    token = settings.metrics_token
    return Whereabouts(
        data_dir=settings.data_dir,
        site=settings.address,
        metrics_token=token.get_secret_value() if token else None,
        security_contact=settings.security_contact,
    )


def _engine(settings: Settings, address: str, *, name: str) -> Engine:
    return create_engine_for(
        address,
        pool_size=settings.database.pool_size,
        statement_timeout_ms=settings.database.statement_timeout_ms,
        slow_ms=settings.log.slow_statement_ms,
        application_name=name,
    )


def _city_sign_in(settings: Settings) -> Registration | None:
    """What the city's sign-in and this service agreed on; none in a demonstration, which asks nobody outside."""
    given = settings.sign_in
    if settings.demo or given.issuer is None or given.client_id is None or given.client_secret is None:
        return None
    return Registration(
        issuer=given.issuer,
        client_id=given.client_id,
        client_secret=given.client_secret.get_secret_value(),
        redirect_uri=f"{settings.address}/staff/login/city/back",
        scopes=given.scopes,
        button=given.button,
        links_by_email=given.links_by_email,
        groups_claim=given.groups_claim,
        role_groups=given.group_of_role,
    )


def _open_early(wired: Wiring) -> None:
    """Open the office before the first request; if that fails, /readyz says why and the first request tries again."""
    try:
        wired.pages  # noqa: B018 - opening is what it is for
    except GisCasError as error:
        log.warning("not ready yet: %s", error.message)


def _addresses(settings: Settings) -> tuple[str, str]:
    """Where the app and the public_read role find the database: the settings', or the private cluster's."""
    given = settings.database
    if given.url is not None:
        return given.url, given.public_url or given.url
    urls = EmbeddedCluster(data_dir=settings.data_dir, runtime_dir=settings.runtime_dir).urls()
    return urls.app, urls.public
