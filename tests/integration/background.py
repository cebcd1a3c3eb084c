"""A worker in a thread of its own, and what its tests ask again and again."""

import asyncio
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from gis_cas.notify.postman import Postman
from gis_cas.notify.senders import MailFileSender
from gis_cas.service_requests.office import Office
from gis_cas.store import roles
from gis_cas.work.chore import Chore
from gis_cas.work.hands import Hands
from gis_cas.work.life import Worker
from gis_cas.work.table import CHORES, TASKS
from gis_cas.work.task import Task
from gis_cas.worker import utc_now
from tests.factories.desk import one
from tests.factories.files import cabinet_in
from tests.factories.post import LETTERHEAD
from tests.factories.service_requests import received, words
from tests.fakes.locators import DeadLocator
from tests.fixtures.database import Database


def until(true: Callable[[], bool], *, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def hands(database: Database, outbox: Path, *, clock: Callable[[], datetime] = utc_now, name: str = "test") -> Hands:
    who = f"{name}:{os.getpid()}"
    sender = MailFileSender(outbox, letterhead=LETTERHEAD)
    postman = Postman(engine=database.worker, sender=sender, name=who, clock=clock)
    cabinet = cabinet_in(outbox / "files")
    site = "http://cas.example"
    return Hands(engine=database.worker, postman=postman, cabinet=cabinet, site=site, name=who, clock=clock)


def often() -> list[Chore]:
    return [replace(chore, every_s=0.2) for chore in CHORES]


@contextmanager
def working(
    database: Database,
    outbox: Path,
    *,
    chores: Sequence[Chore] = CHORES,
    tasks: Sequence[Task] = TASKS,
    name: str = "test",
    using: Hands | None = None,
) -> Iterator[Worker]:
    """A worker in a thread of its own, stopped and waited for at the end."""
    ready: list[tuple[asyncio.AbstractEventLoop, Worker]] = []

    async def life() -> None:
        worker = Worker(
            url=database.url(roles.WORKER),
            hands=using or hands(database, outbox, name=name),
            chores=chores,
            tasks=tasks,
        )
        ready.append((asyncio.get_running_loop(), worker))
        await worker.run()

    thread = threading.Thread(target=lambda: asyncio.run(life()))
    thread.start()
    until(lambda: bool(ready))
    loop, worker = ready[0]
    try:
        yield worker
    finally:
        with suppress(RuntimeError):  # it has ended by itself
            loop.call_soon_threadsafe(worker.stop)
        thread.join(30)
        assert not thread.is_alive(), "the worker did not stop"


def unlocated(office: Office, *, now: datetime) -> str:
    dead = replace(office, locator=DeadLocator(RuntimeError("down")))
    return received(dead, now=now, place=words("100 E Ocean Ave")).number


def located(office: Office) -> int:
    return int(one(office, "SELECT count(*) FROM cas.service_request WHERE located_at IS NOT NULL")[0])


def located_are(office: Office, number: int) -> bool:
    return located(office) == number


def make_due(database: Database, *, task: str = "%") -> None:
    with database.owner.begin() as conn:
        conn.exec_driver_sql(
            "UPDATE jobs.procrastinate_jobs SET scheduled_at = NULL WHERE task_name LIKE %(task)s", {"task": task}
        )
