"""Parsing at the door: what an endpoint is handed is already a value of the right type.

The parsers are plain functions. `at_the_door` runs them on the event loop, since they do no I/O: a hop to a thread for
each of them would cost more than the parsing.
"""

import inspect
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, NamedTuple

from fastapi import Depends
from starlette.requests import Request

from gis_cas.api.languages import PageLanguage, language_of
from gis_cas.api.reading import Fields
from gis_cas.api.wiring import Wiring, now_of, wiring_of
from gis_cas.errors import NotFound
from gis_cas.policy.tracking_number import parse_number
from gis_cas.store.public_reads import PublicReads

_LONGEST_ID = 18


def row_id(text: str, *, missing: str) -> int:
    """The id in a path; what cannot be one is missing, in the words of what is. Raises NotFound."""
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID):
        raise NotFound(missing)
    return int(text)


def at_the_door(parse: Callable[..., Any]) -> Any:
    """The parser as a dependency that needs no thread of its own; it must not wait for anything."""

    async def parsed(**given: Any) -> Any:
        return parse(**given)

    parsed.__name__ = parse.__name__
    parsed.__signature__ = inspect.signature(parse)  # type: ignore[attr-defined] # FastAPI reads the parameters here
    return Depends(parsed)


def described(**parameters: str) -> dict[str, Any]:
    """Query parameters for the OpenAPI description; they are read, and refused in our own sentences, by `Fields`."""
    return {
        "parameters": [
            {"name": name, "in": "query", "required": False, "schema": {"type": "string"}, "description": text}
            for name, text in parameters.items()
        ]
    }


def _fields(request: Request) -> Fields:
    return Fields(dict(request.query_params))


def _wiring(request: Request) -> Wiring:
    return wiring_of(request.app)


def _now(request: Request) -> datetime:
    return now_of(request.app)


class Query(NamedTuple):
    """A question in an address: its fields, what the process holds, and when it was asked.

    All three at once, since each dependency costs a question more than its parsing.
    """

    fields: Fields
    wired: Wiring
    now: datetime


def _query(request: Request) -> Query:
    return Query(_fields(request), _wiring(request), _now(request))


def _reads(request: Request) -> PublicReads:
    return wiring_of(request.app).reads


def _nonce(request: Request) -> str:
    return str(request.state.nonce)


def _number(number: str) -> str:
    return parse_number(number)


def _language(request: Request) -> PageLanguage:
    return language_of(request)


Wired = Annotated[Wiring, at_the_door(_wiring)]
Now = Annotated[datetime, at_the_door(_now)]
Reads = Annotated[PublicReads, at_the_door(_reads)]
Nonce = Annotated[str, at_the_door(_nonce)]
QueryFields = Annotated[Fields, at_the_door(_fields)]
Asked = Annotated[Query, at_the_door(_query)]
Number = Annotated[str, at_the_door(_number)]
Language = Annotated[PageLanguage, at_the_door(_language)]
