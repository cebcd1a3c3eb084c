"""Messages to staff about their own account: same outbox, tied to no request, unique by a key of their own."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from gis_cas.domain.message import Medium
from gis_cas.notify.templates import render
from gis_cas.store.accounts import by_id
from gis_cas.store.messages import URGENT, add_message


def defer_account_message(
    conn: Connection,
    account_id: int,
    *,
    template: str,
    values: Mapping[str, str],
    key: str,
    now: datetime,
    language: str = "en",
) -> bool:
    """Put a message to an account into the outbox of this transaction; it goes before everything else.

    Once per `key`, whoever asks again. False when it is there already or the account has no e-mail address. What it
    says is blanked as soon as it was sent: it may hold a one-time link. Raises KeyError for a template or value that is
    missing.
    """
    account = by_id(conn, account_id)
    if account is None or account.email is None:
        return False
    rendered = render(template, language=language, values=lambda _language: values)
    made = add_message(
        conn,
        recipient=account.email,
        subject=rendered.subject,
        body=rendered.body,
        at=now,
        key=f"account-{account_id}-{template}-{key}",
        account_id=account_id,
        template=template,
        language=rendered.language,
        machine_made=rendered.machine_made,
        needs_translation=False,
        urgency=URGENT,
        medium=Medium.EMAIL.value,
    )
    return made is not None
