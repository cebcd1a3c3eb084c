"""Districts as they stand in a decision's inputs."""

from collections.abc import Mapping
from typing import Any

from gis_cas.domain.district import District


def district_document(district: District) -> dict[str, Any]:
    """A district as JSON."""
    return {
        "layer": district.layer,
        "key": district.key,
        "name": district.name,
        "on_the_line": district.on_the_line,
        "others": list(district.others),
    }


def districts_from(inputs: Mapping[str, Any]) -> tuple[District, ...]:
    """Those in a decision's inputs; decisions made before there were any have none."""
    return tuple(District(**{**one, "others": tuple(one["others"])}) for one in inputs.get("districts", ()))
