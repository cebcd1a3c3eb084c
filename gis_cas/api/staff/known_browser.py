"""A browser remembers which logins came in with it, so that wrong tries of others do not count against it."""

import secrets

from starlette.requests import Request
from starlette.responses import Response

from gis_cas.api.forms import host_cookie, set_cookie
from gis_cas.api.tokens import Tokens

BROWSER_COOKIE = "gis_cas_browser"
KEPT_S = 180 * 24 * 3600
_MOST = 5


def known_browser(request: Request, tokens: Tokens, login_hash: bytes) -> str | None:
    """What this browser is called for the login; None when the login never came in with it."""
    mine = login_hash[:12].hex()
    return next((own for login, own in _remembered(request, tokens) if login == mine), None)


def remember_browser(request: Request, response: Response, tokens: Tokens, login_hash: bytes) -> None:
    """Let the browser remember that this login came in with it, the latest few logins at most."""
    mine, https = login_hash[:12].hex(), request.url.scheme == "https"
    others = [pair for pair in _remembered(request, tokens) if pair[0] != mine]
    kept = [(mine, secrets.token_hex(9)), *others][:_MOST]
    value = tokens.signed_browser("/".join(f"{login}:{own}" for login, own in kept))
    set_cookie(response, host_cookie(BROWSER_COOKIE, https=https), value, https=https, max_age=KEPT_S)


def _remembered(request: Request, tokens: Tokens) -> list[tuple[str, str]]:
    cookie = request.cookies.get(host_cookie(BROWSER_COOKIE, https=request.url.scheme == "https"))
    told = tokens.browser_signed(cookie or "", max_age_s=KEPT_S)
    return [(login, own) for login, _, own in (part.partition(":") for part in told.split("/")) if own]
