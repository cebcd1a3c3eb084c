"""One full view of each of the outbox's pages; names and words are hostile throughout."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from gis_cas.domain.message import Medium, MessageState
from map_ui.outbox_views import (
    LetterView,
    MessageView,
    OutboxFilter,
    OutboxLine,
    OutboxStepView,
    OutboxView,
    TextLine,
    TextsView,
    TextView,
)
from map_ui.page import Pages

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def line(hostile: str, **more: Any) -> OutboxLine:
    given: dict[str, Any] = {
        "id": 7,
        "template": "referral",
        "language": "es",
        "medium": Medium.EMAIL,
        "state": MessageState.WAITING,
        "to": hostile,
        "created_at": NOW,
        "next_try_at": NOW + timedelta(hours=1),
        "number": "482157903",
        "attempts": 2,
        "code": "451",
        "needs_translation": True,
    }
    return OutboxLine(**(given | more))


def outbox_pages(pages: Pages, *, demo: bool, hostile: str, nonce: str) -> dict[str, str]:
    office: dict[str, Any] = {"now": NOW, "demo": demo, "account_name": hostile, "csrf": "token", "here": "outbox"}
    filters = (OutboxFilter(key="failed", count=3), OutboxFilter(key="all", count=None))
    failed = line(hostile, state=MessageState.FAILED, code="550")
    sent = line(hostile, state=MessageState.SENT, sent_at=NOW, number=None, to=None)
    text = TextLine(name="receipt", language="es", subject=hostile, reviewed_by=hostile, reviewed_on=date(2026, 11, 3))
    unread = TextLine(name="receipt", language="ht", subject=hostile)
    outbox = OutboxView(
        **office, filters=filters, show="failed", lines=(line(hostile), failed, sent), more=True, page=2
    )
    message = MessageView(
        **office,
        line=failed,
        subject=hostile,
        body=hostile,
        reach={"Name": hostile},
        steps=(OutboxStepView(at=NOW, actor=hostile, what="failed", code="550"),),
        deeds=("again", "hold", "letter", "phone", "print", "posted"),
        problem=hostile,
    )
    letter = LetterView(
        **office,
        id=7,
        letter_language="es",
        number="482157903",
        subject=hostile,
        body=hostile,
        day="23 de noviembre de 2026",
        to=(hostile, "1 Main St"),
        frame={"letter_number": "Nuestro número", "letter_about": "Asunto", "letter_keep": "Guarde esta carta."},
        call="561-555-0100",
        printed=(hostile, NOW),
    )
    return {
        "outbox": pages.outbox(outbox, nonce=nonce),
        "outbox_empty": pages.outbox(
            OutboxView(**office, filters=filters, show="letters", lines=()),
            nonce=nonce,
        ),
        "message": pages.message(message, nonce=nonce),
        "letter": pages.letter(letter, nonce=nonce),
        "texts": pages.texts(TextsView(**office, texts={"receipt": (text, unread)}), nonce=nonce),
        "text": pages.text(
            TextView(
                **office,
                line=unread,
                text_hash="0123",
                body=hostile,
                english=(hostile, hostile),
                problem=hostile,
            ),
            nonce=nonce,
        ),
    }
