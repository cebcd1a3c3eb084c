"""A street that is a border is asked about by the compass, and only where it surely is one."""

import math
from dataclasses import replace

import pytest

from gis_cas.domain.decision import Decision
from gis_cas.domain.findings import Bearing, Finding, Vector
from gis_cas.policy.responsibility import decide
from tests.unit.policy.spots import (
    CITY,
    COUNTY_ROAD,
    DIRECTORY,
    IN_COUNTY,
    RULESET,
    area,
    findings,
    owner,
    road,
)

CITY_KEY, GOLF_KEY, ROAD_KEY = "Boynton Beach", "Ocean Ridge", "Golf Rd"


def towns(edge_ft: float = 5.0) -> tuple[Finding, ...]:
    """A spot so far inside the city, where the other town begins."""
    return (
        area("municipalities", CITY_KEY, "city", edge_ft=edge_ft, share=0.6),
        area("municipalities", GOLF_KEY, "ocean-ridge", contains=False, edge_ft=edge_ft, share=0.4),
        *IN_COUNTY,
    )


def asked(*found: Finding, answers: dict[str, str] | None = None, **bearings: tuple[Vector, Vector | None]) -> Decision:
    by_key = {
        (1, key.replace("_", " ")): Bearing(toward=toward, along=along) for key, (toward, along) in bearings.items()
    }
    return decide(
        service=RULESET.services["noise"],
        findings=replace(findings(*found), bearings=by_key),
        ruleset=RULESET,
        directory=DIRECTORY,
        city=CITY,
        answers=answers or {},
        proposed=False,
    )


def beside(
    line_ft: float = -5.0, along: Vector = (1.0, 0.0), into: Vector = (0.0, 1.0), edge_ft: float = 5.0
) -> Decision:
    """The city lies `into` that way; the line runs `along` and is `line_ft` that way from the spot."""
    east, north = into
    return asked(
        *towns(edge_ft),
        road(ROAD_KEY, COUNTY_ROAD, abs(line_ft)),
        Boynton_Beach=((8 * east, 8 * north), None),
        Ocean_Ridge=((-12 * east, -12 * north), None),
        Golf_Rd=((line_ft * east, line_ft * north), along),
    )


def text_and_labels(decision: Decision) -> tuple[str, list[str]]:
    assert decision.question is not None
    assert decision.question.code == "which_side"
    return decision.question.text, list(decision.question.options.values())


@pytest.mark.parametrize(
    ("into", "along", "text", "labels"),
    [
        ((0.0, 1.0), (1.0, 0.0), "north or the south", ["North: Boynton", "South: Ocean"]),
        ((0.0, -1.0), (-1.0, 0.0), "north or the south", ["North: Ocean", "South: Boynton"]),
        ((1.0, 0.0), (0.0, 1.0), "east or the west", ["East: Boynton", "West: Ocean"]),
        ((-0.96, 0.28), (0.28, 0.96), "east or the west", ["East: Ocean", "West: Boynton"]),
    ],
)
def test_the_side_is_said_by_the_compass(into: Vector, along: Vector, text: str, labels: list[str]) -> None:
    said, options = text_and_labels(beside(into=into, along=along))
    assert said == f"Is it on the {text} side of {ROAD_KEY}?"
    assert all(label.startswith(part) for label, part in zip(options, labels, strict=False))
    assert options[-1] == "I'm not sure"


@pytest.mark.parametrize(
    ("why", "decision"),
    [
        ("the street crosses the edge", beside(along=(0.0, 1.0))),
        ("the street leaves the edge at 20 degrees", beside(along=(math.cos(0.35), math.sin(0.35)))),
        ("the street lies 30 ft behind the edge", beside(line_ft=-35.0)),
        ("the street lies on the other side of the spot", beside(line_ft=18.0)),
        ("the border runs diagonally", beside(into=(0.71, 0.71), along=(0.71, -0.71))),
    ],
)
def test_a_street_that_is_no_border_is_not_asked_about(why: str, decision: Decision) -> None:
    text, labels = text_and_labels(decision)
    assert text == "Which side is it on?", why
    assert labels[0] == CITY_KEY


def test_the_border_is_the_street_within_the_accuracy_of_both() -> None:
    assert "Golf Rd" in text_and_labels(beside(line_ft=-24.0))[0]
    assert "Golf Rd" not in text_and_labels(beside(line_ft=-26.0))[0]


def test_without_bearings_the_towns_are_named() -> None:
    assert text_and_labels(asked(*towns()))[0] == "Which side is it on?"


def test_of_two_streets_the_nearer_to_the_edge_is_meant() -> None:
    decision = asked(
        *towns(),
        road("Frontage Rd", COUNTY_ROAD, 12.0),
        road(ROAD_KEY, COUNTY_ROAD, 5.0),
        Boynton_Beach=((0.0, 8.0), None),
        Ocean_Ridge=((0.0, -12.0), None),
        Golf_Rd=((0.0, -5.0), (1.0, 0.0)),
        Frontage_Rd=((0.0, -12.0), (1.0, 0.0)),
    )
    assert text_and_labels(decision)[0].endswith("side of Golf Rd?")


def test_the_answer_carries_the_owner_and_says_the_side() -> None:
    decision = asked(
        *towns(),
        road(ROAD_KEY, COUNTY_ROAD, 5.0),
        answers={"which_side": "ocean-ridge"},
        Boynton_Beach=((0.0, 8.0), None),
        Ocean_Ridge=((0.0, -12.0), None),
        Golf_Rd=((0.0, -5.0), (1.0, 0.0)),
    )
    assert owner(decision) == "ocean-ridge"
    assert decision.reason.endswith("You told us: South: Ocean Ridge.")
