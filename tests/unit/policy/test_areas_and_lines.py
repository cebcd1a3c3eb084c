"""Limits, enclaves, carve-outs, service areas, lines with their own ground, and what nobody claims."""

import pytest

from gis_cas.domain.decision import DecisionKind, RuleOutcome
from gis_cas.domain.findings import Finding, Overlap
from gis_cas.policy.responsibility import decide
from tests.unit.policy.spots import (
    CITY,
    DIRECTORY,
    IN_CITY,
    IN_COUNTY,
    IN_OCEAN_RIDGE,
    LAYERS,
    RULESET,
    area,
    decided,
    findings,
    line,
    owner,
)


def _border(*, inside: str, share: float) -> tuple[Finding, ...]:
    """A spot 20 ft inside the city or Ocean Ridge, with the other beyond the border."""
    return (
        area("municipalities", "Boynton Beach", "city", contains=inside == "city", edge_ft=20, share=share),
        area("municipalities", "Ocean Ridge", "ocean-ridge", contains=inside != "city", edge_ft=20, share=1 - share),
        *IN_COUNTY,
    )


def test_inside_the_limits_the_services_department_has_it() -> None:
    decision = decided("missed_garbage", *IN_CITY)
    assert (decision.kind, owner(decision), decision.rule_id) == (DecisionKind.ASSIGNED, "public-works", "city-limits")


def test_in_no_town_the_services_county_agency_has_it_whatever_the_mail_says() -> None:
    assert owner(decided("missed_garbage", *IN_COUNTY)) == "swa"
    assert owner(decided("overgrown_lot", *IN_COUNTY)) == "pbc-code"


def test_an_enclave_is_the_countys() -> None:
    decision = decided("overgrown_lot", area("enclaves", "Miner Road", "palm-beach-county"), *IN_COUNTY)
    assert (owner(decision), decision.rule_id) == ("pbc-code", "county-enclave")


def test_near_a_border_both_towns_are_candidates_and_the_county_between_them_is_not() -> None:
    decision = decided("missed_garbage", *_border(inside="city", share=0.7))
    assert decision.question is not None
    assert decision.question.code == "which_side"
    assert [c.owner.slug for c in decision.candidates if c.owner] == ["public-works", "ocean-ridge"]
    assert [c.share for c in decision.candidates] == pytest.approx([0.7, 0.3])


def test_where_the_towns_leave_something_the_county_is_a_candidate_with_the_rest() -> None:
    town = area("municipalities", "Boynton Beach", "city", edge_ft=20, share=0.8)
    decision = decided("missed_garbage", town, *IN_COUNTY)
    assert [c.owner.slug for c in decision.candidates if c.owner] == ["public-works", "swa"]
    assert [c.share for c in decision.candidates] == pytest.approx([0.8, 0.2])


def _shore(*, town_and_county: float) -> tuple[Finding, ...]:
    """Ocean Ridge and the county hold 70 % of the disc each, this much of it together; the rest is the sea's."""
    of_towns = {"municipalities": Overlap(left=0.7 - town_and_county, common={"Ocean Ridge": town_and_county})}
    return (
        area("municipalities", "Ocean Ridge", "ocean-ridge", edge_ft=20, share=0.7),
        area(
            "county",
            "Palm Beach County",
            "palm-beach-county",
            edge_ft=20,
            share=0.7,
            overlaps=of_towns,
        ),
    )


def test_at_the_sea_the_county_is_no_rival_of_the_town_on_its_shore_and_the_sea_is_nobodys() -> None:
    decision = decided("noise", *_shore(town_and_county=0.7))
    assert (owner(decision), decision.certain) == ("ocean-ridge", True)


def test_where_town_and_county_end_apart_what_only_the_county_holds_stays_the_countys() -> None:
    decision = decided("noise", *_shore(town_and_county=0.65))
    assert [c.owner.slug for c in decision.candidates if c.owner] == ["ocean-ridge", "pbso"]
    assert decision.candidates[1].share == pytest.approx(0.05)


def test_a_strip_of_county_land_counts_however_narrow_it_is_and_rounding_does_not() -> None:
    def between(strip: float) -> list[str]:
        towns = (
            area("municipalities", "Boynton Beach", "city", edge_ft=1, share=0.5),
            area("municipalities", "Ocean Ridge", "ocean-ridge", contains=False, edge_ft=1, share=0.5 - strip),
        )
        decision = decided("noise", *towns, *IN_COUNTY)
        return [c.owner.slug for c in decision.candidates if c.owner]

    assert between(1e-6) == ["police", "ocean-ridge", "pbso"]
    assert between(1e-9) == ["police", "ocean-ridge"]


def test_a_point_within_the_layers_accuracy_of_a_border_is_on_it() -> None:
    on_it = area("municipalities", "Boynton Beach", "city", edge_ft=9, share=0.9, accuracy_ft=10)
    off_it = area("municipalities", "Boynton Beach", "city", edge_ft=12, accuracy_ft=10)
    assert decided("noise", on_it, *IN_COUNTY, radius_ft=0.5).question is not None
    assert owner(decided("noise", off_it, *IN_COUNTY, radius_ft=0.5)) == "police"


def test_two_parts_with_the_same_owner_are_no_question() -> None:
    halves = [area("municipalities", key, "city", edge_ft=5, share=0.5) for key in ("Annex 1", "Annex 2")]
    assert owner(decided("noise", *halves, *IN_COUNTY)) == "police"


def test_oceanfront_park_is_the_citys_inside_ocean_ridge_for_what_the_city_cares_for_there() -> None:
    park = area("parks", "Oceanfront Park", "recreation-parks")
    assert owner(decided("park_maintenance", park, *IN_OCEAN_RIDGE)) == "recreation-parks"
    assert owner(decided("litter", park, *IN_OCEAN_RIDGE)) == "public-works"
    assert owner(decided("noise", park, *IN_OCEAN_RIDGE)) == "ocean-ridge"


def test_water_reaches_beyond_the_limits_and_garbage_does_not() -> None:
    served = (area("water_service_area", "Water", "utilities"), *IN_OCEAN_RIDGE)
    assert owner(decided("water_leak", *served)) == "utilities"
    assert owner(decided("missed_garbage", *served)) == "ocean-ridge"


def test_street_lights_inside_the_limits_are_public_works_on_every_road() -> None:
    state_road = line("streets", "US-1", "fdot-d4", distance_ft=0, half_width_ft=50)
    assert owner(decided("street_light_out", *IN_CITY, state_road)) == "public-works"


def test_a_canal_owns_its_banks_and_near_its_edge_one_is_asked() -> None:
    def canal(distance_ft: float, canal_owner: str = "lwdd") -> Finding:
        return line("canals", "E-4 Canal", canal_owner, distance_ft=distance_ft, half_width_ft=60)

    assert owner(decided("canal_bank", *IN_CITY, canal(5))) == "lwdd"
    asked = decided("canal_bank", *IN_CITY, canal(50))
    assert asked.question is not None
    assert asked.question.text == "Is it at the E-4 Canal, or away from it?"
    away = decided("canal_bank", *IN_CITY, canal(50), answers={"at_line": "away"})
    assert owner(away) == "utilities"
    private = decided("canal_bank", *IN_CITY, canal(5, "private"))
    assert private.kind is DecisionKind.PRIVATE_OWNER


def test_a_railway_owns_its_corridor_and_without_one_nobody_is_guessed() -> None:
    rails = line("railways", "FEC", "fec", distance_ft=40, half_width_ft=50)
    assert owner(decided("railroad_crossing", *IN_CITY, rails)) == "fec"
    assert decided("railroad_crossing", *IN_CITY).kind is DecisionKind.REVIEW


def test_far_out_at_sea_nobody_is_known_and_the_administrator_has_it() -> None:
    decision = decided("litter")
    assert (decision.kind, decision.owner, decision.question) == (DecisionKind.REVIEW, None, None)
    assert decision.reason == "Nobody is known to be responsible at this spot. City Manager looks at it."


def test_a_vague_place_is_not_decided_on_and_says_why() -> None:
    decision = decided("noise", *IN_CITY, radius_ft=501)
    assert decision.kind is DecisionKind.REVIEW
    assert "501 ft" in decision.reason
    assert "500 ft" in decision.reason
    assert owner(decided("noise", *IN_CITY, radius_ft=500)) == "police"


def test_too_many_owners_are_no_question_but_a_persons_work() -> None:
    towns = [
        area("municipalities", slug, slug, contains=False, edge_ft=20, share=0.1)
        for slug in ("ocean-ridge", "delray-beach")
    ]
    strip = area("municipalities", "Boynton Beach", "city", edge_ft=5, share=0.2)
    assert decided("noise", strip, *towns, *IN_COUNTY).question is not None
    others = [
        area("municipalities", slug, slug, contains=False, edge_ft=20, share=0.05) for slug in ("lwdd", "sfwmd", "fec")
    ]
    known = [area("enclaves", "An enclave", "palm-beach-county", contains=False, edge_ft=20, share=0.05)]
    crowd = decided("noise", strip, *towns, *others, *known, *IN_COUNTY)
    assert crowd.kind is DecisionKind.REVIEW


def test_a_layer_that_was_not_in_force_cannot_say_no() -> None:
    decision = decide(
        service=RULESET.services["litter"],
        findings=findings(*IN_CITY, layers=[layer for layer in LAYERS if layer != "streets"]),
        ruleset=RULESET,
        directory=DIRECTORY,
        city=CITY,
        answers={},
        proposed=False,
    )
    assert decision.kind is DecisionKind.REVIEW
    assert any("streets was not in force on 2026-11-23" in candidate.reason for candidate in decision.candidates)


def test_an_owner_that_nobody_filed_goes_to_a_person() -> None:
    decision = decided("noise", area("municipalities", "Atlantis", "atlantis"), *IN_COUNTY)
    assert decision.kind is DecisionKind.REVIEW
    street = line("streets", "Lost Rd", "nobody-on-file", distance_ft=0, half_width_ft=25)
    assert decided("pothole", *IN_CITY, street).kind is DecisionKind.REVIEW


def test_the_trace_names_the_rule_that_fired_and_those_that_lost() -> None:
    decision = decided("missed_garbage", *IN_CITY)
    outcomes = {line.rule_id: line.outcome for line in decision.trace}
    assert outcomes == {
        "county-enclave": RuleOutcome.FAILED,
        "city-limits": RuleOutcome.HELD,
        "unincorporated-county": RuleOutcome.LOST,
    }
