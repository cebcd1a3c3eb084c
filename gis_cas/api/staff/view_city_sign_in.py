"""Leaving for the city's sign-in with a sealed note in the browser, and reading its answer against that note."""

import logging

from starlette.responses import RedirectResponse, Response

from gis_cas.accounts.city_sign_in import account_of_identity
from gis_cas.accounts.identity_provider import CodeFlow
from gis_cas.api.forms import host_cookie, page_with_form, set_cookie
from gis_cas.api.problems import problem_of
from gis_cas.api.signing_in import DEPARTURE_COOKIE, DEPARTURE_LASTS
from gis_cas.api.staff.session import inside, start_session
from gis_cas.api.staff.view_login import LoginSheet, login_view
from gis_cas.errors import DirectoryUnavailable, NotFound, SignInRefused
from map_ui.sign_in_views import SignInStoppedView

log = logging.getLogger("gis_cas.sign_in")

NONE_HERE = "There is no page at this address."


def leave(sheet: LoginSheet, *, then: str) -> Response:
    """To the provider; or the login with a sentence."""
    city = _city(sheet)
    try:
        address, departure = city.leave(now=sheet.now)
    except DirectoryUnavailable as error:
        return _login_again(sheet, error, then=then)
    response = RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})
    note = sheet.wired.signing_in.note_departure(departure, then=inside(then), now=sheet.now)
    lasts = int(DEPARTURE_LASTS.total_seconds())
    name = host_cookie(DEPARTURE_COOKIE, https=sheet.browser.https)
    set_cookie(response, name, note, https=sheet.browser.https, max_age=lasts)
    return response


def come_back(sheet: LoginSheet) -> Response:
    """To the desk in a new session; or why not. Whatever comes of it, the browser's note is used up."""
    response = _answered(sheet)
    name = host_cookie(DEPARTURE_COOKIE, https=sheet.browser.https)
    response.delete_cookie(name, path="/", secure=sheet.browser.https, httponly=True, samesite="lax")
    return response


def _answered(sheet: LoginSheet) -> Response:
    city, request, office = _city(sheet), sheet.request, sheet.wired.office
    note = request.cookies.get(host_cookie(DEPARTURE_COOKIE, https=sheet.browser.https))
    way = sheet.wired.signing_in.read_departure(note, now=sheet.now)
    try:
        departure = way.departure if way is not None else None
        identity = city.come_back(dict(request.query_params), departure, now=sheet.now)
    except DirectoryUnavailable as error:
        return _login_again(sheet, error, then=way.then if way is not None else "/staff")
    except SignInRefused as error:
        return _stopped(sheet, error)
    with office.engine.begin() as conn:
        found = account_of_identity(conn, identity, city.registration, now=sheet.now, zone=office.city.time_zone)
    if isinstance(found, SignInRefused):
        return _stopped(sheet, found)
    return start_session(
        request,
        found,
        sheet.browser,
        how="city",
        then=way.then if way is not None else "/staff",
        second_factor_given=identity.second_factor,
    )


def _city(sheet: LoginSheet) -> CodeFlow:
    city = sheet.wired.signing_in.city
    if city is None:
        raise NotFound(NONE_HERE)
    return city


def _login_again(sheet: LoginSheet, error: DirectoryUnavailable, *, then: str) -> Response:
    log.warning("the city's sign-in does not answer")
    view = login_view(sheet, then=inside(then), problem=error.message)
    return page_with_form(sheet.draw(view), sheet.browser, status=problem_of(error).status)


def _stopped(sheet: LoginSheet, error: SignInRefused) -> Response:
    log.warning("the city's sign-in: nobody signed in (%s)", error.why)
    view = SignInStoppedView(
        sentence=error.message, kind=error.why, now=sheet.now, demo=sheet.wired.demo, language=sheet.language
    )
    page = sheet.wired.pages.way_in(view, nonce=sheet.nonce)
    return page_with_form(page, sheet.browser, status=problem_of(error).status)
