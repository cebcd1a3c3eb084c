"""The background's door: builds a worker from settings and runs it; what it does stands in `work/table.py`."""

import asyncio
import os
import signal
import socket
from datetime import UTC, datetime

from sqlalchemy import Engine

from gis_cas.attachments.cabinet import Plan, open_cabinet
from gis_cas.errors import Misconfigured
from gis_cas.geocoding.remote import Remote
from gis_cas.notify.mail import Letterhead
from gis_cas.notify.postman import Postman
from gis_cas.notify.senders import ConsoleSender, MailFileSender, Sender
from gis_cas.notify.smtp import MailServer, Security, SmtpSender
from gis_cas.settings import Settings, load_settings
from gis_cas.store.embedded_place import find_place
from gis_cas.store.engine import create_engine_for
from gis_cas.work.hands import Hands
from gis_cas.work.keeper import Keeper
from gis_cas.work.life import Worker


def utc_now() -> datetime:
    """The present instant; doors may ask."""
    return datetime.now(UTC)


def sender_of(settings: Settings) -> Sender:
    """The mail server, or one of its twins; a demonstration writes files, whatever the settings say."""
    mail = settings.mail
    letterhead = Letterhead(address=mail.sender, name=mail.sender_name or "", reply_to=mail.reply_to)
    if settings.demo or mail.via == "file" or mail.host is None:
        return ConsoleSender() if mail.via == "console" and not settings.demo else _files(settings, letterhead)
    server = MailServer(
        host=mail.host,
        port=mail.port,
        security=Security(mail.security),
        user=mail.user,
        password=mail.password.get_secret_value() if mail.password else None,
        timeout_s=mail.timeout_s,
    )
    return SmtpSender(server, letterhead=letterhead)


def _files(settings: Settings, letterhead: Letterhead) -> Sender:
    return MailFileSender(settings.data_dir / "outbox", letterhead=letterhead)


def hands_of(settings: Settings, engine: Engine) -> Hands:
    """What the settings give the tasks and chores to work with."""
    name = f"{socket.gethostname()}:{os.getpid()}"
    postman = Postman(
        engine=engine,
        sender=sender_of(settings),
        name=name,
        clock=utc_now,
        most_per_minute=settings.mail.most_per_minute,
    )
    return Hands(
        engine=engine,
        postman=postman,
        cabinet=open_cabinet(Plan(**settings.attachments.cabinet(settings.data_dir))),
        site=settings.address,
        name=name,
        clock=utc_now,
        demo=settings.demo,
        remote=Remote(**asked) if (asked := settings.other_finder()) else None,
        keeper=keeper_of(settings),
    )


def keeper_of(settings: Settings) -> Keeper:
    """What is to be kept for getting everything back; the journal is the private database's alone."""
    nightly: list[tuple[str, ...]] = []
    archive = settings.backup.archive
    if settings.backup.folder is not None:
        nightly.append(("backup", "--keep", str(settings.backup.keep)))
    if archive is not None and find_place(settings.data_dir).made_by() is not None:
        nightly.append(("backup", "base"))
        return Keeper(nightly=tuple(nightly), archive=archive)
    return Keeper(nightly=tuple(nightly))


async def serve(worker: Worker) -> None:
    """Run a worker until SIGTERM, SIGINT or SIGHUP."""
    loop = asyncio.get_running_loop()
    for asked in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(asked, worker.stop)
    await worker.run()


def main(settings: Settings | None = None) -> bool:
    """Run the background process that the settings describe, until it is stopped or worn out; answers which."""
    settings = settings or load_settings()
    url = settings.database.worker_url or settings.database.url
    if url is None:
        raise Misconfigured("The worker needs a database: start it with gis-cas work, which finds it.")
    engine = create_engine_for(
        url,
        pool_size=settings.database.pool_size,
        statement_timeout_ms=settings.database.statement_timeout_ms,
        slow_ms=settings.log.slow_statement_ms,
        application_name="gis_cas worker",
    )
    try:
        worker = Worker(url=url, hands=hands_of(settings, engine))
        asyncio.run(serve(worker))
    finally:
        engine.dispose()
    return worker.worn_out
