"""In which district a place lies: recorded with a decision, never a reason for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """The district of one district layer at a place.

    `on_the_line`: the place is within the layer's accuracy of the district's border, and `key` is the lowest of those
    that it may belong to. `others` are the keys of the rest: of those that share the line, else of those that begin
    within the place's error radius.
    """

    layer: str
    key: str
    name: str | None = None
    on_the_line: bool = False
    others: tuple[str, ...] = ()
