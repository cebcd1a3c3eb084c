"""From an error to an answer: one table from class to status, and one shape per surface.

Programs get `application/problem+json` (RFC 9457) with a sentence per field, people get a page. An exception's own text
never crosses the door unless it was written for the person there (`GisCasError.message`).
"""

import logging
from dataclasses import dataclass
from http import HTTPStatus

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from gis_cas.errors import (
    BackupFailed,
    BadInput,
    DirectoryUnavailable,
    FilesUnavailable,
    GisCasError,
    LocatorUnavailable,
    Misconfigured,
    NotAllowed,
    NotFound,
    OtherBody,
    SignInRefused,
    StoreUnavailable,
    TooSoon,
    Unavailable,
    UnknownMessage,
    UnknownRequest,
    UnknownService,
    WrongState,
)

log = logging.getLogger("gis_cas.api")

RETRY_AFTER_S = 5
MEDIA_TYPE = "application/problem+json"
_PROGRAMS = ("/api/", "/map/features", "/tiles/", "/healthz", "/readyz", "/metrics")


class TooLarge(BadInput):
    """More bytes were sent than any request needs."""


class TooLong(BadInput):
    """The address with its query is longer than any that we make."""


class TooSlow(BadInput):
    """The body did not come in time."""


class WrongHost(BadInput):
    """The request names a host that is none of ours."""


class WrongMediaType(BadInput):
    """The body is not in the format this door reads."""


class UnknownKey(NotAllowed):
    """The key of a client program is not known, was withdrawn or has run out."""


class FormExpired(NotAllowed):
    """The form's token is missing, too old, or was made for another browser."""


class SignedOut(NotAllowed):
    """Nobody is signed in, and this is for staff."""


class PasswordOwed(NotAllowed):
    """The account still has the password that somebody else gave it; a page leads to where it is changed."""


class WrongMethod(GisCasError):
    """The address exists, but not for this method."""


class TooMany(GisCasError):
    """One client sends more than a busy office would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """How a class of errors is answered; docs/errors.md holds the same rows."""

    status: int
    code: str
    title: str


TABLE: dict[type[GisCasError], Problem] = {
    BadInput: Problem(status=400, code="bad-input", title="Something needs another look"),
    TooLarge: Problem(status=413, code="too-large", title="This is too large to send"),
    WrongHost: Problem(status=421, code="wrong-host", title="This is not our address"),
    TooLong: Problem(status=414, code="too-long", title="This address is too long"),
    TooSlow: Problem(status=408, code="too-slow", title="This came too slowly"),
    WrongMediaType: Problem(status=415, code="wrong-media-type", title="This format is not read here"),
    OtherBody: Problem(status=422, code="other-body", title="This key was used before with another body"),
    NotFound: Problem(status=404, code="not-found", title="Nothing is on file under this"),
    UnknownService: Problem(status=404, code="unknown-service", title="No service has this code"),
    UnknownMessage: Problem(status=404, code="unknown-message", title="The outbox has no such message"),
    UnknownRequest: Problem(status=404, code="unknown-request", title="No request has this number"),
    NotAllowed: Problem(status=403, code="not-allowed", title="This is for somebody else to do"),
    SignInRefused: Problem(status=403, code="sign-in-refused", title="Nobody was signed in"),
    TooSoon: Problem(status=429, code="too-soon", title="Please wait a little"),
    UnknownKey: Problem(status=403, code="unknown-key", title="This key opens nothing"),
    FormExpired: Problem(status=403, code="form-expired", title="This form has lain open too long"),
    PasswordOwed: Problem(status=403, code="password-owed", title="Please choose a password of your own"),
    SignedOut: Problem(status=401, code="signed-out", title="Please sign in"),
    WrongMethod: Problem(status=405, code="wrong-method", title="This cannot be done here"),
    WrongState: Problem(status=409, code="wrong-state", title="The request is not ready for that"),
    TooMany: Problem(status=429, code="too-many", title="Too many at once"),
    Unavailable: Problem(status=503, code="unavailable", title="Please try again in a moment"),
    StoreUnavailable: Problem(status=503, code="store-unavailable", title="Please try again in a moment"),
    LocatorUnavailable: Problem(status=503, code="locator-unavailable", title="Please try again in a moment"),
    DirectoryUnavailable: Problem(status=503, code="directory-unavailable", title="Please try again in a moment"),
    FilesUnavailable: Problem(status=503, code="files-unavailable", title="Please try again in a moment"),
    BackupFailed: Problem(status=500, code="backup-failed", title="The backup could not be made or read"),
    Misconfigured: Problem(status=503, code="misconfigured", title="The service is not set up yet"),
    GisCasError: Problem(status=500, code="fault", title="Something went wrong on our side"),
}

NO_PAGE = "There is no page at this address."
MISCONFIGURED_SENTENCE = "The city has not been set up on this machine yet. Please come back later, or call."


def problem_of(error: GisCasError) -> Problem:
    """The row of the error's own class, or of the nearest class above it."""
    return next(TABLE[kind] for kind in type(error).__mro__ if kind in TABLE)


def for_a_program(path: str) -> bool:
    """Whether a program, not a person, reads what this path answers."""
    return path.startswith(_PROGRAMS)


def answer(request: Request, error: GisCasError) -> Response:
    """The error as an answer in the shape of the surface it happened on."""
    problem = problem_of(error)
    detail = error.message
    if problem.code == "misconfigured":
        log.error("misconfigured: %s", error.message)
        detail = MISCONFIGURED_SENTENCE
    elif problem.code == "fault":
        detail = _fault_sentence(request)
    fields = error.fields if isinstance(error, BadInput) else {}
    if isinstance(error, SignedOut) and not for_a_program(request.url.path):
        return RedirectResponse("/staff/login", status_code=303)
    if isinstance(error, PasswordOwed) and not for_a_program(request.url.path):
        return RedirectResponse("/staff/account", status_code=303)
    response = _shape(request, problem, detail=detail, fields=fields)
    if problem.status in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}:
        response.headers["Retry-After"] = str(RETRY_AFTER_S if problem.status == HTTPStatus.SERVICE_UNAVAILABLE else 60)
    return response


def fault(request: Request) -> Response:
    """The answer to an error nobody foresaw: a plain sentence and the request id to quote."""
    return _shape(request, TABLE[GisCasError], detail=_fault_sentence(request), fields={})


def _fault_sentence(request: Request) -> str:
    number = getattr(request.state, "request_id", "-")
    return (
        "Something went wrong on our side, and it has been written down. What was acknowledged is safe. "
        f"Please try again; if it happens again, call us and quote {number}."
    )


def _shape(request: Request, problem: Problem, *, detail: str, fields: dict[str, str]) -> Response:
    if for_a_program(request.url.path):
        if "lang" in request.query_params:
            say = request.app.state.say_to
            detail, fields = say(request, detail), {name: say(request, sentence) for name, sentence in fields.items()}
        body = {
            "type": f"urn:gis-cas:problem:{problem.code}",
            "title": problem.title,
            "status": problem.status,
            "detail": detail,
            "fields": fields,
            "request_id": getattr(request.state, "request_id", None),
        }
        return Response(orjson.dumps(body), status_code=problem.status, media_type=MEDIA_TYPE)
    page = request.app.state.problem_page(request, problem.status, problem.title, detail)
    return HTMLResponse(page, status_code=problem.status)


def _not_ours(request: Request, error: HTTPException) -> Response:
    """Starlette's own refusals (no such page, wrong method) in our words."""
    known: dict[int, GisCasError] = {
        404: NotFound(NO_PAGE),
        405: WrongMethod("This address does not take that kind of request."),
    }
    response = answer(request, known.get(error.status_code, GisCasError("")))
    if error.headers:
        response.headers.update(error.headers)
    return response


def _not_read(request: Request, _error: RequestValidationError) -> Response:
    return answer(request, BadInput({"request": "The request could not be read. Please check its parameters."}))


def install(app: FastAPI) -> None:
    """Hang every handler on the application."""
    app.add_exception_handler(GisCasError, answer)  # type: ignore[arg-type] # starlette types handlers by Exception
    app.add_exception_handler(HTTPException, _not_ours)  # type: ignore[arg-type] # the same
    app.add_exception_handler(RequestValidationError, _not_read)  # type: ignore[arg-type] # the same
