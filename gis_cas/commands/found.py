"""Saying what was found to contradict itself in the layers that were loaded."""

from collections.abc import Mapping

HOW_TO_SEE = "Nothing is refused for these. See /gis/findings, or: gis-cas layers findings FILE.geojson"


def print_findings(counts: Mapping[str, int], *, indent: str = "    ") -> None:
    """A line for each kind, and how to see them; nothing when there are none."""
    for kind, count in sorted(counts.items()):
        print(f"{indent}{kind}: {count:,}")
    if counts:
        print(f"{indent}{HOW_TO_SEE}")
