"""A JSON body and its idempotency key, as the intake door reads them."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import orjson
from fastapi import Depends
from starlette.requests import Request

from gis_cas.accounts.api_client import ApiClient
from gis_cas.api.new_request import new_request, renamed
from gis_cas.api.problems import WrongMediaType
from gis_cas.domain.city import City
from gis_cas.domain.request import NewServiceRequest
from gis_cas.domain.rules import Ruleset
from gis_cas.errors import BadInput

WITHOUT_A_KEY = "api-v1"
"""The idempotency client of every program that calls without a key of its own."""

KEY = "Idempotency-Key"
BAD_KEY = "An Idempotency-Key is 1 to 200 printable characters, such as a UUID; use a new one for each new request."
NOT_JSON = 'The body must be one JSON object, such as {"service_code": "pothole", "description": "…"}.'
_KEY_SHAPE = re.compile(r"[\x21-\x7e]{1,200}")
_PERSON = ("name", "address", "phone", "email")
_SURFACE_NAMES = {"q": "address"} | {name: f"requester.{name}" for name in _PERSON}


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonBody:
    """One JSON object, and the key under which sending it again means the same request."""

    document: Mapping[str, Any]
    key: str | None

    @property
    def body_hash(self) -> str:
        """The hash of the object, whatever the order of its names."""
        return hashlib.sha256(orjson.dumps(self.document, option=orjson.OPT_SORT_KEYS)).hexdigest()

    def sent_by(self, client: ApiClient | None) -> dict[str, Any]:
        """Who sends it under which idempotency key, in the words of `receive`."""
        who = {"client": client.idempotency_client, "actor": client.name} if client else {"client": WITHOUT_A_KEY}
        return {**who, "idempotency_key": self.key, "body_hash": self.body_hash}

    def new_request(self, *, city: City, ruleset: Ruleset, now: datetime) -> NewServiceRequest:
        """The request in the body; raises BadInput under the names of the body."""
        try:
            return new_request(_flat(self.document), city=city, ruleset=ruleset, now=now)
        except BadInput as error:
            raise renamed(error, _SURFACE_NAMES) from None


async def _json_body(request: Request) -> JsonBody:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise WrongMediaType({"request": "Send the body as application/json."})
    key = request.headers.get(KEY)
    if key is not None and not _KEY_SHAPE.fullmatch(key):
        raise BadInput({KEY: BAD_KEY})
    try:
        document = orjson.loads(await request.body())
    except orjson.JSONDecodeError:
        raise BadInput({"request": NOT_JSON}) from None
    if not isinstance(document, dict):
        raise BadInput({"request": NOT_JSON})
    return JsonBody(document=document, key=key)


SentJson = Annotated[JsonBody, Depends(_json_body)]


def _flat(document: Mapping[str, Any]) -> dict[str, Any]:
    """The body under the names of the form: where is `q`, and the requester's own facts lie beside it."""
    flat = {name: value for name, value in document.items() if name not in {"address", "requester", "answers"}}
    if document.get("address") is not None:
        flat["q"] = document["address"]
    requester, answers = document.get("requester") or {}, document.get("answers") or {}
    if not isinstance(requester, dict) or not isinstance(answers, dict):
        raise BadInput({"request": "requester and answers must be JSON objects."})
    flat |= {name: requester[name] for name in _PERSON if name in requester}
    return flat | {f"answer.{code}": option for code, option in answers.items()}
