"""Forms: a body that was read within limits, and proof that our own page in this browser sent it."""

import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl

import orjson
from fastapi import Depends
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from gis_cas.api.dependencies import at_the_door
from gis_cas.api.multipart import is_multipart, read_multipart
from gis_cas.api.problems import FormExpired, WrongMediaType
from gis_cas.api.tokens import FORM_COOKIE, Tokens
from gis_cas.api.wiring import wiring_of
from gis_cas.attachments.arrived import Arrived
from gis_cas.errors import BadInput

FORM_TYPE = "application/x-www-form-urlencoded"
MOST_FIELDS = 100
NOT_TYPED = frozenset({"token", "csrf", "held"})
EXPIRED = "This form had lain open too long, or cookies are switched off. Nothing is lost: please send it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """The browser that asks: its secret (a cookie), whether it still has to be given one, whether it came by https."""

    secret: str
    new: bool
    https: bool
    tokens: Tokens

    def form_token(self) -> str:
        """A token for one form."""
        return self.tokens.form_token(self.secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A sent form; `genuine`: our own page in this browser sent it, not long ago."""

    fields: Mapping[str, str]
    token: str
    genuine: bool
    files: tuple[Arrived, ...] = ()

    @property
    def body_hash(self) -> str:
        """The hash of everything that was typed, whatever the order."""
        typed = {name: value for name, value in self.fields.items() if name not in NOT_TYPED}
        return hashlib.sha256(orjson.dumps(typed, option=orjson.OPT_SORT_KEYS)).hexdigest()

    def checked(self) -> "Form":
        """The same form; raises FormExpired when it is not genuine."""
        if not self.genuine:
            raise FormExpired(EXPIRED)
        return self


def _browser(request: Request) -> Browser:
    tokens = wiring_of(request.app).tokens
    cookie = request.cookies.get(host_cookie(FORM_COOKIE, https=request.url.scheme == "https"))
    secret = tokens.browser_secret(cookie)
    return Browser(secret=secret, new=secret != cookie, https=request.url.scheme == "https", tokens=tokens)


async def _form(request: Request) -> AsyncIterator[Form]:
    wired = wiring_of(request.app)
    files: tuple[Arrived, ...] = ()
    if is_multipart(request):
        cabinet = wired.cabinet
        fields, files = await read_multipart(request, most_bytes=cabinet.most_bytes, most_files=cabinet.most_files)
    else:
        fields = await _short_form(request)
    token = fields.get("token") or fields.get("csrf") or ""
    cookie = request.cookies.get(host_cookie(FORM_COOKIE, https=request.url.scheme == "https"))
    genuine = wired.tokens.form_is_genuine(token, cookie)
    try:
        yield Form(fields=fields, token=token, genuine=genuine, files=files)
    finally:
        for file in files:
            file.close()


async def _short_form(request: Request) -> Mapping[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        raise WrongMediaType({"request": "A form is sent as application/x-www-form-urlencoded."})
    body = await request.body()
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace"
        )
    except ValueError:
        raise BadInput({"request": f"A form here has at most {MOST_FIELDS} fields."}) from None
    return dict(pairs)


SentForm = Annotated[Form, Depends(_form)]
"""A form that may be shown again when it lay open too long."""


async def _genuine_form(form: SentForm) -> Form:
    return form.checked()


GenuineForm = Annotated[Form, Depends(_genuine_form)]
"""A form that is refused when it was not our own page that sent it."""

GENUINE = Depends(_genuine_form)
"""The same for a route that has nothing to read in its form: a button alone."""

AskingBrowser = Annotated[Browser, at_the_door(_browser)]


def page_with_form(html: str, browser: Browser, *, status: int = 200) -> HTMLResponse:
    """A page that holds a form: never cached, and the browser gets its secret with it."""
    response = HTMLResponse(html, status_code=status, headers={"Cache-Control": "no-store"})
    if browser.new:
        name = host_cookie(FORM_COOKIE, https=browser.https)
        set_cookie(response, name, browser.secret, https=browser.https, max_age=None)
    return response


def host_cookie(name: str, *, https: bool) -> str:
    """A cookie's name; over https with the prefix that keeps neighbouring hosts from planting it."""
    return f"__Host-{name}" if https else name


def set_cookie(response: Response, name: str, value: str, *, https: bool, max_age: int | None) -> None:
    """A cookie that scripts cannot read and other sites' forms do not carry."""
    response.set_cookie(name, value, max_age=max_age, path="/", httponly=True, samesite="lax", secure=https)
