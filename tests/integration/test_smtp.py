"""A real mail server, in all its moods: what comes of handing a message over, and what is on the wire."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest

from gis_cas.notify.message import Came, Message
from gis_cas.notify.smtp import Security, SmtpSender
from tests.factories.post import LETTERHEAD
from tests.fixtures.mail_server import PASSWORD, Certificate, Does, Post, Running, let_in, mail_server

MESSAGE = Message(
    id=UUID("6f0c7cbe-4a0b-4d3e-9a52-0d5c2f1e7a10"),
    to="resident@example.org",
    subject="We have your request: 482 157 903",
    body="Hello A. Resident,\n\n.A line with a dot in front & <b>no</b> markup.\n\nhttp://cas.example/requests/482157903",
    language="en",
    written_at=datetime(2026, 11, 23, 14, tzinfo=UTC),
)


@pytest.fixture
def plain() -> Iterator[Running]:
    with mail_server() as running:
        yield running


def sender(running: Running, **changes: Any) -> SmtpSender:
    return SmtpSender(replace(running.server, **changes), letterhead=LETTERHEAD)


def came(running: Running, *, message: Message = MESSAGE, **changes: Any) -> tuple[Came, str]:
    spoken = sender(running, **changes)
    outcome = spoken.send(message)
    spoken.rest()
    return outcome.came, outcome.code


def content(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_what_is_on_the_wire(plain: Running) -> None:
    assert came(plain) == (Came.TAKEN, "250")
    [(to, mail)] = plain.post.taken
    assert to == mail["To"] == "resident@example.org"
    assert mail["From"] == "City of Boynton Beach <cas@city.example>"
    assert mail["Message-ID"] == "<6f0c7cbe-4a0b-4d3e-9a52-0d5c2f1e7a10@city.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "en"
    assert content(mail, "plain").strip().splitlines() == MESSAGE.body.splitlines()
    html = content(mail, "html")
    assert '<html lang="en">' in html
    assert "&lt;b&gt;no&lt;/b&gt;" in html
    assert '<a href="http://cas.example/requests/482157903">' in html


def test_the_same_message_is_the_same_bytes(plain: Running) -> None:
    came(plain)
    came(plain)
    first, second = (mail.as_bytes() for _, mail in plain.post.taken)
    assert first == second


@pytest.mark.parametrize(
    ("does", "expected"),
    [
        (Does.REFUSE_SENDER, (Came.AWAY, "530")),
        (Does.REFUSE_RECIPIENT, (Came.NEVER, "550")),
        (Does.RECIPIENT_LATER, (Came.LATER, "450")),
        (Does.CONTENT_LATER, (Came.LATER, "451")),
        (Does.REFUSE_CONTENT, (Came.NEVER, "554")),
        (Does.CLOSE, (Came.AWAY, "421")),
        (Does.DROP_BEFORE_THE_DOT, (Came.BROKEN, "SMTPServerDisconnected")),
        (Does.DROP_AFTER_THE_DOT, (Came.UNSURE, "SMTPServerDisconnected")),
    ],
)
def test_each_mood_of_the_server(does: Does, expected: tuple[Came, str]) -> None:
    with mail_server(lambda number: does if number == 1 else Does.TAKE) as running:
        spoken = sender(running)
        outcome = spoken.send(MESSAGE)
        assert (outcome.came, outcome.code.replace("ConnectionResetError", "SMTPServerDisconnected")) == expected
        assert spoken.send(MESSAGE).came is Came.TAKEN, "the next one goes through"
        spoken.rest()


def test_a_slow_server_is_not_waited_for_for_ever_and_may_have_taken_it() -> None:
    with mail_server(lambda _number: Does.SLOW, timeout_s=0.3) as running:
        assert came(running) == (Came.UNSURE, "SMTPServerDisconnected")


def test_a_server_that_is_not_there(plain: Running) -> None:
    plain.stop()
    assert came(plain) == (Came.AWAY, "ConnectionRefusedError")


def test_one_connection_carries_several_messages(plain: Running) -> None:
    spoken = sender(plain)
    for _ in range(120):
        assert spoken.send(MESSAGE).came is Came.TAKEN
    spoken.rest()
    assert plain.post.lines == 2, "a hundred on the first"


@pytest.mark.parametrize(
    "to",
    ["", "nobody", "a@b@c.example", "a b@c.example", "a@c.example\r\nBcc: d@e.example", "a@-c.example", "@c.example"],
)
def test_an_address_that_is_none_never_reaches_the_server(plain: Running, to: str) -> None:
    assert came(plain, message=replace(MESSAGE, to=to)) == (Came.NEVER, "address")
    assert plain.post.begun == 0


def test_a_domain_with_an_umlaut_is_written_in_ascii(plain: Running) -> None:
    assert came(plain, message=replace(MESSAGE, to="ana@b\u00fccher.example")) == (Came.TAKEN, "250")
    assert plain.post.taken[0][0] == "ana@xn--bcher-kva.example"


def test_a_name_with_an_accent_needs_a_server_that_reads_it(plain: Running) -> None:
    accented = replace(MESSAGE, to="jos\u00e9@example.org")
    assert came(plain, message=accented) == (Came.TAKEN, "250")
    assert plain.post.taken[0][0] == "jos\u00e9@example.org"
    plain.stop()
    plain.options["enable_SMTPUTF8"] = False
    plain.start()
    assert came(plain, message=accented) == (Came.NEVER, "smtputf8")


def test_a_subject_cannot_become_a_header(plain: Running) -> None:
    came(plain, message=replace(MESSAGE, subject="Hello\r\nBcc: d@e.example"))
    [(_, mail)] = plain.post.taken
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hello Bcc: d@e.example"


def test_starttls_with_a_login(certificate: Certificate) -> None:
    login: dict[str, Any] = {"authenticator": let_in, "auth_required": True, "auth_require_tls": True}
    with mail_server(tls_context=certificate.server, require_starttls=True, **login) as running:
        secure: dict[str, Any] = {"security": Security.STARTTLS, "trust": certificate.trust, "user": "cas"}
        assert came(running, **secure, password=PASSWORD) == (Came.TAKEN, "250")
        assert came(running, **secure, password=PASSWORD[:-1])[0] is Came.AWAY


def test_a_certificate_that_nobody_vouches_for_is_not_spoken_to(certificate: Certificate) -> None:
    with mail_server(tls_context=certificate.server) as running:
        trust = ssl.create_default_context()
        assert came(running, security=Security.STARTTLS, trust=trust) == (Came.AWAY, "SSLCertVerificationError")
        assert running.post.taken == []


def test_a_server_without_starttls_gets_nothing_where_it_is_asked_for(plain: Running) -> None:
    assert came(plain, security=Security.STARTTLS) == (Came.AWAY, "SMTPNotSupportedError")


def test_tls_from_the_first_byte(certificate: Certificate) -> None:
    with mail_server(ssl_context=certificate.server) as running:
        assert came(running, security=Security.TLS, trust=certificate.trust) == (Came.TAKEN, "250")


def test_what_was_taken_is_counted_by_recipient_and_message() -> None:
    with mail_server(keep=False) as running:
        came(running)
        came(running)
        post: Post = running.post
        assert list(post.counts.values()) == [2]
