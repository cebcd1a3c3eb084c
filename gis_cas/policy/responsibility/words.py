"""The few words in which a claim explains itself to a clerk."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from gis_cas.domain.directory import Owner
from gis_cas.domain.findings import Finding
from gis_cas.domain.rules import Rule

UNSURE: Final = "unsure"
UNSURE_LABEL: Final = "I'm not sure"
"""What every question offers beside its options."""


class _Told(dict[str, Any]):
    """What a reason may tell of a feature, made as it is asked for; what a feature does not say is left out."""

    def __init__(self, owner: Owner, finding: Finding, where: str) -> None:
        super().__init__(owner=owner.name, where=where)
        self._finding = finding

    def __missing__(self, word: str) -> Any:
        make = _OF_A_FEATURE.get(word)
        told = self._finding.attributes.get(word) if make is None else make(self._finding)
        return "" if told is None else told


def reason_for(rule: Rule, owner: Owner, finding: Finding | None, where: str = "") -> str:
    """The rule's reason filled in with the feature's name, figures (feet) and attributes."""
    if finding is None:
        return rule.reason.format_map(defaultdict(str, owner=owner.name))
    return rule.reason.format_map(_Told(owner, finding, where))


def road_name(finding: Finding) -> str:
    """A road as people know it, with its route number: `Boynton Beach Blvd (SR 804)`."""
    name = finding.name or finding.feature_key
    route = finding.attributes.get("route")
    return f"{name} ({route})" if route and route != name else name


def feet(length_ft: float) -> str:
    """A length in whole feet."""
    return f"{length_ft:.0f}"


def along_line(finding: Finding, *, nominal: bool, line: str) -> str:
    """Where the spot lies beside a line: inside its half-width, or only perhaps."""
    distance, half_width = feet(finding.distance_ft), feet(finding.half_width_ft or 0.0)
    if nominal:
        return f"{distance} ft from its {line}, inside the {half_width} ft right-of-way half-width"
    return f"{distance} ft from its {line}, so its {half_width} ft right-of-way half-width may reach the place"


def any_of(names: Sequence[str]) -> str:
    """Names as a choice, each once: `Engineering, Utilities or Police`."""
    once = list(dict.fromkeys(names))
    return once[0] if len(once) == 1 else f"{', '.join(once[:-1])} or {once[-1]}"


_OF_A_FEATURE: Final[Mapping[str, Callable[[Finding], Any]]] = {
    "name": lambda finding: finding.name or finding.feature_key,
    "road": road_name,
    "layer": lambda finding: finding.layer,
    "version": lambda finding: finding.layer_version,
    "distance_ft": lambda finding: feet(finding.distance_ft),
    "half_width_ft": lambda finding: feet(finding.half_width_ft or 0.0),
}
