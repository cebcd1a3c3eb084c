"""From a link to the message that carries it: put into the outbox in the transaction that made the link."""

from datetime import datetime

from sqlalchemy import Connection

from gis_cas.accounts.one_time_links import NewLink
from gis_cas.api.wiring import Wiring
from gis_cas.notify.account_message import defer_account_message


def mail_link(conn: Connection, link: NewLink, wired: Wiring, *, language: str, now: datetime) -> None:
    """Have the link sent to the account's own address."""
    city = wired.office.city
    values = {
        "login": link.login,
        "link": f"{wired.signing_in.site}/staff/password?link={link.token}",
        "city": f"{city.name} · {city.phone}",
    }
    defer_account_message(
        conn,
        link.account_id,
        template=link.purpose.value,
        values=values,
        key=str(link.id),
        now=now,
        language=language,
    )
