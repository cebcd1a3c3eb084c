"""Which district a place counts to: where borders are no sharper than their layer, always the same one of the two."""

import re
from collections.abc import Sequence

from gis_cas.domain.district import District
from gis_cas.domain.findings import Finding, Findings

_NUMBERS = re.compile(r"(\d+)")


def districts_at(findings: Findings) -> tuple[District, ...]:
    """One district for each district layer that has any here; none where nothing of a layer is near."""
    found = (_district(layer, findings.of(layer)) for layer in sorted(findings.district_layers))
    return tuple(one for one in found if one is not None)


def _district(layer: str, near: Sequence[Finding]) -> District | None:
    """A point within the layer's accuracy of a border is on it: then the lowest key of those that meet there counts."""
    on_line = [one for one in near if one.distance_ft <= one.accuracy_ft]
    holding = [one for one in near if one.contains]
    meeting = sorted({one.feature_key: one for one in [*on_line, *holding]}.values(), key=_order)
    if not meeting:
        return None
    chosen = meeting[0]
    rest = meeting[1:] if on_line else sorted((one for one in near if one is not chosen), key=_order)
    return District(
        layer=layer,
        key=chosen.feature_key,
        name=chosen.name,
        on_the_line=bool(on_line),
        others=tuple(one.feature_key for one in rest),
    )


def _order(finding: Finding) -> list[tuple[bool, int, str]]:
    """By key as text, but a number within it as a number: 2 before 10."""
    parts = [part for part in _NUMBERS.split(finding.feature_key) if part]
    return [(not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]
