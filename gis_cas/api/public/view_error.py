"""The page for what cannot be shown; when even pages cannot be drawn, a few plain lines."""

from html import escape

from starlette.requests import Request

from gis_cas.api.wiring import now_of, wiring_of
from gis_cas.errors import GisCasError
from map_ui.views import ErrorView


def problem_page(request: Request, status: int, title: str, detail: str) -> str:
    """What happened, what is safe, what to do, as the city's page."""
    wired = wiring_of(request.app)
    view = ErrorView(now=now_of(request.app), demo=wired.demo, status=status, happened=detail or title)
    try:
        return wired.pages.error(view, nonce=request.state.nonce)
    except GisCasError:  # no city or no database: nothing to draw a page with
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
            f"<body><main><h1>{escape(title)}</h1><p>{escape(detail)}</p></main></body></html>"
        )
