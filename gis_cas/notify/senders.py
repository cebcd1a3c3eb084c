"""Where e-mails go: a protocol, and two twins of the mail server that never leave the machine."""

import os
import sys
from pathlib import Path
from typing import Protocol, TextIO

from gis_cas.notify.mail import Letterhead, as_mail
from gis_cas.notify.message import Came, Message, Outcome

NO_SUCH_ADDRESS = Outcome(came=Came.NEVER, code="address")


class Sender(Protocol):
    """Takes an e-mail; safe to be handed the same one twice."""

    @property
    def name(self) -> str:
        """What the message's row calls this sender."""

    def send(self, message: Message) -> Outcome:
        """Hand it over, and say what came of it."""

    def rest(self) -> None:
        """Nothing more for now: let go of what is held open."""


class ConsoleSender:
    """Writes messages to a stream, for somebody watching."""

    name = "console"

    def __init__(self, stream: TextIO = sys.stdout) -> None:
        self._stream = stream

    def send(self, message: Message) -> Outcome:
        """Write the message out."""
        head = f"--- {message.id} to {message.to} ---"
        self._stream.write(f"{head}\n{message.subject}\n\n{message.body}\n{'-' * len(head)}\n")
        self._stream.flush()
        return Outcome(came=Came.TAKEN, code="written")

    def rest(self) -> None:
        """Nothing is held."""


class MailFileSender:
    """Keeps each e-mail as an .eml file; nothing leaves the machine.

    A file is named by the message, written aside and renamed, so that a second sending leaves one whole file.
    """

    name = "mail-file"

    def __init__(self, folder: Path, *, letterhead: Letterhead) -> None:
        self._folder = folder
        self._letterhead = letterhead

    def send(self, message: Message) -> Outcome:
        """Write the file."""
        mail = as_mail(message, self._letterhead)
        if mail is None:
            return NO_SUCH_ADDRESS
        path = self._folder / f"{message.id}.eml"
        aside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(mail.as_bytes())
            aside.replace(path)
        except OSError as error:
            return Outcome(came=Came.AWAY, code=type(error).__name__)
        return Outcome(came=Came.TAKEN, code="written")

    def rest(self) -> None:
        """Nothing is held."""
