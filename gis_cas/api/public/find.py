"""`/find`: a number goes straight to its request, an address to what is open near it."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, RedirectResponse, Response

from gis_cas.api.dependencies import Language, Nonce, Now, Wired
from gis_cas.api.public.view_find import find_view, found_number

router = APIRouter(tags=["pages"], include_in_schema=False)


@router.get("/find")
def find(wired: Wired, now: Now, nonce: Nonce, language: Language, q: Annotated[str, Query()] = "") -> Response:
    """By number, with or without spaces, or by address."""
    number = found_number(wired, q, now=now)
    if number is not None:
        return RedirectResponse(f"/requests/{number}", status_code=303)
    return HTMLResponse(wired.pages.find(find_view(wired, q, now=now, language=language), nonce=nonce))
