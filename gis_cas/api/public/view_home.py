"""Filling the first page."""

from datetime import datetime

from gis_cas.api.public.view_cards import cards, open_counts, page_facts
from gis_cas.api.wiring import Wiring
from gis_cas.geo.position import Position
from map_ui.views import HomeView

_NEAREST = 5
_WHOLE_CITY_FT = 60_000.0


def home_view(wired: Wiring, *, now: datetime, language: str) -> HomeView:
    """The honest line, and what is open nearest to the middle of the city's map."""
    extent = wired.office.city.map_extent
    middle = Position(lon=(extent.west + extent.east) / 2, lat=(extent.south + extent.north) / 2)
    nearest = wired.reads.nearby(middle, now=now, within_ft=_WHOLE_CITY_FT, most=_NEAREST)
    counts = wired.reads.counts(now=now, with_median=True)
    return HomeView(counts=open_counts(counts), nearest=cards(nearest), **page_facts(wired, now, language))
