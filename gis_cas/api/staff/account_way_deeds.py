"""What the buttons of an account's ways in do."""

from sqlalchemy import Connection
from starlette.responses import Response

from gis_cas.accounts import second_factor
from gis_cas.accounts.city_sign_in import end_links, link_to_account
from gis_cas.accounts.one_time_links import invitation_link
from gis_cas.api.forms import Form
from gis_cas.api.reading import Fields
from gis_cas.api.staff.account_deeds import do_to_account
from gis_cas.api.staff.mail_link import mail_link
from gis_cas.api.staff.sheet import DeskSheet

_MOST = 2**31


def invite(sheet: DeskSheet, number: str) -> Response:
    """Send the invitation."""

    def invited(conn: Connection) -> None:
        link = invitation_link(conn, int(number), by=sheet.account.login, now=sheet.now)
        mail_link(conn, link, sheet.wired, language=sheet.language, now=sheet.now)

    return do_to_account(sheet, number, "invited", invited)


def reset_second_factor(sheet: DeskSheet, number: str) -> Response:
    """Reset it."""
    by, now = sheet.account.login, sheet.now
    return do_to_account(sheet, number, "reset", lambda conn: second_factor.reset(conn, int(number), by=by, now=now))


def link_city(sheet: DeskSheet, number: str, form: Form) -> Response:
    """Link the person of the form."""
    fields = Fields(form.fields)

    def linked(conn: Connection) -> None:
        who = fields.whole("who", least=0, most=_MOST, default=0, called="The person")
        fields.done()
        link_to_account(conn, who, account_id=int(number), by=sheet.account.login, now=sheet.now)

    return do_to_account(sheet, number, "linked", linked, form)


def unlink_city(sheet: DeskSheet, number: str) -> Response:
    """End its links."""
    by, now = sheet.account.login, sheet.now
    return do_to_account(sheet, number, "unlinked", lambda conn: end_links(conn, int(number), by=by, now=now))
