"""A message as the bytes of an e-mail: plain text, and the same as simple HTML; the same message is the same bytes."""

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from html import escape

from gis_cas.notify.address import envelope_address
from gis_cas.notify.message import Message

_LINK = re.compile(r"https?://[^\s<>\"']+")
_STYLE = "font:16px/1.5 sans-serif;color:#16202B;background:#fff;max-width:38em;margin:0 auto;padding:1em"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who the city's e-mails come from and where answers go; `name` is what a mailbox shows."""

    address: str
    name: str = ""
    reply_to: str | None = None

    @property
    def domain(self) -> str:
        """The right-hand side of our Message-IDs."""
        return self.address.rpartition("@")[2]


def as_mail(message: Message, letterhead: Letterhead) -> EmailMessage | None:
    """The e-mail; None when the address is none that a server could take."""
    to = envelope_address(message.to)
    if to is None:
        return None
    mail = EmailMessage(policy=SMTP if to.isascii() else SMTPUTF8)
    mail["From"] = Address(display_name=letterhead.name, addr_spec=letterhead.address)
    local, _, domain = to.rpartition("@")
    mail["To"] = Address(username=local, domain=domain)
    if letterhead.reply_to:
        mail["Reply-To"] = Address(addr_spec=letterhead.reply_to)
    mail["Subject"] = " ".join(message.subject.split())
    mail["Date"] = format_datetime(message.written_at)
    mail["Message-ID"] = f"<{message.id}@{letterhead.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(message.body)
    mail.add_alternative(as_html(message), subtype="html")
    mail["Content-Language"] = message.language
    mail.set_boundary(f"=_{message.id.hex}")
    return mail


def as_html(message: Message) -> str:
    """The text as a page: escaped, a paragraph for each, its links made links."""
    paragraphs = "\n".join(f"<p>{_lines(part)}</p>" for part in re.split(r"\n{2,}", message.body.strip()))
    return (
        f'<!doctype html>\n<html lang="{escape(message.language)}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(message.subject)}</title></head>\n'
        f'<body style="{_STYLE}">\n{paragraphs}\n</body>\n</html>\n'
    )


def _lines(text: str) -> str:
    parts: list[str] = []
    end = 0
    for found in _LINK.finditer(text):
        address = escape(found.group())
        parts += [escape(text[end : found.start()]), f'<a href="{address}">{address}</a>']
        end = found.end()
    parts.append(escape(text[end:]))
    return "".join(parts).replace("\n", "<br>\n")
