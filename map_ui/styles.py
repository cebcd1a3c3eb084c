"""Colours and shapes, once: the templates draw them as SVG, the map as canvas paths, both from this table.

Colour says how our answer stands; the shape repeats it; ticks tell the age of the work. Every mark has a 1.5 px ink
outline and a white halo, which carry the contrast. Paths lie in a 24 by 24 box centred on (12, 12).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

INK = "#16202B"
PAPER = "#F3F1EC"
SLATE = "#5A6B7B"
WHITE = "#FFFFFF"

_CIRCLE = "M4 12a8 8 0 1 0 16 0a8 8 0 1 0-16 0Z"
_INNER_CIRCLE = "M5.75 12a6.25 6.25 0 1 0 12.5 0a6.25 6.25 0 1 0-12.5 0Z"
_DIAMOND = "M12 2.5L21.5 12L12 21.5L2.5 12Z"
_TRIANGLE = "M12 2.5L22 20.5H2Z"
_SQUARE = "M3 3H21V21H3Z"
_SQUARE_WIDE = "M1.5 1.5H22.5V22.5H1.5Z"
_INNER_SQUARE = "M4 4H20V20H4Z"
_LOW_CIRCLE = "M3 14a7 7 0 1 0 14 0a7 7 0 1 0-14 0Z"
_LOW_INNER_CIRCLE = "M4.75 14a5.25 5.25 0 1 0 10.5 0a5.25 5.25 0 1 0-10.5 0Z"
_ARROW = "M10 14L20.5 3.5M13.8 3.2H20.8V10.2"
_BAR = "M1 5.5H23V18.5H1Z"
_HOUSE = "M12 1.5L22 9V21.5H2V9Z"
_CROSS = "M6.5 1.5H17.5V6.5H22.5V17.5H17.5V22.5H6.5V17.5H1.5V6.5H6.5Z"
_HEX = "M6 2H18L23.5 12L18 22H6L0.5 12Z"
_CHECK = "M8.3 12.3L11 15L16 9.6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How one state is drawn.

    `outline` is filled with `fill` and stroked in ink; `inner` is stroked in `inner_color`; `lines` are stroked in ink.
    `holds` is what stands inside (`hours`, `days`, `number`, or nothing), in `text_color`, around `center`; `ticks`:
    age ticks stand outside.
    """

    state: str
    shape: str
    fill: str
    outline: str
    text_color: str = INK
    inner: str = ""
    inner_color: str = SLATE
    inner_width: float = 0
    lines: str = ""
    holds: str = ""
    ticks: bool = False
    center: tuple[float, float] = (12, 12)


MARKS: tuple[Mark, ...] = (
    Mark(state="fresh", shape="circle", fill="#4F90C6", outline=_CIRCLE),
    Mark(state="soon", shape="diamond", fill="#F2C14E", outline=_DIAMOND),
    Mark(state="urgent", shape="triangle", fill="#C4520C", outline=_TRIANGLE, text_color=WHITE, center=(12, 15.2)),
    Mark(state="past", shape="square", fill="#96123F", outline=_SQUARE, text_color=WHITE, holds="hours"),
    Mark(
        state="long_past",
        shape="square, double edge",
        fill="#3F0A2B",
        outline=_SQUARE_WIDE,
        text_color=WHITE,
        inner=_INNER_SQUARE,
        inner_color=WHITE,
        inner_width=1.2,
        holds="days",
    ),
    Mark(state="answered", shape="ring", fill=WHITE, outline=_CIRCLE, inner=_INNER_CIRCLE, inner_width=2, ticks=True),
    Mark(
        state="referred",
        shape="arrow leaving a ring",
        fill=WHITE,
        outline=_LOW_CIRCLE,
        inner=_LOW_INNER_CIRCLE,
        inner_width=2,
        lines=_ARROW,
        center=(10, 14),
    ),
)
"""The open states, the one that waits longest for nothing first; the last ones win where marks overlap."""

CLOSED = Mark(state="closed", shape="ring with a check", fill=WHITE, outline=_CIRCLE, lines=_CHECK)
"""Only on cards: a closed request is on no map."""

FINDINGS: tuple[Mark, ...] = (
    Mark(state="overlapping ranges", shape="bar", fill="#5B4A8F", outline=_BAR, text_color=WHITE, holds="number"),
    Mark(state="wrong parity", shape="house", fill="#E3A72F", outline=_HOUSE, holds="number"),
    Mark(state="fishbone", shape="cross", fill="#0E6B66", outline=_CROSS, text_color=WHITE, holds="number"),
    Mark(state="duplicate address", shape="hexagon", fill="#B0413E", outline=_HEX, text_color=WHITE, holds="number"),
)
"""What contradicts itself in the layers, by kind; `holds` its number in the list."""

BY_STATE: Mapping[str, Mark] = {mark.state: mark for mark in (*MARKS, CLOSED, *FINDINGS)}

WORST_FIRST: tuple[str, ...] = ("long_past", "past", "urgent", "soon", "fresh", "answered", "referred")
"""Which state a cluster wears: the worst in it."""

AGE_TICKS: tuple[tuple[int, str], ...] = ((30, "M12 2.6V-1"), (90, "M18.6 5.4L21.2 2.8"), (180, "M21.4 12H25"))
"""One tick outside the ring for each of these ages, in days, that the work has passed."""


def marks_document(marks: tuple[Mark, ...] = (*MARKS, CLOSED)) -> dict[str, Any]:
    """The table, or another one, as the map's scripts read it."""
    return {
        "ink": INK,
        "halo": WHITE,
        "ticks": [{"days": days, "path": path} for days, path in AGE_TICKS],
        "worstFirst": list(WORST_FIRST),
        "marks": {mark.state: asdict(mark) for mark in marks},
    }
