"""The queue's life: take jobs, do chores, outlive the database, end with nothing in hand."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ProcrastinateException
from procrastinate.worker import Worker as Taker

from gis_cas.errors import Misconfigured, Unavailable
from gis_cas.store.engine import libpq_url
from gis_cas.work.chore import Chore
from gis_cas.work.hands import Hands
from gis_cas.work.jobs import Jobs
from gis_cas.work.releasing import DEAD_AFTER
from gis_cas.work.table import CHORES, QUEUES, TASKS
from gis_cas.work.task import Queue, Task

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
WORN_OUT_LOOK_S = 1.0
CONNECTIONS = 4
CHORES_END_WITHIN_S = 10.0
SHORTEST_WAIT_S, LONGEST_WAIT_S = 0.5, 10.0

_GONE = (psycopg.Error, ProcrastinateException, Unavailable, OSError)


@dataclass(kw_only=True)
class Worker:
    """One background process; `run` ends when `stop` is called, after the jobs in hand, or when it is worn out."""

    url: str
    hands: Hands
    tasks: Sequence[Task] = TASKS
    queues: Sequence[Queue] = QUEUES
    chores: Sequence[Chore] = CHORES
    jobs: Jobs = field(init=False)
    worn_out: bool = field(default=False, init=False)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    def __post_init__(self) -> None:
        self.jobs = Jobs(hands=self.hands)

    def stop(self) -> None:
        """Finish the jobs in hand, take no more, and let `run` return."""
        self._stopping.set()
        self.hands.end()

    async def run(self) -> None:
        """Work until stopped; a database that goes away is waited for, longer each time up to ten seconds."""
        aside = [asyncio.create_task(self._again_and_again(chore), name=chore.name) for chore in self.chores]
        aside.append(asyncio.create_task(self._watch_hanging(), name="watch hanging jobs"))
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
            await asyncio.wait(aside, timeout=CHORES_END_WITHIN_S)  # none is left in the middle if it can be helped
            for each in aside:
                each.cancel()
            await asyncio.gather(*aside, return_exceptions=True)

    async def _work(self) -> None:
        """One life of the queue's connections; returns when told to stop or when a connection breaks."""
        app = self.queue()
        async with app.open_async():
            takers = [self._taker(app, queue) for queue in self.queues]
            working = [asyncio.create_task(_run(taker), name=taker.worker_name) for taker in takers]
            stopping = asyncio.create_task(self._stopping.wait())
            await asyncio.wait({*working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            for taker, taking in zip(takers, working, strict=True):
                _stop(taker)  # it finishes the jobs in hand; a cancellation alone can be lost while it registers
                taking.cancel()
            ended = await asyncio.gather(*working, stopping, return_exceptions=True)
        for error in ended:
            if isinstance(error, Exception):
                raise error
        if not self._stopping.is_set():
            log.warning("a queue's connection ended; it is opened again")

    def _taker(self, app: App, queue: Queue) -> Taker:
        """What does the jobs of one queue; it asks every second, which costs less than a connection that listens."""
        return Taker(
            app=app,
            queues=[queue.name],
            name=f"{self.hands.name} {queue.name}",
            concurrency=queue.at_once,
            install_signal_handlers=False,
            listen_notify=False,
            fetch_job_polling_interval=LOOK_EVERY_S,
            delete_jobs="successful",
            stalled_worker_timeout=DEAD_AFTER.total_seconds(),
        )

    def queue(self) -> App:
        """The tasks, on a connector of their own."""
        app = App(connector=PsycopgConnector(conninfo=libpq_url(self.url), min_size=1, max_size=CONNECTIONS))
        for task in self.tasks:
            self.jobs.register(app, task)
        return app

    async def _again_and_again(self, chore: Chore) -> None:
        while not self._stopping.is_set():
            try:
                await self.jobs.threads.run(
                    lambda: chore.run(self.hands), name=f"chore {chore.name}", limit_s=chore.limit_s
                )
            except (Unavailable, Misconfigured) as error:
                log.warning("%s", error.message)
            except Exception:
                log.exception("the chore %s failed and is tried again in %.0f s", chore.name, chore.every_s)
            await self._pause(chore.every_s)

    async def _watch_hanging(self) -> None:
        while not self._stopping.is_set():
            if self.jobs.worn_out():
                log.error("%d threads hang: this worker ends and a new one is wanted", self.jobs.threads.hanging())
                self.worn_out = True
                self.stop()
            await self._pause(WORN_OUT_LOOK_S)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), timeout=seconds)


async def _run(taker: Taker) -> None:
    await taker.run()  # type: ignore[no-untyped-call] # procrastinate declares no types for it


def _stop(taker: Taker) -> None:
    taker.stop()  # type: ignore[no-untyped-call] # procrastinate declares no types for it
