"""Filling the map and its list twin."""

from datetime import datetime

from gis_cas.api.public.asked_list import AskedList
from gis_cas.api.public.view_cards import cards, page_facts
from gis_cas.api.wiring import Wiring
from map_ui.views import MapView, RequestsView


def map_view(wired: Wiring, *, now: datetime, language: str) -> MapView:
    """The legend's counts and the first cards of the list beside the map."""
    first = wired.reads.requests(now=now)
    counts = wired.reads.counts(now=now).by_state
    return MapView(counts=counts, groups=_groups(wired), cards=cards(first.rows), **page_facts(wired, now, language))


def requests_view(wired: Wiring, asked: AskedList, *, now: datetime, language: str) -> RequestsView:
    """One page of the list."""
    found = wired.reads.requests(now=now, states=asked.states, group=asked.group, words=asked.words, page=asked.page)
    return RequestsView(
        cards=cards(found.rows),
        counts=wired.reads.counts(now=now).by_state,
        groups=_groups(wired),
        page=asked.page,
        more=found.more,
        states=asked.states,
        words=asked.words,
        group=asked.group,
        **page_facts(wired, now, language),
    )


def _groups(wired: Wiring) -> tuple[str, ...]:
    return tuple(dict.fromkeys(service.group_name for service in wired.reads.services()))
