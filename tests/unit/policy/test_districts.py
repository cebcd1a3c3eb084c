"""Which district a place counts to, by what was found around it."""

import math
from dataclasses import replace
from datetime import date

import pytest

from gis_cas.domain.district import District
from gis_cas.domain.findings import Finding, Findings, GeometryKind
from gis_cas.policy.districts import districts_at
from tests.unit.policy.spots import SPOT

LAYER = "wards"


def ward(key: str, *, contains: bool = False, feet: float = math.inf, layer: str = LAYER) -> Finding:
    return Finding(
        layer=layer,
        feature_key=key,
        name=f"Ward {key}",
        owner=None,
        attributes={},
        geometry_kind=GeometryKind.POLYGON,
        contains=contains,
        distance_ft=feet,
        accuracy_ft=10.0,
        publication_id=1,
        layer_version=1,
    )


def found(*wards: Finding, layers: frozenset[str] = frozenset({LAYER})) -> Findings:
    return Findings(
        position=SPOT,
        radius_ft=50.0,
        valid_on=date(2026, 11, 23),
        known_at=None,
        publications={LAYER: 1},
        findings=wards,
        district_layers=layers,
    )


@pytest.mark.parametrize(
    ("wards", "key", "on_the_line", "others"),
    [
        ([ward("2", contains=True)], "2", False, ()),
        ([ward("2", contains=True, feet=10.0), ward("3", feet=10.0)], "2", True, ("3",)),
        ([ward("3", contains=True, feet=0.0), ward("2", feet=0.0)], "2", True, ("3",)),
        ([ward("3", contains=True, feet=10.1), ward("2", feet=10.1)], "3", False, ("2",)),
        ([ward("10", contains=True, feet=3.0), ward("9", feet=3.0)], "9", True, ("10",)),
        ([ward("B10", contains=True, feet=3.0), ward("B9", feet=3.0), ward("A1", feet=40.0)], "B9", True, ("B10",)),
        ([ward("III", contains=True, feet=3.0), ward("II", feet=9.0), ward("I", feet=4.0)], "I", True, ("II", "III")),
        ([ward("4", contains=True, feet=2.0)], "4", True, ()),
        ([ward("4", feet=2.0)], "4", True, ()),
    ],
)
def test_a_place_counts_to_one_district(
    wards: list[Finding],
    key: str,
    on_the_line: bool,  # noqa: FBT001 - a column of the table above
    others: tuple[str, ...],
) -> None:
    assert districts_at(found(*wards)) == (
        District(layer=LAYER, key=key, name=f"Ward {key}", on_the_line=on_the_line, others=others),
    )


def test_outside_every_district_there_is_none() -> None:
    assert districts_at(found()) == ()
    assert districts_at(found(ward("4", feet=30.0))) == ()


def test_only_what_is_called_a_district_is_one_and_every_such_layer_tells() -> None:
    wards = [ward("1", contains=True), ward("7", contains=True, layer="zones")]
    assert districts_at(found(*wards, layers=frozenset())) == ()
    both = districts_at(found(*wards, layers=frozenset({LAYER, "zones"})))
    assert [(one.layer, one.key) for one in both] == [(LAYER, "1"), ("zones", "7")]
    assert districts_at(replace(found(*wards), district_layers=frozenset({"zones"})))[0].key == "7"
