"""Where messages go: a protocol, and two twins that never leave the machine."""

import os
import sys
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol, TextIO

from gis_cas.notify.message import Medium, Message


class Sender(Protocol):
    """Takes a message; safe to be handed the same one twice."""

    @property
    def name(self) -> str:
        """What the delivery's record calls this sender."""

    def send(self, message: Message) -> None:
        """Send it, or raise so that it is tried again."""


class ConsoleSender:
    """Writes messages to a stream, for somebody watching."""

    name = "console"

    def __init__(self, stream: TextIO = sys.stdout) -> None:
        self._stream = stream

    def send(self, message: Message) -> None:
        """Write the message out."""
        head = f"--- {message.medium.value} {message.key} to {message.to} ---"
        self._stream.write(f"{head}\n{message.subject}\n\n{message.body}\n{'-' * len(head)}\n")
        self._stream.flush()


class MailFileSender:
    """Keeps each e-mail as an .eml file and each letter as a .txt file; nothing leaves the machine.

    A file is named by the delivery, written aside and renamed, so that a second sending leaves one whole file.
    """

    name = "mail-file"

    def __init__(self, folder: Path, *, from_address: str = "no-reply@localhost") -> None:
        self._folder = folder
        self._from = from_address

    def send(self, message: Message) -> None:
        """Write the file."""
        self._folder.mkdir(parents=True, exist_ok=True)
        suffix = ".eml" if message.medium is Medium.EMAIL else ".txt"
        path = self._folder / f"{message.key}{suffix}"
        aside = path.with_name(f".{path.name}.{os.getpid()}")
        aside.write_bytes(self._email(message) if message.medium is Medium.EMAIL else _letter(message))
        aside.replace(path)

    def _email(self, message: Message) -> bytes:
        mail = EmailMessage(policy=SMTP)
        mail["From"] = self._from
        mail["To"] = _one_line(message.to)
        mail["Subject"] = _one_line(message.subject)
        mail["Message-ID"] = f"<{message.key}@{self._from.rpartition('@')[2]}>"
        mail["Content-Language"] = message.language
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.body)
        return mail.as_bytes()


def _letter(message: Message) -> bytes:
    return f"{message.to}\n\n{message.subject}\n\n{message.body}\n".encode()


def _one_line(text: str) -> str:
    return " ".join(text.split())
