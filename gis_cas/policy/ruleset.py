"""Services and rules as one document with a fingerprint, so that a decision can name exactly what it was decided by."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from gis_cas.domain.rules import MonthDay, Relation, Rule, Ruleset
from gis_cas.domain.service import LocationNeed, Locus, PublicationRule, Service, ServiceQuestion, Urgency


def ruleset_id(document: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the document's canonical JSON: keys sorted, no white space, UTF-8."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def ruleset_document(services: Iterable[Service], rules: Sequence[Rule], precedence: Sequence[str]) -> dict[str, Any]:
    """The plain document of services (in any order), rules (their order counts) and the precedence of road owners."""
    return {
        "services": {service.code: _service_document(service) for service in services},
        "rules": [_rule_document(rule) for rule in rules],
        "road_precedence": list(precedence),
    }


def ruleset_from(document: Mapping[str, Any]) -> Ruleset:
    """The ruleset that a document describes; the inverse of `ruleset_document`."""
    return Ruleset(
        id=ruleset_id(document),
        rules=tuple(rule_from(entry) for entry in document["rules"]),
        services={code: service_from(entry) for code, entry in document["services"].items()},
        road_precedence=tuple(document["road_precedence"]),
    )


def service_from(entry: Mapping[str, Any]) -> Service:
    """One service from its entry in a document or in services.toml."""
    return Service(
        code=entry["code"],
        name=entry["name"],
        group=entry["group"],
        description=entry["description"],
        department=entry["department"],
        county_agency=entry["county_agency"],
        locus=Locus(entry["locus"]),
        location=LocationNeed(entry["location"]),
        urgency=Urgency(entry["urgency"]),
        publication=PublicationRule(entry["publication"]),
        code_enforcement=entry.get("code_enforcement", False),
        long_running=entry.get("long_running", False),
        target_days=entry.get("target_days", 5),
        keywords=tuple(entry.get("keywords", ())),
        questions=tuple(_question_from(question) for question in entry.get("questions", ())),
    )


def rule_from(entry: Mapping[str, Any]) -> Rule:
    """One rule from its entry in a document or in responsibility.toml."""
    return Rule(
        id=entry["id"],
        relation=Relation(entry["relation"]),
        owner=entry["owner"],
        reason=entry["reason"],
        layer=entry.get("layer"),
        locus=tuple(Locus(value) for value in entry.get("locus", ())),
        services=tuple(entry.get("services", ())),
        except_services=tuple(entry.get("except_services", ())),
        groups=tuple(entry.get("groups", ())),
        where=_lists(entry.get("where", {})),
        answers=_lists(entry.get("answers", {})),
        valid_from=_day(entry.get("valid_from")),
        valid_until=_day(entry.get("valid_until")),
        season=_season(entry.get("season")),
        beside=entry.get("beside", False),
    )


def question_documents(service: Service) -> list[dict[str, Any]]:
    """A service's questions as plain JSON; the options are a list, since they have an order."""
    return [
        {"code": asked.code, "text": asked.text, "options": [list(option) for option in asked.options]}
        for asked in service.questions
    ]


def month_day(written: str) -> MonthDay:
    """A day of any year, written 03-01; raises ValueError."""
    day = date.fromisoformat(f"2000-{written}")
    return day.month, day.day


def _question_from(entry: Mapping[str, Any]) -> ServiceQuestion:
    options = entry["options"]
    pairs = options.items() if isinstance(options, Mapping) else options
    return ServiceQuestion(
        code=entry["code"], text=entry["text"], options=tuple((code, label) for code, label in pairs)
    )


def _lists(entry: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in entry.items()}


def _day(written: date | str | None) -> date | None:
    return date.fromisoformat(written) if isinstance(written, str) else written


def _season(written: Sequence[str] | None) -> tuple[MonthDay, MonthDay] | None:
    return (month_day(written[0]), month_day(written[1])) if written else None


def _service_document(service: Service) -> dict[str, Any]:
    return {
        "code": service.code,
        "name": service.name,
        "group": service.group,
        "description": service.description,
        "department": service.department,
        "county_agency": service.county_agency,
        "locus": service.locus.value,
        "location": service.location.value,
        "urgency": service.urgency.value,
        "publication": service.publication.value,
        "code_enforcement": service.code_enforcement,
        "long_running": service.long_running,
        "target_days": service.target_days,
        "keywords": list(service.keywords),
        **({"questions": question_documents(service)} if service.questions else {}),
    }


def _rule_document(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "relation": rule.relation.value,
        "owner": rule.owner,
        "reason": rule.reason,
        "layer": rule.layer,
        "locus": [locus.value for locus in rule.locus],
        "services": list(rule.services),
        "except_services": list(rule.except_services),
        "groups": list(rule.groups),
        "where": {name: list(values) for name, values in rule.where.items()},
        **_conditions_document(rule),
    }


def _conditions_document(rule: Rule) -> dict[str, Any]:
    """Only what a rule says: a set of rules without conditions keeps the fingerprint that it always had."""
    conditions = {
        "answers": {code: list(options) for code, options in rule.answers.items()},
        "valid_from": rule.valid_from and rule.valid_from.isoformat(),
        "valid_until": rule.valid_until and rule.valid_until.isoformat(),
        "season": rule.season and [f"{month:02}-{day:02}" for month, day in rule.season],
        "beside": rule.beside,
    }
    return {name: value for name, value in conditions.items() if value}
