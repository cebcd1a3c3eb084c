"""Services without a place, places that were not found, and words that fit several places (R9, R46, R53)."""

from datetime import date

import pytest

from gis_cas.domain.decision import Decision, DecisionKind
from gis_cas.domain.directory import OwnerType
from gis_cas.domain.findings import Findings
from gis_cas.policy.responsibility import ALGORITHM_VERSION, decide, decide_any, decide_without_place
from tests.unit.policy.spots import (
    CITY,
    DIRECTORY,
    IN_CITY,
    IN_COUNTY,
    IN_OCEAN_RIDGE,
    LAYERS,
    RULESET,
    decided,
    findings,
    owner,
)


def _without(service_code: str, *, given: bool = False) -> Decision:
    return decide_without_place(
        service=RULESET.services[service_code],
        ruleset=RULESET,
        directory=DIRECTORY,
        city=CITY,
        valid_on=date(2026, 11, 23),
        answers={},
        proposed=False,
        given=given,
    )


def _any(*places: Findings, labels: tuple[str, ...] = (), answers: dict[str, str] | None = None) -> Decision:
    return decide_any(
        service=RULESET.services["noise"],
        findings=places,
        ruleset=RULESET,
        directory=DIRECTORY,
        city=CITY,
        answers=answers or {},
        proposed=False,
        labels=labels,
    )


def test_r46_a_service_without_a_place_is_its_departments() -> None:
    decision = _without("general_question")
    assert (decision.kind, owner(decision), decision.certain) == (DecisionKind.NO_PLACE, "city-manager", True)


def test_r46_a_pin_does_not_turn_a_question_to_the_city_into_a_neighbours() -> None:
    assert owner(decided("general_question", *IN_OCEAN_RIDGE)) == "city-manager"


@pytest.mark.parametrize(("service", "slug"), [("legal_question", "city-attorney"), ("redevelopment", "cra")])
def test_r9_who_is_not_under_the_city_manager_is_referred_to(service: str, slug: str) -> None:
    decision = _without(service)
    assert (decision.kind, owner(decision)) == (DecisionKind.REFERRED, slug)
    assert decision.owner is not None
    assert decision.owner.type is OwnerType.AGENCY


def test_r46_a_place_that_is_needed_and_not_known_leaves_the_request_unlocated() -> None:
    missing, not_found = _without("pothole"), _without("pothole", given=True)
    assert {missing.kind, not_found.kind} == {DecisionKind.UNLOCATED}
    assert missing.reason != not_found.reason
    assert missing.owner is None


def test_r46_an_agency_that_acts_everywhere_needs_no_place() -> None:
    decision = _without("stray_animal", given=True)
    assert (decision.kind, owner(decision)) == (DecisionKind.REFERRED, "pbc-animal-care")


def test_r46_an_optional_place_that_was_given_and_not_found_matters() -> None:
    assert _without("accessibility").kind is DecisionKind.NO_PLACE
    assert _without("accessibility", given=True).kind is DecisionKind.UNLOCATED


def test_r53_a_commissioners_request_is_proposed_in_every_kind() -> None:
    for service in ("noise", "legal_question", "general_question"):
        decision = decide(
            service=RULESET.services[service],
            findings=findings(*IN_CITY),
            ruleset=RULESET,
            directory=DIRECTORY,
            city=CITY,
            answers={},
            proposed=True,
        )
        assert decision.proposed


def test_several_places_with_one_certain_owner_are_silent() -> None:
    assert owner(_any(findings(*IN_CITY), findings(*IN_CITY))) == "police"


def test_several_places_with_different_owners_ask_which_place_it_is() -> None:
    places = (findings(*IN_CITY), findings(*IN_COUNTY))
    asked = _any(*places, labels=("130 NE 3rd St", "130 SW 3rd St"))
    assert asked.question is not None
    assert asked.question.options == {
        "place_1": "130 NE 3rd St",
        "place_2": "130 SW 3rd St",
        "unsure": "I'm not sure",
    }
    assert [c.owner.slug for c in asked.candidates if c.owner] == ["police", "pbso"]
    labels = ("130 NE 3rd St", "130 SW 3rd St")
    assert owner(_any(*places, labels=labels, answers={"which_address": "place_2"})) == "pbso"
    unsure = _any(*places, labels=labels, answers={"which_address": "unsure"})
    assert (unsure.kind, unsure.question) == (DecisionKind.REVIEW, None)


def test_several_places_without_labels_go_to_a_person() -> None:
    decision = _any(findings(*IN_CITY), findings(*IN_COUNTY))
    assert (decision.kind, decision.question) == (DecisionKind.REVIEW, None)


def test_one_uncertain_place_among_several_is_never_silent() -> None:
    assert _any(findings(*IN_CITY), findings()).kind is DecisionKind.REVIEW


def test_a_decision_says_what_it_was_made_of() -> None:
    decision = decided("noise", *IN_CITY)
    assert decision.ruleset_id == RULESET.id
    assert decision.publications == dict.fromkeys(LAYERS, 1)
    assert decision.algorithm_version == ALGORITHM_VERSION == "3"


def test_the_same_inputs_give_the_same_decision() -> None:
    assert decided("litter", *IN_CITY) == decided("litter", *IN_CITY)
