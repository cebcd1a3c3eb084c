"""Asking for a link by mail without learning whose address it is, and choosing a password with one."""

from starlette.background import BackgroundTask
from starlette.responses import RedirectResponse, Response

from gis_cas.accounts.one_time_links import LinkPurpose, choose_password, login_of_link, reset_link
from gis_cas.accounts.passwords import SHORTEST_PASSWORD
from gis_cas.api.forms import Form
from gis_cas.api.staff.mail_link import mail_link
from gis_cas.api.staff.way_in import WaySheet
from gis_cas.errors import BadInput, WrongState
from map_ui.sign_in_views import ForgottenView, NewPasswordView, SignInStoppedView

LONGEST_EMAIL = 200
AN_ADDRESS = "An e-mail address looks like first.last@example.gov."


def forgotten(sheet: WaySheet, *, email: str = "", errors: dict[str, str] | None = None) -> Response:
    """The form."""
    view = ForgottenView(email=email[:LONGEST_EMAIL], errors=errors or {}, **sheet.facts())
    return sheet.page(view, status=400 if errors else 200)


def ask_for_link(sheet: WaySheet, form: Form) -> Response:
    """The answer first, then the looking up: how long the answer takes says nothing about the address."""
    email = form.fields.get("email", "").strip()
    if "@" not in email or len(email) > LONGEST_EMAIL:
        return forgotten(sheet, email=email, errors={"email": AN_ADDRESS})
    response = sheet.page(ForgottenView(asked=True, **sheet.facts()))
    response.background = BackgroundTask(_send, sheet, email)
    return response


def password(sheet: WaySheet, link: str, *, errors: dict[str, str] | None = None) -> Response:
    """The form for a new password; or a page that says that the link is over."""
    try:
        with sheet.wired.office.statements.connect() as conn:
            login, purpose = login_of_link(conn, link, now=sheet.now)
    except WrongState as error:
        return _over(sheet, error)
    view = NewPasswordView(
        link=link,
        login=login,
        shortest=SHORTEST_PASSWORD,
        first=purpose is LinkPurpose.INVITATION,
        errors=errors or {},
        **sheet.facts(),
    )
    return sheet.page(view, status=400 if errors else 200)


def choose(sheet: WaySheet, form: Form) -> Response:
    """On to the login with the new password; else the form again, the link still good."""
    link, typed, again = (form.fields.get(name, "") for name in ("link", "password", "again"))
    try:
        with sheet.wired.office.engine.begin() as conn:
            choose_password(conn, link, password=typed, again=again, now=sheet.now)
    except WrongState as error:
        return _over(sheet, error)
    except BadInput as error:
        return password(sheet, link, errors=error.fields)
    return RedirectResponse("/staff/login?done=password", status_code=303)


def _send(sheet: WaySheet, email: str) -> None:
    wired = sheet.wired
    with wired.office.engine.begin() as conn:
        link = reset_link(conn, email, demo=wired.demo, now=sheet.now)
        if link is not None:
            mail_link(conn, link, wired, language=sheet.language, now=sheet.now)


def _over(sheet: WaySheet, error: WrongState) -> Response:
    view = SignInStoppedView(sentence=error.message, kind="link", **sheet.facts())
    return sheet.page(view, status=410)
