"""One request's place on its own small map."""

from branca.element import MacroElement
from folium.template import Template

from gis_cas.geo.position import Position
from gis_cas.geo.radius import FT_PER_M
from map_ui.styles import marks_document


class Spot(MacroElement):  # type: ignore[misc]
    """One mark, and around it the error disc as a dashed ring (95 % radius, feet; none where it is not told)."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        import { spot } from "/static/js/spot.js";
        spot({{ this._parent.get_name() }}, {{ this.given|tojson }});
        {% endmacro %}
    """)

    def __init__(self, *, position: Position, state: str, radius_ft: float | None = None) -> None:
        super().__init__()
        self._name = "Spot"
        self.given = {
            "at": [position.lat, position.lon],
            "state": state,
            "radius_m": None if radius_ft is None else radius_ft / FT_PER_M,
            "style": marks_document(),
        }
