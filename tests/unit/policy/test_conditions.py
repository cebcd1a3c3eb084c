"""Rules that wait for an answer or a day: asked only where it matters, and never twice."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gis_cas.domain.decision import Decision, DecisionKind
from gis_cas.domain.findings import Finding
from gis_cas.domain.rules import Relation, Rule, Ruleset
from gis_cas.policy.responsibility import decide, decide_without_place
from gis_cas.policy.ruleset import rule_from, ruleset_document, ruleset_from, service_from
from tests.unit.policy.spots import (
    CITY,
    DIRECTORY,
    IN_CITY,
    IN_COUNTY,
    RULESET,
    area,
    decided,
    findings,
    owner,
)

NOISE = {
    "code": "noise",
    "name": "Noise",
    "group": "Safety",
    "description": "It is loud.",
    "department": "police",
    "county_agency": "pbso",
    "locus": "area",
    "location": "optional",
    "urgency": "normal",
    "publication": "block",
    "questions": [
        {"code": "source", "text": "What is loud?", "options": {"train": "A train", "dog": "A dog", "party": "People"}},
        {"code": "hour", "text": "When?", "options": {"day": "By day", "night": "At night"}},
    ],
}
LIMITS = {"id": "limits", "relation": "within", "layer": "municipalities", "owner": "department", "reason": "Inside."}


def rules(*entries: dict[str, Any]) -> Ruleset:
    document = ruleset_document([service_from(NOISE)], [rule_from({"reason": "So.", **one}) for one in entries], [])
    return ruleset_from(document)


def asked(
    ruleset: Ruleset, answers: dict[str, str] | None = None, *found: Finding, day: date = date(2026, 11, 23)
) -> Decision:
    return decide(
        service=ruleset.services["noise"],
        findings=replace(findings(*(found or IN_CITY)), valid_on=day),
        ruleset=ruleset,
        directory=DIRECTORY,
        city=CITY,
        answers=answers or {},
        proposed=False,
    )


TRAIN = {"id": "train", "relation": "always", "owner": "agency:fec", "answers": {"source": ["train"]}}
DOG = {"id": "dog", "relation": "always", "owner": "agency:pbc-animal-care", "answers": {"source": ["dog"]}}
NIGHT = {"id": "night", "relation": "always", "owner": "agency:pbso", "answers": {"hour": ["night"]}}


def test_an_answer_that_changes_the_owner_is_asked_for_once() -> None:
    decision = asked(rules(TRAIN, DOG, LIMITS))
    assert decision.question is not None
    assert (decision.kind, decision.certain, decision.owner) == (DecisionKind.REVIEW, False, None)
    assert decision.question.code == "source"
    assert list(decision.question.options) == ["train", "dog", "party", "unsure"]
    assert [one.owner.slug for one in decision.candidates if one.owner] == ["fec", "pbc-animal-care", "police"]


@pytest.mark.parametrize(("answer", "slug"), [("train", "fec"), ("dog", "pbc-animal-care"), ("party", "police")])
def test_the_answer_decides_and_is_said(answer: str, slug: str) -> None:
    decision = asked(rules(TRAIN, DOG, LIMITS), {"source": answer})
    assert (owner(decision), decision.certain, decision.question) == (slug, True, None)
    assert "You told us: " in decision.reason
    assert len(decision.candidates) == 3


def test_who_is_not_sure_leaves_it_to_a_person() -> None:
    decision = asked(rules(TRAIN, LIMITS), {"source": "unsure"})
    assert (decision.kind, decision.question) == (DecisionKind.REVIEW, None)
    assert decision.reason.endswith("City Manager finds out.")


def test_an_answer_that_was_not_on_offer_is_no_answer() -> None:
    assert asked(rules(TRAIN, LIMITS), {"source": "ghost"}).question is not None


def test_nothing_is_asked_where_every_answer_leads_to_the_same_owner() -> None:
    same = {**TRAIN, "owner": "department:police"}
    decision = asked(rules(same, LIMITS))
    assert (owner(decision), decision.question, decision.rule_id) == ("police", None, "limits")
    assert owner(asked(rules({**TRAIN, "owner": "agency:fec", "services": ["x"]}, LIMITS))) == "police"


def test_nothing_is_asked_where_an_earlier_rule_holds_for_certain() -> None:
    assert asked(rules(LIMITS, TRAIN)).question is None
    assert asked(rules(LIMITS, TRAIN), None, *IN_COUNTY).question is not None


def test_a_rule_for_every_answer_needs_no_rule_without_one() -> None:
    every = [{**TRAIN, "id": f"rule-{code}", "answers": {"source": [code]}} for code in ("train", "dog", "party")]
    assert owner(asked(rules(*every))) == "fec"


def test_only_the_first_question_that_matters_is_asked_and_nobody_is_asked_twice() -> None:
    both = rules(TRAIN, NIGHT, LIMITS)
    first = asked(both)
    assert first.question is not None
    assert first.question.code == "source"
    second = asked(both, {"source": "party"})
    assert (second.kind, second.question) == (DecisionKind.REVIEW, None)
    assert owner(asked(both, {"source": "party", "hour": "night"})) == "pbso"
    assert owner(asked(both, {"source": "train"})) == "fec"
    only_second = asked(rules(NIGHT, LIMITS))
    assert only_second.question is not None
    assert only_second.question.code == "hour"


def test_what_the_place_leaves_open_after_the_answer_goes_to_a_person() -> None:
    border = (
        area("municipalities", "Boynton Beach", "city", edge_ft=5, share=0.6),
        area("municipalities", "Ocean Ridge", "ocean-ridge", contains=False, edge_ft=5, share=0.4),
    )
    towns = {**LIMITS, "id": "towns", "owner": "feature"}
    ruleset = rules(TRAIN, towns)
    assert owner(asked(ruleset, {"source": "train"}, *border)) == "fec"
    decision = asked(ruleset, {"source": "party"}, *border)
    assert (decision.kind, decision.question) == (DecisionKind.REVIEW, None)
    assert owner(asked(ruleset, {"source": "party", "which_side": "ocean-ridge"}, *border)) == "ocean-ridge"


def test_r46_without_a_place_the_answer_decides_too() -> None:
    def without(answers: dict[str, str], *, given: bool = False) -> Decision:
        ruleset = rules(TRAIN, LIMITS)
        return decide_without_place(
            service=ruleset.services["noise"],
            ruleset=ruleset,
            directory=DIRECTORY,
            city=CITY,
            valid_on=date(2026, 11, 23),
            answers=answers,
            proposed=False,
            given=given,
        )

    asked_for = without({})
    assert asked_for.question is not None
    assert owner(without({"source": "train"})) == "fec"
    assert owner(without({"source": "party"})) == "police"
    assert without({}, given=True).kind is DecisionKind.UNLOCATED
    assert owner(without({"source": "train"}, given=True)) == "fec"


@pytest.mark.parametrize(
    ("days", "on", "slug"),
    [
        ({"valid_from": "2026-05-01"}, "2026-04-30", "police"),
        ({"valid_from": "2026-05-01"}, "2026-05-01", "fec"),
        ({"valid_until": "2026-05-01"}, "2026-04-30", "fec"),
        ({"valid_until": "2026-05-01"}, "2026-05-01", "police"),
        ({"season": ["03-01", "10-31"]}, "2026-03-01", "fec"),
        ({"season": ["03-01", "10-31"]}, "2026-10-31", "fec"),
        ({"season": ["03-01", "10-31"]}, "2026-11-01", "police"),
        ({"season": ["11-15", "02-29"]}, "2027-02-28", "fec"),
        ({"season": ["11-15", "02-29"]}, "2026-12-31", "fec"),
        ({"season": ["11-15", "02-29"]}, "2026-11-14", "police"),
        ({"season": ["11-15", "02-29"], "valid_from": "2027-01-01"}, "2026-12-31", "police"),
    ],
)
def test_a_rule_counts_on_its_days_alone(days: dict[str, Any], on: str, slug: str) -> None:
    ruleset = rules({"id": "dated", "relation": "always", "owner": "agency:fec", **days}, LIMITS)
    assert owner(asked(ruleset, day=date.fromisoformat(on))) == slug


def test_what_is_remembered_of_a_day_is_for_that_day_and_that_kind_of_service_alone() -> None:
    summer = Rule(
        id="summer", relation=Relation.ALWAYS, owner="nobody", reason="", season=((3, 1), (10, 31)), groups=("Safety",)
    )
    ruleset = replace(rules(LIMITS), rules=(summer, PLAIN))
    service, winter = ruleset.services["noise"], date(2026, 12, 1)
    assert [rule.id for rule in ruleset.rules_on(service, date(2026, 5, 1)).deciding] == ["summer", PLAIN.id]
    assert [rule.id for rule in ruleset.rules_on(service, winter).deciding] == [PLAIN.id]
    moved = replace(service, group="Parks")
    assert [rule.id for rule in ruleset.rules_on(moved, date(2026, 5, 1)).deciding] == [PLAIN.id]
    changed = replace(ruleset, rules=())
    assert changed.rules_on(service, winter).deciding == ()


def test_a_question_that_only_a_past_rule_waited_for_is_not_asked() -> None:
    past = rules({**TRAIN, "valid_until": "2026-01-01"}, LIMITS)
    assert asked(past).question is None
    assert asked(past, day=date(2025, 12, 31)).question is not None


def test_conditions_survive_the_document_and_old_documents_still_read() -> None:
    ruleset = rules({**TRAIN, "valid_from": date(2026, 5, 1), "season": ["03-01", "10-31"], "beside": True}, LIMITS)
    again = ruleset_from(ruleset_document(ruleset.services.values(), ruleset.rules, ruleset.road_precedence))
    assert (again.id, again.rules, again.services) == (ruleset.id, ruleset.rules, ruleset.services)
    old = ruleset_document([], [PLAIN], [])["rules"][0]
    assert set(old) == {
        *("id", "relation", "owner", "reason", "layer", "locus", "services", "except_services", "groups", "where"),
    }
    assert rule_from(old) == PLAIN


PLAIN: Rule = next(rule for rule in RULESET.rules if rule.id == "city-limits")


def test_the_city_asks_where_a_boat_lies_and_who_tagged_a_lamp() -> None:
    boat = decided("abandoned_boat", *IN_CITY)
    assert boat.question is not None
    assert boat.question.text == "Where is the boat?"
    assert owner(decided("abandoned_boat", *IN_CITY, answers={"boat_lies": "on_land"})) == "community-standards"
    assert decided("street_light_out", *IN_CITY).question is None
    lamp = decided("street_light_out", *IN_COUNTY)
    assert lamp.question is not None
    assert lamp.question.code == "lamp_tag"
    assert owner(decided("street_light_out", *IN_COUNTY, answers={"lamp_tag": "fpl"})) == "fpl"
