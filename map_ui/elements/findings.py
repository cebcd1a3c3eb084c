"""What contradicts itself in the layers, each finding with its line or spot."""

from typing import Any

from folium.template import Template

from gis_cas.geo.position import Box
from map_ui.elements.own_element import OwnElement
from map_ui.styles import FINDINGS, marks_document


class LayerFindings(OwnElement):
    """Marks and lines drawn from `/gis/findings/features` for what the map shows.

    `url` ends in its query; `numbers`: the first and the last finding of the list beside it, which the map opens on
    (`around`, EPSG:4326); `list_url`: where a finding on another page of the list stands.
    """

    _template = Template("""
        {% macro script(this, kwargs) %}
        import { findings } from "/static/js/findings.js";
        findings({{ this._parent.get_name() }}, {{ this.given|tojson }});
        {% endmacro %}
    """)

    def __init__(
        self,
        *,
        url: str,
        list_url: str,
        numbers: tuple[int, int],
        a_page: int,
        around: Box,
        words: dict[str, Any],
    ) -> None:
        given = {
            "url": url,
            "list_url": list_url,
            "numbers": numbers,
            "a_page": a_page,
            "around": [[around.south, around.west], [around.north, around.east]],
            "words": words,
            "style": marks_document(FINDINGS),
        }
        super().__init__(name="LayerFindings", given=given)
