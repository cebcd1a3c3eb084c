"""R13: a department leads, and who has a part in the job is named beside it."""

from gis_cas.domain.decision import DecisionKind, RuleOutcome
from gis_cas.domain.directory import OwnerType
from tests.unit.policy.spots import (
    CITY_STREET,
    COUNTY_ROAD,
    IN_CITY,
    IN_COUNTY,
    STATE_ROAD,
    area,
    decided,
    owner,
    road,
)

SERVED = (*IN_CITY, area("water_service_area", "City water", "city"))


def test_r13_a_leak_under_a_state_road_is_the_citys_and_the_state_has_a_part() -> None:
    decision = decided("water_leak", *SERVED, road("SR 804", STATE_ROAD, 10))
    assert (decision.kind, owner(decision), decision.certain) == (DecisionKind.SPLIT, "utilities", True)
    assert [(one.slug, one.type) for one in decision.beside] == [("fdot-d4", OwnerType.AGENCY)]
    assert decision.beside[0].phone
    assert "has a part in it: Their road lies above the pipe: SR 804" in decision.reason
    assert decision.trace[-1].rule_id == "road-above-the-pipe"
    assert decision.trace[-1].outcome is RuleOutcome.HELD


def test_a_part_follows_the_stated_spot_and_is_never_asked_for() -> None:
    near = decided("water_leak", *SERVED, road("SR 804", STATE_ROAD, 45))
    beyond = decided("water_leak", *SERVED, road("SR 804", STATE_ROAD, 55))
    assert (near.kind, near.question) == (DecisionKind.SPLIT, None)
    assert (beyond.kind, beyond.question, beyond.beside) == (DecisionKind.ASSIGNED, None, ())


def test_the_citys_own_street_has_no_part_of_its_own() -> None:
    assert decided("water_leak", *SERVED, road("SE 4th St", CITY_STREET, 5)).kind is DecisionKind.ASSIGNED


def test_where_an_agency_leads_nothing_is_split() -> None:
    decision = decided("water_leak", *IN_COUNTY, road("Jog Rd", COUNTY_ROAD, 5))
    assert (decision.kind, owner(decision), decision.beside) == (DecisionKind.REFERRED, "pbc-water", ())


def test_the_lamp_of_the_power_company_is_named_beside_public_works_when_told() -> None:
    assert decided("street_light_out", *IN_CITY).kind is DecisionKind.ASSIGNED
    told = decided("street_light_out", *IN_CITY, answers={"lamp_tag": "fpl"})
    assert (told.kind, owner(told), [one.slug for one in told.beside]) == (DecisionKind.SPLIT, "public-works", ["fpl"])


def test_rules_that_stand_beside_decide_nothing() -> None:
    alone = decided("water_leak", road("SR 804", STATE_ROAD, 5))
    assert (alone.kind, alone.owner) == (DecisionKind.REVIEW, None)
