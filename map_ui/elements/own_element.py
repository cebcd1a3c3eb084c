"""What all our map elements share: options that travel as JSON to one script module."""

from typing import Any

from branca.element import MacroElement


class OwnElement(MacroElement):
    """A Folium element whose template calls its script with `given`."""

    def __init__(self, *, name: str, given: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca's own has no annotations
        self._name = name
        self.given = given
