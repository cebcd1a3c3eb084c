"""The page for what cannot be shown; when even pages cannot be drawn, a few plain lines."""

from html import escape

from starlette.requests import Request

from gis_cas.api.languages import language_of
from gis_cas.api.public.view_cards import page_facts
from gis_cas.api.wiring import now_of, wiring_of
from gis_cas.errors import GisCasError
from map_ui.views import ErrorView
from map_ui.words import NAMES


def problem_page(request: Request, status: int, title: str, detail: str) -> str:
    """What happened, what is safe, what to do, as the city's page."""
    wired = wiring_of(request.app)
    try:
        facts = page_facts(wired, now_of(request.app), language_of(request))
        view = ErrorView(status=status, happened=detail or title, **facts)
        return wired.pages.error(view, nonce=request.state.nonce)
    except GisCasError:  # no city or no database: nothing to draw a page with
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
            f"<body><main><h1>{escape(title)}</h1><p>{escape(detail)}</p></main></body></html>"
        )


def say_to(request: Request, sentence: str) -> str:
    """A sentence for a program in the language it named in `lang`; in English where it named none, or nothing helps."""
    language = request.query_params.get("lang")
    if language not in NAMES:
        return sentence
    try:
        pages = wiring_of(request.app).pages
        return pages.phrasebook(pages.language(language)).plain(sentence)
    except GisCasError:
        return sentence
