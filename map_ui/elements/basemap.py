"""The city's own layers as a basemap."""

from folium.template import Template

from map_ui.assets import asset
from map_ui.elements.own_element import OwnElement


class Basemap(OwnElement):
    """Vector tiles of our own host, drawn by the vendored protomaps-leaflet.

    at_once: no marks are waited for.
    """

    _template = Template("""
        {% macro script(this, kwargs) %}
        import { basemap } from "/static/js/basemap.js";
        basemap({{ this._parent.get_name() }}, {{ this.given|tojson }});
        {% endmacro %}
    """)

    def __init__(self, *, at_once: bool) -> None:
        given = {
            "tiles": "/tiles/basemap/{z}/{x}/{y}.mvt",
            "script": asset("vendor/protomaps-leaflet/protomaps-leaflet.js"),
            "at_once": at_once,
        }
        super().__init__(name="Basemap", given=given)
