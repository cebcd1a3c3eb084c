"""Which road a thing is on (locus, address, half-width per side, precedence, reach)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_cas.domain.decision import DecisionKind, RuleOutcome
from tests.unit.policy.spots import (
    CITY_STREET,
    COUNTY_ROAD,
    IN_CITY,
    IN_COUNTY,
    IN_OCEAN_RIDGE,
    STATE_ROAD,
    area,
    decided,
    line,
    owner,
    road,
)


def test_a_pothole_on_a_state_road_is_the_states() -> None:
    decision = decided("pothole", *IN_CITY, road("Boynton Beach Blvd", STATE_ROAD, 5, route="SR 804"))
    assert (decision.kind, owner(decision), decision.certain) == (DecisionKind.REFERRED, "fdot-d4", True)
    assert decision.reason == (
        "State road: Boynton Beach Blvd (SR 804), 5 ft from its centreline, inside the 50 ft right-of-way half-width; "
        "streets v1."
    )


def test_a_pothole_on_a_county_road_is_the_countys_and_its_signs_are_its_traffic_divisions() -> None:
    congress = road("Congress Ave", COUNTY_ROAD, 5)
    assert owner(decided("pothole", *IN_CITY, congress)) == "pbc-road-bridge"
    assert owner(decided("street_sign", *IN_CITY, congress, radius_ft=16)) == "pbc-traffic"


def test_a_pothole_cannot_lie_in_a_yard_so_the_nearest_road_within_reach_has_it() -> None:
    street, yard = road("NE 3rd St", CITY_STREET, 120), 16
    decision = decided("pothole", *IN_CITY, street, radius_ft=yard)
    assert (decision.kind, owner(decision)) == (DecisionKind.ASSIGNED, "public-works")
    assert "the nearest road, 120 ft from its centreline" in decision.reason


def test_beyond_the_reach_no_road_is_guessed() -> None:
    decision = decided("pothole", *IN_CITY, road("NE 3rd St", CITY_STREET, 151), radius_ft=16)
    assert (decision.kind, decision.question) == (DecisionKind.REVIEW, None)
    assert "no road is mapped" in decision.reason


def test_a_pin_between_two_roads_of_different_owners_asks() -> None:
    roads = (road("US-1", STATE_ROAD, 80), road("NE 4th St", CITY_STREET, 60))
    decision = decided("pothole", *IN_CITY, *roads)
    assert decision.kind is DecisionKind.REVIEW
    assert decision.question is not None
    assert decision.question.code == "which_road"
    assert decision.question.options == {
        "fdot-d4": "US-1 (Fdot D4)",
        "public-works": "NE 4th St",
        "unsure": "I'm not sure",
    }


def test_rivals_that_could_as_well_be_nearest_are_asked_about_and_others_are_not() -> None:
    nearest = road("NE 4th St", CITY_STREET, 90)  # 65 ft beyond its edge; twice the reach of 26 ft is 52
    assert decided("pothole", *IN_CITY, nearest, road("US-1", STATE_ROAD, 149), radius_ft=16).question is not None
    narrow = road("NE 4th St", CITY_STREET, 70)  # 45 ft beyond its edge
    assert owner(decided("pothole", *IN_CITY, narrow, road("US-1", STATE_ROAD, 149), radius_ft=16)) == "public-works"


def test_where_the_disc_may_lie_on_no_road_the_one_it_touches_is_not_the_only_one_that_may_be_nearest() -> None:
    touched = road("North Ave", STATE_ROAD, 85)  # 35 ft beyond its edge: the disc of 63 ft reaches it
    asked = decided("pothole", *IN_CITY, touched, road("Robert St", CITY_STREET, 90), radius_ft=53)
    assert asked.question is not None
    assert list(asked.question.options) == ["fdot-d4", "public-works", "unsure"]
    assert owner(decided("pothole", *IN_CITY, touched, road("Robert St", CITY_STREET, 187), radius_ft=53)) == "fdot-d4"


def test_on_a_road_whose_half_width_holds_the_whole_disc_no_other_may_be_nearest() -> None:
    held = road("North Ave", STATE_ROAD, 5)
    assert owner(decided("pothole", *IN_CITY, held, road("Robert St", CITY_STREET, 70), radius_ft=33)) == "fdot-d4"


def test_a_rival_may_lie_beyond_the_reach_by_as_much_as_the_disc_reaches() -> None:
    nearest, rival = road("NE 4th St", CITY_STREET, 149), road("US-1", STATE_ROAD, 158)
    assert decided("pothole", *IN_CITY, nearest, rival, radius_ft=16).question is not None


def test_two_roads_of_one_owner_are_no_question() -> None:
    roads = (road("NE 3rd St", CITY_STREET, 30), road("NE 4th Ave", CITY_STREET, 20))
    assert owner(decided("pothole", *IN_CITY, *roads)) == "public-works"


def test_where_rights_of_way_overlap_the_state_comes_first_and_the_loser_stays_in_the_trace() -> None:
    roads = (road("NE 3rd St", CITY_STREET, 0), road("SR 804", STATE_ROAD, 2), road("Seacrest", COUNTY_ROAD, 3))
    decision = decided("pothole", *IN_CITY, *roads, radius_ft=16)
    assert owner(decision) == "fdot-d4"
    lost = [line.rule_id for line in decision.trace if line.outcome is RuleOutcome.LOST and "SR 804" in line.detail]
    assert lost == ["county-road", "city-street"]


def test_an_addressed_segment_decides_whatever_is_nearer() -> None:
    near, far = road("US-1", STATE_ROAD, 0), road("NE 3rd St", CITY_STREET, 400)
    for service in ("pothole", "sidewalk_damage"):
        decision = decided(service, *IN_CITY, near, segment=far)
        assert (owner(decision), decision.certain) == ("public-works", True)
        assert "the street that the address names" in decision.reason


def test_an_addressed_segment_decides_even_where_the_house_is_vague() -> None:
    segment = road("NE 3rd St", CITY_STREET, 0)
    assert owner(decided("pothole", *IN_CITY, segment=segment, radius_ft=900)) == "public-works"
    assert decided("missed_garbage", *IN_CITY, segment=segment, radius_ft=900).kind is DecisionKind.REVIEW


def test_an_address_does_not_decide_what_lies_on_the_parcel() -> None:
    assert owner(decided("overgrown_lot", *IN_CITY, segment=road("US-1", STATE_ROAD, 60))) == "community-standards"


def test_beside_a_road_of_another_owner_one_question_is_asked_and_its_answer_decides() -> None:
    us1 = road("US-1", STATE_ROAD, 30)
    asked = decided("litter", *IN_CITY, us1)
    assert asked.question is not None
    assert asked.question.text == "Is it on the road, or beside it?"
    assert list(asked.question.options) == ["on", "beside", "unsure"]
    on = decided("litter", *IN_CITY, us1, answers={"on_road": "on"})
    beside = decided("litter", *IN_CITY, us1, answers={"on_road": "beside"})
    assert (owner(on), owner(beside)) == ("fdot-d4", "public-works")
    assert on.question is None
    assert "You told us: On the road." in on.reason
    assert {candidate.owner.slug for candidate in on.candidates if candidate.owner} == {"fdot-d4", "public-works"}


def test_not_sure_goes_to_a_person_and_says_between_whom() -> None:
    decision = decided("litter", *IN_CITY, road("US-1", STATE_ROAD, 30), answers={"on_road": "unsure"})
    assert (decision.kind, decision.owner, decision.question) == (DecisionKind.REVIEW, None, None)
    assert "Fdot D4 or Public Works" in decision.reason


def test_an_answer_to_another_question_is_no_answer() -> None:
    decision = decided(
        "litter", *IN_CITY, road("US-1", STATE_ROAD, 30), answers={"on_road": "left", "which_road": "on"}
    )
    assert decision.question is not None


def test_a_right_of_way_polygon_wins_where_one_exists() -> None:
    corridor = area("right_of_way", "I-95", "fdot-d4")
    decision = decided("pothole", *IN_CITY, corridor, road("Frontage Rd", CITY_STREET, 0))
    assert (owner(decision), decision.rule_id) == ("fdot-d4", "right-of-way")


def test_near_a_right_of_way_polygons_edge_the_street_beside_it_is_asked_about() -> None:
    corridor = area("right_of_way", "I-95", "fdot-d4", contains=False, edge_ft=20, share=0.3)
    decision = decided("pothole", *IN_CITY, corridor, road("Frontage Rd", CITY_STREET, 5))
    assert decision.question is not None
    assert [c.owner.slug for c in decision.candidates if c.owner] == ["fdot-d4", "public-works"]
    away = area("right_of_way", "I-95", "fdot-d4", contains=False, edge_ft=44, share=0.0)
    assert owner(decided("pothole", *IN_CITY, away, road("Frontage Rd", CITY_STREET, 5))) == "public-works"


def test_each_segment_of_a_street_has_the_ground_by_its_own_half_width() -> None:
    def at(half_width_ft: float) -> str | None:
        segment = line("streets", "US-1", "fdot-d4", distance_ft=60, half_width_ft=half_width_ft)
        return owner(decided("litter", *IN_CITY, segment, radius_ft=5))

    assert (at(80), at(40)) == ("fdot-d4", "public-works")


def test_an_address_outranks_a_right_of_way_polygon() -> None:
    corridor = area("right_of_way", "I-95", "fdot-d4")
    assert owner(decided("pothole", *IN_CITY, corridor, segment=road("NE 3rd St", CITY_STREET, 50))) == "public-works"


def test_signals_belong_to_the_strongest_road_of_the_crossing() -> None:
    county = line("streets", "Congress", "pbc-engineering", distance_ft=30, half_width_ft=40, signals_by="pbc-traffic")
    street = line("streets", "NE 3rd St", "city", distance_ft=0, half_width_ft=25, signals_by="city")
    decision = decided("traffic_signal", *IN_CITY, county, street)
    assert (owner(decision), decision.rule_id, decision.certain) == ("pbc-traffic", "signals", True)
    assert owner(decided("traffic_signal", *IN_CITY, street)) == "engineering"


def test_a_stronger_road_that_may_be_the_crossings_is_asked_about() -> None:
    state = line("streets", "US-1", "fdot-d4", distance_ft=80, half_width_ft=50, signals_by="fdot-d4")
    street = line("streets", "NE 3rd St", "city", distance_ft=0, half_width_ft=25, signals_by="city")
    decision = decided("traffic_signal", *IN_CITY, state, street)
    assert decision.question is not None
    assert decision.question.code == "which_road"


def test_a_private_street_gets_an_answer_of_its_own() -> None:
    street = line(
        "streets", "Mall Ring Rd", "private", distance_ft=0, half_width_ft=25, private_kind="homeowners' association"
    )
    decision = decided("pothole", *IN_CITY, street)
    assert (decision.kind, owner(decision)) == (DecisionKind.PRIVATE_OWNER, "private")
    assert decision.owner is not None
    assert "homeowners' association" in decision.owner.name


def test_outside_the_limits_a_road_may_be_missing_from_the_map_so_beside_it_stays_possible() -> None:
    a1a = road("A1A", STATE_ROAD, 60)
    decision = decided("pothole", *IN_OCEAN_RIDGE, a1a)
    assert decision.question is not None
    assert {c.owner.slug for c in decision.candidates if c.owner} == {"fdot-d4", "ocean-ridge"}
    assert owner(decided("pothole", *IN_OCEAN_RIDGE, road("A1A", STATE_ROAD, 140))) == "ocean-ridge"
    assert owner(decided("pothole", *IN_COUNTY, road("Jog Rd", COUNTY_ROAD, 60))) == "pbc-road-bridge"


def test_a_disc_that_reaches_across_the_line_needs_the_narrower_side_too() -> None:
    wide = line("streets", "A", "fdot-d4", distance_ft=5, half_width_ft=80, other_half_width_ft=20)
    decision = decided("litter", *IN_CITY, wide, radius_ft=16)
    assert decision.question is not None
    even = line("streets", "A", "fdot-d4", distance_ft=5, half_width_ft=80)
    assert owner(decided("litter", *IN_CITY, even, radius_ft=16)) == "fdot-d4"


@pytest.mark.parametrize("service", ["pothole", "litter"])
@given(distance_ft=st.floats(0, 400), radius_ft=st.floats(1, 200))
def test_silence_is_only_kept_when_nobody_else_is_possible(service: str, distance_ft: float, radius_ft: float) -> None:
    decision = decided(service, *IN_CITY, road("US-1", STATE_ROAD, distance_ft), radius_ft=radius_ft)
    reach = radius_ft + 10
    if owner(decision) == "public-works":
        assert distance_ft - 50 > reach
    if service == "litter" and owner(decision) == "fdot-d4":
        assert distance_ft + reach <= 50
