"""Stretches of boundary on which decisions turned out wrong, and where those requests lie."""

from typing import Any

from folium.template import Template

from map_ui.elements.own_element import OwnElement


class Misroutes(OwnElement):
    """Lines and dots drawn from `/gis/misroutes/features` for what the map shows; `url` ends in its query."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        import { misroutes } from "/static/js/misroutes.js";
        misroutes({{ this._parent.get_name() }}, {{ this.given|tojson }});
        {% endmacro %}
    """)

    def __init__(self, *, url: str, words: dict[str, Any]) -> None:
        super().__init__(name="Misroutes", given={"url": url, "words": words})
