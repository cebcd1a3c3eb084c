"""The city's mail server: one connection for several messages, and its answer in our own words."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from functools import cache

from gis_cas.notify.address import envelope_address
from gis_cas.notify.mail import Letterhead, as_mail
from gis_cas.notify.message import Came, Message, Outcome
from gis_cas.notify.senders import NO_SUCH_ADDRESS

MOST_ON_ONE_LINE = 100
"""Messages after which a connection is made anew: many servers close it then."""

_CLOSING, _REFUSES, _REFUSES_FOR_GOOD = 421, 400, 500


class Security(StrEnum):
    """How the way to the server is kept private."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where the server is and how it wants to be spoken to; `timeout_s` is for each of its answers."""

    host: str
    port: int
    security: Security
    user: str | None = None
    password: str | None = None
    timeout_s: float = 30.0
    trust: ssl.SSLContext | None = None


class SmtpSender:
    """Hands messages to one server, in one thread."""

    name = "smtp"

    def __init__(self, server: MailServer, *, letterhead: Letterhead) -> None:
        self._server = server
        self._letterhead = letterhead
        self._line: smtplib.SMTP | None = None
        self._on_line = 0

    def send(self, message: Message) -> Outcome:
        """Hand it over.

        Until the last byte is out a broken line means: not taken. After it nobody can know, and the same Message-ID
        goes out again.
        """
        mail, to = as_mail(message, self._letterhead), envelope_address(message.to)
        if mail is None or to is None:
            return NO_SUCH_ADDRESS
        try:
            line = self._open()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Outcome(came=Came.AWAY, code=_code(error))
        try:
            outcome = self._envelope(line, to)
            return outcome if outcome is not None else self._content(line, mail)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Outcome(came=Came.BROKEN, code=_code(error))

    def rest(self) -> None:
        """Say goodbye; the next message opens a new connection."""
        if self._line is not None:
            try:
                self._line.quit()
            except (OSError, smtplib.SMTPException):
                self._line.close()
        self._line, self._on_line = None, 0

    def _envelope(self, line: smtplib.SMTP, to: str) -> Outcome | None:
        """MAIL and RCPT: what the server says against it, or None when it wants the content."""
        options = [] if to.isascii() else ["SMTPUTF8", "BODY=8BITMIME"]
        if options and not line.has_extn("smtputf8"):
            return Outcome(came=Came.NEVER, code="smtputf8")
        code, _ = line.mail(self._letterhead.address, options)
        if code >= _REFUSES:
            self._drop()
            return Outcome(came=Came.AWAY, code=str(code))
        code, _ = line.rcpt(to)
        return self._refusal(line, code) if code >= _REFUSES else None

    def _content(self, line: smtplib.SMTP, mail: EmailMessage) -> Outcome:
        content = mail.as_bytes()
        code, _ = line.docmd("DATA")
        if code >= _REFUSES:
            return self._refusal(line, code)
        try:
            line.send(_dotted(content))
            code, _ = line.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Outcome(came=Came.UNSURE, code=_code(error))
        if code >= _REFUSES:
            return self._refusal(line, code)
        self._on_line += 1
        if self._on_line >= MOST_ON_ONE_LINE:
            self.rest()
        return Outcome(came=Came.TAKEN, code=str(code))

    def _refusal(self, line: smtplib.SMTP, code: int) -> Outcome:
        if code == _CLOSING:
            self._drop()
            return Outcome(came=Came.AWAY, code=str(code))
        try:
            line.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()
        return Outcome(came=Came.NEVER if code >= _REFUSES_FOR_GOOD else Came.LATER, code=str(code))

    def _open(self) -> smtplib.SMTP:
        if self._line is not None:
            return self._line
        server, greeting = self._server, self._letterhead.domain
        if server.security is Security.TLS:
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, greeting, timeout=server.timeout_s, context=self._trust()
            )
        else:
            line = smtplib.SMTP(server.host, server.port, greeting, timeout=server.timeout_s)
        self._line, self._on_line = line, 0
        if server.security is Security.STARTTLS:
            line.starttls(context=self._trust())
        line.ehlo_or_helo_if_needed()
        if server.user is not None:
            line.login(server.user, server.password or "")
        return line

    def _trust(self) -> ssl.SSLContext:
        return self._server.trust or _system_trust()

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line, self._on_line = None, 0


@cache
def _system_trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _dotted(content: bytes) -> bytes:
    """The content as DATA carries it: lines that begin with a dot get another, and a dot ends it."""
    lines = content.replace(b"\r\n.", b"\r\n..")
    if lines.startswith(b"."):
        lines = b"." + lines
    return lines + (b".\r\n" if lines.endswith(b"\r\n") else b"\r\n.\r\n")


def _code(error: Exception) -> str:
    """The server's number where it gave one, else the kind of error: neither says anything about a person."""
    number = getattr(error, "smtp_code", None)
    return str(number) if isinstance(number, int) and number > 0 else type(error).__name__
