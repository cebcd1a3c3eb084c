"""The pin of a report: it stands still in the middle while the map moves under it."""

from typing import Any

from folium.template import Template

from map_ui.elements.own_element import OwnElement


class LivePin(OwnElement):
    """Writes the pin's position into the form and asks whose job the spot is after each move."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        import { livePin } from "/static/js/live-pin.js";
        livePin({{ this._parent.get_name() }}, {{ this.given|tojson }});
        {% endmacro %}
    """)

    def __init__(self, *, given: dict[str, Any]) -> None:
        super().__init__(name="LivePin", given=given)
