"""What a list or map was asked for, parsed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from gis_cas.api.dependencies import at_the_door
from gis_cas.api.reading import Fields
from gis_cas.geo.position import Box
from gis_cas.store.answer_state import CLOSED, WORST_FIRST

LAST_PAGE = 400
_OPEN_STATES = frozenset(WORST_FIRST)
_LONGEST_WORDS = 120
_BOX_SENTENCE = "bbox must be west,south,east,north in degrees, longitude first, such as -80.13,26.47,-80.03,26.59."


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedList:
    """A page of the list: states (empty: all open ones), one group, words, page from 1."""

    states: tuple[str, ...]
    group: str | None
    words: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedMap:
    """A window of the map: a box in EPSG:4326, the zoom it is shown at, states and groups (empty: all)."""

    box: Box
    zoom: float
    states: tuple[str, ...]
    groups: tuple[str, ...]


def asked_list(
    state: Annotated[list[str] | None, Query(description="States, repeated or separated by commas")] = None,
    group: Annotated[str | None, Query(description="One group of services")] = None,
    q: Annotated[str | None, Query(description="A number, or words in the service, place or office")] = None,
    page: Annotated[str | None, Query(description="Page from 1")] = None,
) -> AskedList:
    """The list that was asked for; raises BadInput."""
    given: Mapping[str, str | None] = {"state": ",".join(state or ()), "group": group, "q": q, "page": page}
    fields = Fields(given)
    asked = AskedList(
        states=fields.several("state", _OPEN_STATES | {CLOSED}, called="state"),
        group=fields.text("group", longest=_LONGEST_WORDS, called="group"),
        words=fields.text("q", longest=_LONGEST_WORDS, called="The search") or "",
        page=fields.whole("page", least=1, most=LAST_PAGE, default=1, called="page"),
    )
    fields.done()
    return asked


def asked_map(
    bbox: Annotated[str, Query(description="west,south,east,north in degrees, EPSG:4326")] = "",
    zoom: Annotated[str | None, Query(description="Zoom of the map, 0 to 22")] = None,
    state: Annotated[list[str] | None, Query(description="States, repeated or separated by commas")] = None,
    group: Annotated[list[str] | None, Query(description="Groups of services, repeated")] = None,
) -> AskedMap:
    """The window that was asked for; raises BadInput."""
    fields = Fields({"bbox": bbox, "state": ",".join(state or ()), "zoom": zoom})
    wanted = fields.number("zoom", sentence="zoom must be a number from 0 to 22.")
    zoom_number = 14.0 if wanted is None else wanted
    if not 0 <= zoom_number <= 22:  # noqa: PLR2004 - the web map's own range
        fields.refuse("zoom", "zoom must be a number from 0 to 22.")
    states = fields.several("state", _OPEN_STATES, called="state")
    box = box_in(fields)
    fields.done()
    return AskedMap(box=box, zoom=zoom_number, states=states, groups=tuple(name[:120] for name in group or () if name))


def box_in(fields: Fields) -> Box:
    """The box in the field `bbox`: west, south, east, north in degrees, EPSG:4326."""
    try:
        text = fields.text("bbox", longest=200, called="bbox") or ""
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        fields.refuse("bbox", _BOX_SENTENCE)
        return Box(west=0, south=0, east=0, north=0)
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004 - degrees; NaN fails too
        fields.refuse("bbox", _BOX_SENTENCE)
    return Box(west=west, south=south, east=east, north=north)


ListAsked = Annotated[AskedList, at_the_door(asked_list)]
MapAsked = Annotated[AskedMap, at_the_door(asked_map)]
