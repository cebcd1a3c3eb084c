"""What the web process holds while it runs; the door builds it, dependencies hand out its parts."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine

from gis_cas.api.budgets import Budgets
from gis_cas.api.metrics import Metrics
from gis_cas.api.pages import Pages
from gis_cas.api.sign_in_pool import SignInPool
from gis_cas.api.signing_in import SigningIn
from gis_cas.attachments.cabinet import Cabinet
from gis_cas.domain.service import Service
from gis_cas.errors import StoreUnavailable
from gis_cas.service_requests.office import Office
from gis_cas.store.basemap import Basemap
from gis_cas.store.public_reads import PublicReads

Clock = Callable[[], datetime]
"""The present instant, aware; `app.state.clock`, which tests replace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where the process runs and how it is reached; who may read its figures, whom to tell about a weakness."""

    data_dir: Path
    site: str
    metrics_token: str | None = None
    security_contact: str | None = None


class Wiring:
    """Engines, reads, signatures, the cabinet of files, the office and its pages.

    The office is opened at first use: a web process that starts before its city is loaded says so at `/readyz`, and
    serves as soon as the city is there.
    """

    def __init__(  # noqa: PLR0913 - one of each thing that the process holds
        self,
        *,
        engine: Engine,
        public_engine: Engine,
        metrics: Metrics,
        open_office: Callable[[], Office],
        signing_in: SigningIn,
        demo: bool,
        whereabouts: Whereabouts,
        cabinet: Cabinet,
        key_needed: bool = False,
    ) -> None:
        self.engine = engine
        self.public_engine = public_engine
        self.reads = PublicReads(public_engine)
        self.basemap = Basemap(public_engine)
        self.tokens = signing_in.tokens
        self.sign_ins = SignInPool()
        self.metrics = metrics
        self.signing_in = signing_in
        self.demo = demo
        self.whereabouts = whereabouts
        self.key_needed = key_needed
        self.budgets = Budgets()
        self.cabinet = cabinet
        self._open_office = open_office
        self._lock = threading.Lock()
        self._office: Office | None = None
        self._pages: Pages | None = None
        self._services: tuple[Service, ...] = ()

    @property
    def office(self) -> Office:
        """The office; raises Misconfigured while no city is loaded, StoreUnavailable while the database is away."""
        if self._office is None:
            with self._lock:
                return self._opened()
        return self._office

    @property
    def pages(self) -> Pages:
        """The pages of the office's city."""
        if self._pages is None:
            self._pages = Pages(city=self.office.city)
        return self._pages

    def services(self) -> tuple[Service, ...]:
        """Every service, in the city's order; while the database is away, as they last stood."""
        try:
            self._services = tuple(self.office.reference.ruleset.services.values())
        except StoreUnavailable:
            if not self._services:
                raise
        return self._services

    def _opened(self) -> Office:
        if self._office is None:
            self._office = self._open_office()
        return self._office

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        self.public_engine.dispose()
        self.signing_in.close()


def wiring_of(app: Any) -> Wiring:
    """The wiring of a running application."""
    wired: Wiring = app.state.wiring
    return wired


def now_of(app: FastAPI) -> datetime:
    """The present instant as the application's clock says."""
    clock: Clock = app.state.clock
    return clock()
