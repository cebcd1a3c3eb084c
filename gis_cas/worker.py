"""The background's door: builds a worker from settings and runs it; what it does stands in `work/table.py`."""

import asyncio
import os
import signal
import socket
from datetime import UTC, datetime

from sqlalchemy import Engine

from gis_cas.errors import Misconfigured
from gis_cas.notify.senders import MailFileSender, Sender
from gis_cas.settings import Settings, load_settings
from gis_cas.store.engine import create_engine_for
from gis_cas.work.hands import Hands
from gis_cas.work.life import Worker


def utc_now() -> datetime:
    """The present instant; doors may ask."""
    return datetime.now(UTC)


def sender_of(settings: Settings) -> Sender:
    """Messages are files in the data folder's outbox: nothing leaves the machine, least of all in a demonstration."""
    return MailFileSender(settings.data_dir / "outbox", from_address=settings.mail.sender)


def hands_of(settings: Settings, engine: Engine) -> Hands:
    """What the settings give the tasks and chores to work with."""
    return Hands(
        engine=engine,
        sender=sender_of(settings),
        site=settings.address,
        name=f"{socket.gethostname()}:{os.getpid()}",
        clock=utc_now,
        demo=settings.demo,
    )


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
    try:
        asyncio.run(serve(Worker(url=url, hands=hands_of(settings, engine))))
    finally:
        engine.dispose()
