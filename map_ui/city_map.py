"""The maps of the pages: an empty Folium shell each, with our own files, and data fetched by what the map shows."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template
from markupsafe import Markup

from gis_cas.domain.city import City
from gis_cas.geo.position import Box, Position
from map_ui.assets import asset
from map_ui.elements.basemap import Basemap
from map_ui.elements.findings import LayerFindings
from map_ui.elements.links import NoncedScript, NoncedStyle, PageFigure
from map_ui.elements.live_pin import LivePin
from map_ui.elements.misroutes import Misroutes
from map_ui.elements.request_marks import RequestMarks
from map_ui.elements.spot import Spot
from map_ui.finding_labels import FindingLabels
from map_ui.finding_views import FindingsView
from map_ui.labels import Labels
from map_ui.misroute_labels import MisrouteLabels
from map_ui.misroute_views import MisroutesView
from map_ui.staff_views import StaffRequestView
from map_ui.times import CityTimes, whole_days
from map_ui.views import HomeView, MapView, PageView, ReportView, RequestView
from map_ui.words import translations

_SPOT_ZOOM = 17


@dataclass(frozen=True, slots=True)
class MapParts:
    """What a page puts into its head, its body, and its last module script."""

    head: Markup
    body: Markup
    script: Markup


class CityMap(folium.Map):
    """Folium's map without Folium's hosts, its viewport that forbids zooming, its inline styles, or its document.

    The lists of files are this class's own: `add_js_link` on the shared ones would change every map in the process.
    """

    default_js = [("leaflet", asset("vendor/leaflet/leaflet.js"))]  # noqa: RUF012 - folium declares it on instances
    default_css = [  # noqa: RUF012 - folium declares it on instances
        ("leaflet_css", asset("vendor/leaflet/leaflet.css")),
        ("map_css", asset("css/map.css")),
    ]

    _template = Template("""
        {% macro html(this, kwargs) %}
        <div class="map" id="{{ this.get_name() }}" role="region" aria-label="{{ this.label|e }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        import { cityMap } from "/static/js/city-map.js";
        const {{ this.get_name() }} = cityMap({{ this.get_name()|tojson }}, {{ this.given|tojson }});
        {% endmacro %}
    """)

    def __init__(self, *, nonce: str, label: str, given: dict[str, Any]) -> None:
        super().__init__(location=given["center"], tiles=None)
        self._name = "Map"
        self._id = "city"
        self.nonce = nonce
        self.label = label
        self.given = given
        self.page_figure = PageFigure()
        self.page_figure.add_child(self)

    def render(self, **kwargs: Any) -> str:
        """Our links into the figure's head, then the template's own parts."""
        header = self.page_figure.header
        for name, url in self.default_css:
            header.add_child(NoncedStyle(url=url, nonce=self.nonce), name=name)
        for name, url in self.default_js:
            header.add_child(NoncedScript(url=url, nonce=self.nonce), name=name)
        MacroElement.render(self, **kwargs)  # type: ignore[no-untyped-call]  # past Map.render, which adds a viewport
        return ""

    def parts(self) -> MapParts:
        """The three parts for a page."""
        return MapParts(*(Markup(part) for part in self.page_figure.parts()))  # noqa: S704 - our own templates; data go through tojson


def strip(city: City, *, nonce: str, view: HomeView) -> MapParts:
    """The map beside the question on `/`."""
    words = _labels(city, view)
    shell = _shell(city, nonce=nonce, label=words.map_of_open(), view=view)
    RequestMarks(words=words.script_words()).add_to(shell)
    Basemap(at_once=False).add_to(shell)
    return shell.parts()


def full(city: City, *, nonce: str, view: MapView) -> MapParts:
    """The city map on `/map`; its legend filters it."""
    words = _labels(city, view)
    shell = _shell(city, nonce=nonce, label=words.map_of_open(), view=view)
    RequestMarks(words=words.script_words()).add_to(shell)
    Basemap(at_once=False).add_to(shell)
    return shell.parts()


def pin(city: City, *, nonce: str, view: ReportView) -> MapParts:
    """The map of the report form, with the pin in its middle."""
    words = _labels(city, view)
    shell = _shell(city, nonce=nonce, label=words.map_for_the_pin(), view=view)
    radius_ft = {"default": city.radius_ft.get("default_pin"), "max": city.max_radius_ft} | {
        key.removeprefix("pin_zoom_"): value for key, value in city.radius_ft.items() if key.startswith("pin_zoom_")
    }
    hours = round(city.first_response.total_seconds() / 3600)
    LivePin(given={"words": words.script_words(), "radius_ft": radius_ft, "hours": hours}).add_to(shell)
    Basemap(at_once=True).add_to(shell)
    return shell.parts()


def spot(city: City, *, nonce: str, view: RequestView) -> MapParts:
    """The small map of one public request: the public position only."""
    if view.position is None:
        raise ValueError("a request without a public position has no map")
    words = _labels(city, view)
    shell = _shell(city, nonce=nonce, label=words.map_of_place(), view=view, center=view.position)
    Spot(position=view.position, standing=_standing(view, view.due_at)).add_to(shell)
    Basemap(at_once=True).add_to(shell)
    return shell.parts()


def case(city: City, *, nonce: str, view: StaffRequestView) -> MapParts:
    """The small map of one request at the desk, with the error disc it was decided on."""
    if view.place is None:
        raise ValueError("a request without a place has no map")
    words = _labels(city, view)
    shell = _shell(city, nonce=nonce, label=words.map_of_place(), view=view, center=view.place.position)
    due = min((owed.due_at for owed in view.owed if owed.answered_at is None), default=None)
    Spot(position=view.place.position, standing=_standing(view, due), radius_ft=view.place.radius_ft).add_to(shell)
    Basemap(at_once=True).add_to(shell)
    return shell.parts()


def misroutes(city: City, *, nonce: str, view: MisroutesView) -> MapParts:
    """Where decisions turned out wrong: stretches of boundary, and the requests."""
    words = MisrouteLabels(translations(view.language))
    shell = _shell(city, nonce=nonce, label=words.map_name(), view=view)
    Misroutes(url=view.data_url, words=words.script_words()).add_to(shell)
    Basemap(at_once=False).add_to(shell)
    return shell.parts()


def findings(city: City, *, nonce: str, view: FindingsView) -> MapParts:
    """What contradicts itself in the layers; it opens on the findings of the list beside it."""
    words = FindingLabels(translations(view.language))
    shell = _shell(city, nonce=nonce, label=words.map_name(), view=view)
    LayerFindings(
        url=view.data_url,
        list_url=view.list_url,
        numbers=(view.findings[0].number, view.findings[-1].number),
        a_page=view.a_page,
        around=view.around,
        words=words.script_words(),
    ).add_to(shell)
    Basemap(at_once=True).add_to(shell)
    return shell.parts()


def _shell(city: City, *, nonce: str, label: str, view: PageView, center: Position | None = None) -> CityMap:
    middle = center or _middle(city.map_extent)
    given = {
        "center": [middle.lat, middle.lon],
        "zoom": _SPOT_ZOOM if center else None,
        "extent": _lat_lon(city.map_extent),
        "surroundings": _lat_lon(city.surroundings),
        "scroll": center is None,
        "words": _labels(city, view).map_controls(),
    }
    return CityMap(nonce=nonce, label=label, given=given)


def _labels(city: City, view: PageView) -> Labels:
    """The phrases of the page's language, with what the scripts need of the city's own: services, months."""
    own = city.words.get(view.language)
    months = CityTimes(zone=city.time_zone, language=view.language).months()
    return Labels(translations(view.language), city_words={"services": own.names if own else {}, "months": months})


def _standing(view: RequestView | StaffRequestView, due_at: datetime | None) -> dict[str, Any]:
    left = None if due_at is None else due_at - view.now
    return {
        "state": view.state,
        "due_in_hours": None if left is None else math.trunc(left / timedelta(hours=1)),
        "due_in_days": None if left is None else math.trunc(left / timedelta(days=1)),
        "age_days": whole_days(view.now - view.received_at),
    }


def _middle(box: Box) -> Position:
    return Position(lon=(box.west + box.east) / 2, lat=(box.south + box.north) / 2)


def _lat_lon(box: Box) -> list[list[float]]:
    """South-west and north-east corners as Leaflet wants them, latitude first."""
    return [[box.south, box.west], [box.north, box.east]]
