"""One job: done in a thread within its limit, logged under the request that deferred it, given back when it hangs."""

import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from procrastinate import App, JobContext
from procrastinate.jobs import Job
from sqlalchemy.exc import SQLAlchemyError

from gis_cas.errors import GisCasError
from gis_cas.logs import described
from gis_cas.store.stuck_jobs import StuckJob, write_down
from gis_cas.trace import ARGUMENT, working_for
from gis_cas.work.hands import Hands
from gis_cas.work.task import Task
from gis_cas.work.threads import Hung, Threads

log = logging.getLogger(__name__)

MOST_HANGING = 3
_WRITING_DOWN_S = 10.0


@dataclass(kw_only=True)
class Jobs:
    """Registers tasks with the queue and does their jobs with these hands."""

    hands: Hands
    threads: Threads = field(default_factory=Threads)

    def register(self, app: App, task: Task) -> None:
        """Let the queue know the task."""
        app.task(name=task.name, queue=task.queue, retry=task.retry, pass_context=True)(self._doing(task))

    def worn_out(self) -> bool:
        """Whether so many jobs hang that only a new process helps: each holds a thread and maybe a connection."""
        return self.threads.hanging() >= MOST_HANGING

    def _doing(self, task: Task) -> Callable[..., Coroutine[Any, Any, None]]:
        async def do(context: JobContext, **arguments: Any) -> None:
            with working_for(arguments.pop(ARGUMENT, None)):
                await self._do(task, context.job, arguments)

        return do

    async def _do(self, task: Task, job: Job, arguments: dict[str, Any]) -> None:
        name, began = f"{task.name} {job.id}", time.monotonic()
        try:
            await self.threads.run(lambda: task.run(self.hands, **arguments), name=name, limit_s=task.limit_s)
        except Hung:
            log.error("%s hangs for more than %.0f s and is given back", name, task.limit_s)  # noqa: TRY400 - no trace
            await self._write_down(task, job)
            raise
        except Exception as error:
            log.warning("%s failed and is tried again: %s", name, described(error))
            raise
        log.info("%s done in %.2f s", name, time.monotonic() - began)

    async def _write_down(self, task: Task, job: Job) -> None:
        stuck = StuckJob(id=job.id or 0, task=task.name, queue=task.queue)

        def write() -> None:
            with self.hands.engine.begin() as conn:
                write_down(conn, stuck, why="over_limit")

        try:
            await self.threads.run(write, name=f"write down {job.id}", limit_s=_WRITING_DOWN_S)
        except (Hung, GisCasError, SQLAlchemyError) as error:
            log.warning("that %s %s hung could not be written down: %s", task.name, job.id, described(error))
