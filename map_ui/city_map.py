"""The maps of the pages: an empty Folium shell each, with our own files, and data fetched by what the map shows."""

from dataclasses import dataclass
from typing import Any, ClassVar

import folium
from branca.element import MacroElement
from folium.template import Template
from markupsafe import Markup

from gis_cas.domain.city import City
from gis_cas.geo.position import Box, Position
from map_ui.assets import asset
from map_ui.elements.basemap import Basemap
from map_ui.elements.links import NoncedScript, NoncedStyle, PageFigure
from map_ui.elements.live_pin import LivePin
from map_ui.elements.request_marks import RequestMarks
from map_ui.elements.spot import Spot
from map_ui.labels import Labels
from map_ui.staff_views import StaffRequestView
from map_ui.views import HomeView, MapView, PageView, ReportView, RequestView
from map_ui.words import translations

_SPOT_ZOOM = 17


@dataclass(frozen=True, slots=True)
class MapParts:
    """What a page puts into its head, its body, and its last module script."""

    head: Markup
    body: Markup
    script: Markup


class CityMap(folium.Map):  # type: ignore[misc]
    """Folium's map without Folium's hosts, its viewport that forbids zooming, its inline styles, or its document.

    The lists of files are this class's own: `add_js_link` on the shared ones would change every map in the process.
    """

    default_js: ClassVar[list[tuple[str, str]]] = [("leaflet", asset("vendor/leaflet/leaflet.js"))]
    default_css: ClassVar[list[tuple[str, str]]] = [
        ("leaflet_css", asset("vendor/leaflet/leaflet.css")),
        ("map_css", asset("css/map.css")),
    ]

    _template = Template("""
        {% macro html(this, kwargs) %}
        <div class="map" id="{{ this.get_name() }}" role="region" aria-label="{{ this.label|e }}" lang="{{ this.language|e }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        import { cityMap } from "/static/js/city-map.js";
        const {{ this.get_name() }} = cityMap({{ this.get_name()|tojson }}, {{ this.given|tojson }});
        {% endmacro %}
    """)

    def __init__(self, *, nonce: str, label: str, language: str, given: dict[str, Any]) -> None:
        super().__init__(location=given["center"], tiles=None)
        self._name = "Map"
        self._id = "city"
        self.nonce = nonce
        self.label = label
        self.language = language
        self.given = given
        PageFigure().add_child(self)

    def render(self, **kwargs: Any) -> None:
        """Our links into the figure's head, then the template's own parts."""
        figure = self.get_root()
        for name, url in self.default_css:
            figure.header.add_child(NoncedStyle(url=url, nonce=self.nonce), name=name)
        for name, url in self.default_js:
            figure.header.add_child(NoncedScript(url=url, nonce=self.nonce), name=name)
        MacroElement.render(self, **kwargs)

    def parts(self) -> MapParts:
        """The three parts for a page."""
        return MapParts(*(Markup(part) for part in self.get_root().parts()))  # noqa: S704  # our own templates; data go through tojson


def strip(city: City, *, nonce: str, view: HomeView) -> MapParts:
    """The map beside the question on `/`."""
    words = Labels(translations(view.language))
    shell = _shell(city, nonce=nonce, label=words.map_of_open(), view=view)
    RequestMarks(words=words.script_words()).add_to(shell)
    _basemap(city, at_once=False).add_to(shell)
    return shell.parts()


def full(city: City, *, nonce: str, view: MapView) -> MapParts:
    """The city map on `/map`; its legend filters it."""
    words = Labels(translations(view.language))
    shell = _shell(city, nonce=nonce, label=words.map_of_open(), view=view)
    RequestMarks(words=words.script_words()).add_to(shell)
    _basemap(city, at_once=False).add_to(shell)
    return shell.parts()


def pin(city: City, *, nonce: str, view: ReportView) -> MapParts:
    """The map of the report form, with the pin in its middle."""
    words = Labels(translations(view.language))
    shell = _shell(city, nonce=nonce, label=words.map_for_the_pin(), view=view)
    radius_ft = {"default": city.radius_ft.get("default_pin"), "max": city.max_radius_ft} | {
        key.removeprefix("pin_zoom_"): value for key, value in city.radius_ft.items() if key.startswith("pin_zoom_")
    }
    hours = round(city.first_response.total_seconds() / 3600)
    LivePin(given={"words": words.script_words(), "radius_ft": radius_ft, "hours": hours}).add_to(shell)
    _basemap(city, at_once=True).add_to(shell)
    return shell.parts()


def spot(city: City, *, nonce: str, view: RequestView) -> MapParts:
    """The small map of one public request: the public position only."""
    if view.position is None:
        raise ValueError("a request without a public position has no map")
    words = Labels(translations(view.language))
    shell = _shell(city, nonce=nonce, label=words.map_of_place(), view=view, center=view.position)
    Spot(position=view.position, state=view.state).add_to(shell)
    _basemap(city, at_once=True).add_to(shell)
    return shell.parts()


def case(city: City, *, nonce: str, view: StaffRequestView) -> MapParts:
    """The small map of one request at the desk, with the error disc it was decided on."""
    if view.place is None:
        raise ValueError("a request without a place has no map")
    words = Labels(translations(view.language))
    shell = _shell(city, nonce=nonce, label=words.map_of_place(), view=view, center=view.place.position)
    Spot(position=view.place.position, state=view.state, radius_ft=view.place.radius_ft).add_to(shell)
    _basemap(city, at_once=True).add_to(shell)
    return shell.parts()


def _shell(city: City, *, nonce: str, label: str, view: PageView, center: Position | None = None) -> CityMap:
    middle = center or _middle(city.map_extent)
    given = {
        "center": [middle.lat, middle.lon],
        "zoom": _SPOT_ZOOM if center else None,
        "extent": _lat_lon(city.map_extent),
        "surroundings": _lat_lon(city.surroundings),
        "scroll": center is None,
        "words": Labels(translations(view.language)).map_controls(),
    }
    return CityMap(nonce=nonce, label=label, language=view.language, given=given)


def _basemap(city: City, *, at_once: bool) -> Basemap:
    return Basemap(names=(city.name, city.short_name), at_once=at_once)


def _middle(box: Box) -> Position:
    return Position(lon=(box.west + box.east) / 2, lat=(box.south + box.north) / 2)


def _lat_lon(box: Box) -> list[list[float]]:
    """South-west and north-east corners as Leaflet wants them, latitude first."""
    return [[box.south, box.west], [box.north, box.east]]
