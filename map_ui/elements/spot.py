"""One request's place on its own small map."""

from typing import Any

from folium.template import Template

from gis_cas.geo.position import Position
from gis_cas.geo.radius import FT_PER_M
from map_ui.elements.own_element import OwnElement
from map_ui.styles import marks_document


class Spot(OwnElement):
    """One mark, and around it the error disc as a dashed ring (95 % radius, feet; none where it is not told).

    standing: the mark's properties, as `/map/features` gives them (`state`, `due_in_hours`, `due_in_days`, `age_days`).
    """

    _template = Template("""
        {% macro script(this, kwargs) %}
        import { spot } from "/static/js/spot.js";
        spot({{ this._parent.get_name() }}, {{ this.given|tojson }});
        {% endmacro %}
    """)

    def __init__(self, *, position: Position, standing: dict[str, Any], radius_ft: float | None = None) -> None:
        given = {
            "at": [position.lat, position.lon],
            "standing": standing,
            "radius_m": None if radius_ft is None else radius_ft / FT_PER_M,
            "style": marks_document(),
        }
        super().__init__(name="Spot", given=given)
