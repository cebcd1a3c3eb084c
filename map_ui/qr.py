"""A QR code as an inline SVG: no picture to fetch, no style attribute, ink on white in every theme."""

import segno
from markupsafe import Markup

_QUIET_ZONE = 4


def qr_svg(text: str) -> Markup:
    """The text as a QR code with a quiet zone; its size is the style sheet's (class `qr`)."""
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(
        border=_QUIET_ZONE, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True, title=None
    )
    return Markup(drawn)  # noqa: S704 - segno draws paths only, the text itself is not in them
