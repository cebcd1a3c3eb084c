import tomllib
from pathlib import Path

from gis_cas.domain.rules import Relation
from gis_cas.domain.service import LocationNeed, Locus
from gis_cas.policy.ruleset import rule_from, ruleset_document, ruleset_from, ruleset_id, service_from

FOLDER = Path(__file__).parents[3] / "layers" / "boynton_beach"


def _toml(name: str) -> dict[str, list[dict[str, object]]]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


SERVICES = [service_from(entry) for entry in _toml("services.toml")["service"]]
RULES = [rule_from(entry) for entry in _toml("responsibility.toml")["rule"]]
PRECEDENCE = [str(name) for name in _toml("responsibility.toml")["road_precedence"]]


def test_the_fingerprint_does_not_depend_on_the_order_of_keys_and_services() -> None:
    forwards = ruleset_document(SERVICES, RULES, PRECEDENCE)
    backwards = ruleset_document(SERVICES[::-1], RULES, PRECEDENCE)
    assert ruleset_id(forwards) == ruleset_id(dict(reversed(backwards.items())))


def test_the_fingerprint_depends_on_the_order_of_rules_and_on_every_word() -> None:
    before = ruleset_id(ruleset_document(SERVICES, RULES, PRECEDENCE))
    assert ruleset_id(ruleset_document(SERVICES, RULES[::-1], PRECEDENCE)) != before
    assert ruleset_id(ruleset_document(SERVICES, RULES, PRECEDENCE[::-1])) != before
    assert ruleset_id(ruleset_document(SERVICES[1:], RULES, PRECEDENCE)) != before


def test_a_ruleset_comes_back_from_its_document() -> None:
    document = ruleset_document(SERVICES, RULES, PRECEDENCE)
    ruleset = ruleset_from(document)
    assert ruleset.rules == tuple(RULES)
    assert dict(ruleset.services) == {service.code: service for service in SERVICES}
    assert ruleset_document(ruleset.services.values(), ruleset.rules, ruleset.road_precedence) == document
    assert ruleset.id == ruleset_id(document)


def test_the_fingerprint_is_the_sha_256_of_the_canonical_json() -> None:
    expected = (
        "fe44b490e297c0523c2a1ce591fc7b3b064b5ad3f2ac4634523685392680de5d"  # printf '{"a":"é","b":[1]}' | sha256sum
    )
    assert ruleset_id({"b": [1], "a": "é"}) == expected


def test_the_city_has_services_enough_in_few_groups() -> None:
    assert len(SERVICES) >= 33
    assert len({service.code for service in SERVICES}) == len(SERVICES)
    assert 8 <= len({service.group for service in SERVICES}) <= 9
    assert {service.locus for service in SERVICES} == set(Locus)
    assert {service.location for service in SERVICES} == set(LocationNeed)


def test_r49_code_services_are_flagged() -> None:
    flagged = {service.code for service in SERVICES if service.code_enforcement}
    assert {"overgrown_lot", "junk_vehicle", "work_without_permit"} <= flagged
    assert not {"pothole", "water_leak"} & flagged


def test_every_rule_names_services_on_file_and_can_be_reached() -> None:
    codes = {service.code for service in SERVICES}
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert set(rule.services) | set(rule.except_services) <= codes
        assert any(rule.is_for(service) for service in SERVICES)
        assert (rule.layer is None) == (rule.relation is Relation.ALWAYS)


def test_r25_every_service_with_a_place_ends_in_the_city_or_everywhere() -> None:
    ids = {"city-limits", "road-not-mapped"}
    for service in SERVICES:
        if service.location is LocationNeed.REQUIRED:
            rules = [rule for rule in RULES if rule.is_for(service)]
            assert rules[0].relation is Relation.ALWAYS or ids & {rule.id for rule in rules}
