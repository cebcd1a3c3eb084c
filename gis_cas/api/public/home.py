"""`/`: what needs fixing, and where?"""

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from gis_cas.api.dependencies import Language, Nonce, Now, Wired
from gis_cas.api.public.view_home import home_view

router = APIRouter(tags=["pages"], include_in_schema=False)


@router.get("/")
def home(wired: Wired, now: Now, nonce: Nonce, language: Language) -> HTMLResponse:
    """The first page."""
    return HTMLResponse(wired.pages.home(home_view(wired, now=now, language=language), nonce=nonce))
