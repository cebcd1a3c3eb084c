"""Open requests as marks, fetched for what the map shows."""

from typing import Any

from folium.template import Template

from map_ui.elements.own_element import OwnElement
from map_ui.styles import marks_document


class RequestMarks(OwnElement):
    """Marks drawn on one canvas from `/map/features`; the legend's boxes filter them where the page has a legend."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        import { requestMarks } from "/static/js/request-marks.js";
        requestMarks({{ this._parent.get_name() }}, {{ this.given|tojson }});
        {% endmacro %}
    """)

    def __init__(self, *, words: dict[str, Any], popups: bool = True) -> None:
        given = {"url": "/map/features", "style": marks_document(), "words": words, "popups": popups}
        super().__init__(name="RequestMarks", given=given)
