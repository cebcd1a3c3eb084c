"""The queue's life: take jobs, do chores, outlive the database, end with nothing in hand."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ProcrastinateException, UniqueViolation
from procrastinate.jobs import Status

from gis_cas.errors import Misconfigured, Unavailable
from gis_cas.store.engine import libpq_url
from gis_cas.work.chore import Chore
from gis_cas.work.hands import Hands
from gis_cas.work.table import CHORES, TASKS
from gis_cas.work.task import Task

log = logging.getLogger(__name__)

RELEASE_EVERY_S = 20.0
STALLED_AFTER_S = 30.0
CONCURRENCY = 4
SHORTEST_WAIT_S, LONGEST_WAIT_S = 0.5, 10.0

_GONE = (psycopg.Error, ProcrastinateException, Unavailable, OSError)


@dataclass(kw_only=True)
class Worker:
    """One background process; `run` ends when `stop` is called, after the jobs in hand."""

    url: str
    hands: Hands
    tasks: Sequence[Task] = TASKS
    chores: Sequence[Chore] = CHORES
    release_every_s: float = RELEASE_EVERY_S
    _stopping: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    def stop(self) -> None:
        """Finish the jobs in hand, take no more, and let `run` return."""
        self._stopping.set()
        self.hands.end()

    async def run(self) -> None:
        """Work until stopped; a database that goes away is waited for, longer each time up to ten seconds."""
        chores = [asyncio.create_task(self._again_and_again(chore), name=chore.name) for chore in self.chores]
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
                    name=self.hands.name,
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
        for task in self.tasks:
            app.task(name=task.name, queue=task.queue, retry=task.retry)(self._handed(task))
        return app

    def _handed(self, task: Task) -> Callable[..., None]:
        def run(**arguments: object) -> None:
            task.run(self.hands, **arguments)

        return run

    async def _again_and_again(self, chore: Chore) -> None:
        while not self._stopping.is_set():
            try:
                await asyncio.to_thread(chore.run, self.hands)
            except (Unavailable, Misconfigured) as error:
                log.warning("%s", error.message)
            except Exception:
                log.exception("the chore %s failed and is tried again in %.0f s", chore.name, chore.every_s)
            await self._pause(chore.every_s)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), timeout=seconds)

    async def _release_stalled(self, app: App) -> None:
        """Again and again give back the jobs of workers that died with them in hand."""
        while True:
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S):
                log.info("job %s was left by a worker that died and is given back", job.id)
                try:
                    await app.job_manager.retry_job(job)
                except UniqueViolation:  # the same work waits again already
                    await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
            await asyncio.sleep(self.release_every_s)
