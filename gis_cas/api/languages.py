"""In which language a page is shown: the one asked for (`?lang=`), the one chosen before, or the browser's own.

What was asked for is kept in a cookie for a year. It holds a language and nothing else, and only pages read it:
programs say `lang` with each question.
"""

from collections.abc import Iterator
from typing import Self
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gis_cas.api.problems import for_a_program
from map_ui.words import NAMES, has_catalogue

COOKIE = "gis_cas_language"
FALLBACK = "en"
_YEAR_S = 365 * 24 * 3600
_MOST_PAIRS = 50


class PageLanguage(str):
    """A language's code that also knows the rest of the query, so that a page can link to itself in another one."""

    __slots__ = ("query",)

    def __new__(cls, code: str, query: tuple[tuple[str, str], ...] = ()) -> Self:
        """The code with the query's pairs, `lang` left out."""
        made = super().__new__(cls, code)
        made.query = query
        return made

    query: tuple[tuple[str, str], ...]


class LanguageChoice:
    """Puts the page's language into `request.state.language`, and keeps what was asked for in a cookie."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap one request."""
        if scope["type"] != "http" or for_a_program(scope["path"]):
            await self.app(scope, receive, send)
            return
        pairs = _query(scope)
        asked = next((known for name, value in pairs if name == "lang" and (known := _known(value))), None)
        language = asked or _chosen_before(scope) or preferred(Headers(scope=scope).get("accept-language", ""))
        rest = tuple((name, value) for name, value in pairs if name != "lang")
        scope.setdefault("state", {})["language"] = PageLanguage(language, rest)

        async def send_noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.add_vary_header("Accept-Language")
                    headers.add_vary_header("Cookie")
                if asked is not None:
                    headers.append("set-cookie", _cookie(asked, https=scope["scheme"] == "https"))
            await send(message)

        await self.app(scope, receive, send_noted)


def language_of(request: Request) -> PageLanguage:
    """The language of the page that is asked for; English where nobody looked."""
    return getattr(request.state, "language", None) or PageLanguage(FALLBACK)


def preferred(accept_language: str) -> str:
    """The first language we have of those that a browser prefers (RFC 9110); English when there is none."""
    return next(_preferences(accept_language), FALLBACK)


def _preferences(accept_language: str) -> Iterator[str]:
    weighed: list[tuple[float, str]] = []
    for part in accept_language.split(",")[:_MOST_PAIRS]:
        tag, _, parameter = part.strip().partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=")) if parameter else 1.0
        except ValueError:
            weight = 0.0
        weighed.append((weight, tag.strip().lower().partition("-")[0]))
    for weight, tag in sorted(weighed, key=lambda pair: -pair[0]):
        if weight > 0 and (known := _known(tag)):
            yield known


def _known(code: str | None) -> str | None:
    return code if code in NAMES and (code == FALLBACK or has_catalogue(code)) else None


def _query(scope: Scope) -> list[tuple[str, str]]:
    text = scope.get("query_string", b"").decode("latin-1")
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_PAIRS, errors="replace")
    except ValueError:
        return []


def _chosen_before(scope: Scope) -> str | None:
    return _known(cookie_parser(Headers(scope=scope).get("cookie", "")).get(COOKIE))


def _cookie(language: str, *, https: bool) -> str:
    secure = "; Secure" if https else ""
    return f"{COOKIE}={language}; Max-Age={_YEAR_S}; Path=/; SameSite=lax; HttpOnly{secure}"
