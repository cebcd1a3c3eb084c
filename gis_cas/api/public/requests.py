"""`/requests/{number}`: what anyone with the number may see."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from gis_cas.api.dependencies import Language, Nonce, Now, Number, Wired
from gis_cas.api.public.view_request import request_view

router = APIRouter(tags=["pages"], include_in_schema=False)


@router.get("/requests/{number}")
def one_request(
    number: Number, wired: Wired, now: Now, nonce: Nonce, language: Language, sent: Annotated[str, Query()] = ""
) -> HTMLResponse:
    """One request's page; `sent=1` makes it the receipt."""
    view = request_view(wired, number, now=now, language=language, just_sent=sent == "1")
    return HTMLResponse(wired.pages.request(view, nonce=nonce))
