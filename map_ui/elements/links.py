"""Script and style links that carry the page's nonce; Folium's own carry none."""

from branca.element import Element, Figure
from folium.template import Template


class NoncedScript(Element):
    """A classic script from our own host, run in order before the page's modules."""

    _template = Template('<script src="{{ this.url }}" nonce="{{ this.nonce }}" defer></script>')

    def __init__(self, *, url: str, nonce: str) -> None:
        super().__init__()
        self.url = url
        self.nonce = nonce


class NoncedStyle(Element):
    """A style sheet from our own host."""

    _template = Template('<link rel="stylesheet" href="{{ this.url }}" nonce="{{ this.nonce }}">')

    def __init__(self, *, url: str, nonce: str) -> None:
        super().__init__()
        self.url = url
        self.nonce = nonce


class PageFigure(Figure):
    """A Folium figure that answers its three parts for a page of ours instead of writing a document of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.header = Element()
        self.header.add_to(self, name="header")
        self._children.clear()

    def parts(self) -> tuple[str, str, str]:
        """Header, body and script text, in this order."""
        for child in tuple(self._children.values()):
            child.render()
        return self.header.render(), self.html.render(), self.script.render()
