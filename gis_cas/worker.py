"""The background's door: locates what waits, tells people, sweeps up after the dead, and says that it lives."""

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import psycopg
from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ProcrastinateException, UniqueViolation
from procrastinate.jobs import Job, Status
from sqlalchemy import Engine

from gis_cas.errors import Misconfigured, Unavailable, UnknownRequest
from gis_cas.notify.senders import MailFileSender, Sender
from gis_cas.notify.tell import Desk, tell
from gis_cas.service_requests.locate import locate
from gis_cas.service_requests.office import Office, open_office
from gis_cas.settings import Settings, load_settings
from gis_cas.store.engine import create_engine_for, libpq_url
from gis_cas.store.queue import beat, defer_locate, forget_beats, forget_keys, unlocated_since
from layers.publish import follow_calendar

log = logging.getLogger(__name__)

BEAT_EVERY_S = 5.0
SWEEP_EVERY_S = 20.0
CALENDAR_EVERY_S = 60.0
UNLOCATED_AFTER = timedelta(seconds=60)
BEATS_KEPT_FOR = timedelta(days=1)
STALLED_AFTER_S = 30.0
CONCURRENCY = 4
SHORTEST_WAIT_S, LONGEST_WAIT_S = 0.5, 10.0


class Patience(BaseRetryStrategy):
    """Try again for as long as it takes, 2, 4, 8 … seconds apart up to ten minutes: an outbox forgets nothing."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; only an ending process is not tried again here."""
        if not isinstance(exception, Exception):
            return None
        return RetryDecision(retry_in={"seconds": min(2 ** min(job.attempts + 1, 10), 600)})


_AGAIN = Patience()
_GONE = (psycopg.Error, ProcrastinateException, Unavailable, OSError)


def utc_now() -> datetime:
    """The present instant; doors may ask."""
    return datetime.now(UTC)


@dataclass(kw_only=True)
class Worker:
    """One background process; `run` ends when `stop` is called, after the jobs in hand."""

    url: str
    engine: Engine
    sender: Sender
    site: str
    demo: bool = False
    clock: Callable[[], datetime] = utc_now
    name: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")
    _office: Office | None = field(default=None, init=False)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    def stop(self) -> None:
        """Finish the jobs in hand, take no more, and let `run` return."""
        self._stopping.set()

    async def run(self) -> None:
        """Work until stopped; a database that goes away is waited for, longer each time up to ten seconds."""
        chores = [
            asyncio.create_task(self._every(BEAT_EVERY_S, self._beat), name="beat"),
            asyncio.create_task(self._every(SWEEP_EVERY_S, self._sweep), name="sweep"),
            asyncio.create_task(self._every(CALENDAR_EVERY_S, self._follow_calendar), name="follow calendar"),
        ]
        wait_s = SHORTEST_WAIT_S
        try:
            while not self._stopping.is_set():
                began = asyncio.get_running_loop().time()
                try:
                    await self._work()
                except _GONE as error:
                    log.warning("the queue does not answer (%s); trying again in %.1f s", type(error).__name__, wait_s)
                lasted_s = asyncio.get_running_loop().time() - began
                wait_s = SHORTEST_WAIT_S if lasted_s > LONGEST_WAIT_S else min(wait_s * 2, LONGEST_WAIT_S)
                await self._pause(wait_s)
        finally:
            for chore in chores:
                chore.cancel()
            await asyncio.gather(*chores, return_exceptions=True)

    async def _work(self) -> None:
        """One life of the queue's connection; returns when told to stop or when a connection breaks."""
        app = self.queue()
        async with app.open_async():
            releasing = asyncio.create_task(self._release_stalled(app), name="release stalled jobs")
            working = asyncio.create_task(
                app.run_worker_async(
                    name=self.name,
                    concurrency=CONCURRENCY,
                    install_signal_handlers=False,
                    delete_jobs="successful",
                    stalled_worker_timeout=STALLED_AFTER_S,
                )
            )
            stopping = asyncio.create_task(self._stopping.wait())
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            for ended in (stopping, releasing):
                ended.cancel()
            if not working.done():
                working.cancel()  # procrastinate then finishes the jobs in hand
            await asyncio.gather(stopping, releasing, return_exceptions=True)
            with suppress(asyncio.CancelledError):
                await working

    def queue(self) -> App:
        """The tasks, on a connector of their own."""
        app = App(connector=PsycopgConnector(conninfo=libpq_url(self.url), min_size=1, max_size=CONCURRENCY))

        @app.task(name="locate", queue="requests", retry=_AGAIN)
        def locate_task(number: str) -> None:
            with suppress(UnknownRequest):
                locate(self.office(), number, now=self.clock())

        @app.task(name="notify", queue="messages", retry=_AGAIN)
        def notify_task(event_id: int) -> None:
            tell(self._desk(), event_id, now=self.clock())

        return app

    def office(self) -> Office:
        """The office, opened at first use; raises Misconfigured while no city is loaded."""
        if self._office is None:
            self._office = open_office(engine=self.engine, public_engine=self.engine, demo=self.demo)
        return self._office

    def _desk(self) -> Desk:
        reference = self.office().reference
        names = {code: service.name for code, service in reference.ruleset.services.items()}
        return Desk(engine=self.engine, city=reference.city, service_names=names, site=self.site, sender=self.sender)

    async def _every(self, seconds: float, chore: Callable[[], None]) -> None:
        while not self._stopping.is_set():
            try:
                await asyncio.to_thread(chore)
            except (Unavailable, Misconfigured) as error:
                log.warning("%s", error.message)
            except Exception:
                log.exception("a chore failed and is tried again in %.0f s", seconds)
            await self._pause(seconds)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), timeout=seconds)

    def _beat(self) -> None:
        with self.engine.begin() as conn:
            beat(conn, worker=self.name, pid=os.getpid())

    def _sweep(self) -> None:
        now = self.clock()
        with self.engine.begin() as conn:
            waiting = unlocated_since(conn, now - UNLOCATED_AFTER)
            deferred = defer_locate(conn, waiting) if waiting else 0
            forget_keys(conn, before=now)
            forget_beats(conn, before=now - BEATS_KEPT_FOR)
        if deferred:
            log.info("%d requests that nobody located are tried again", deferred)

    def _follow_calendar(self) -> None:
        """What was published for today takes effect today, in the locator and on the basemap too."""
        with self.engine.begin() as conn:
            changed = follow_calendar(conn, now=self.clock())
        if changed:
            log.info("in force from today: %s", ", ".join(changed))

    async def _release_stalled(self, app: App) -> None:
        """Again and again give back the jobs of workers that died with them in hand."""
        while True:
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S):
                log.info("job %s was left by a worker that died and is given back", job.id)
                try:
                    await app.job_manager.retry_job(job)
                except UniqueViolation:  # the same work waits again already
                    await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
            await asyncio.sleep(SWEEP_EVERY_S)


def sender_of(settings: Settings) -> Sender:
    """Messages are files in the data folder's outbox: nothing leaves the machine, least of all in a demonstration."""
    return MailFileSender(settings.data_dir / "outbox", from_address=settings.mail.sender)


async def serve(worker: Worker) -> None:
    """Run a worker until SIGTERM, SIGINT or SIGHUP."""
    loop = asyncio.get_running_loop()
    for asked in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(asked, worker.stop)
    await worker.run()


def main(settings: Settings | None = None) -> None:
    """Run the background process that the settings describe."""
    settings = settings or load_settings()
    url = settings.database.worker_url or settings.database.url
    if url is None:
        raise Misconfigured("The worker needs a database: start it with gis-cas work, which finds it.")
    engine = create_engine_for(
        url,
        pool_size=settings.database.pool_size,
        statement_timeout_ms=settings.database.statement_timeout_ms,
        application_name="gis_cas worker",
    )
    worker = Worker(url=url, engine=engine, sender=sender_of(settings), site=settings.address, demo=settings.demo)
    try:
        asyncio.run(serve(worker))
    finally:
        engine.dispose()
