"""The city's own layers as a basemap."""

from branca.element import MacroElement
from folium.template import Template

from map_ui.assets import asset


class Basemap(MacroElement):  # type: ignore[misc]
    """Vector tiles of our own host, drawn by the vendored protomaps-leaflet.

    names: what the city itself is called in the `limit` layer; at_once: no marks are waited for.
    """

    _template = Template("""
        {% macro script(this, kwargs) %}
        import { basemap } from "/static/js/basemap.js";
        basemap({{ this._parent.get_name() }}, {{ this.given|tojson }});
        {% endmacro %}
    """)

    def __init__(self, *, names: tuple[str, ...], at_once: bool) -> None:
        super().__init__()
        self._name = "Basemap"
        self.given = {
            "tiles": "/tiles/basemap/{z}/{x}/{y}.mvt",
            "script": asset("vendor/protomaps-leaflet/protomaps-leaflet.js"),
            "names": list(names),
            "at_once": at_once,
        }
