"""Services and rules as one document with a fingerprint, so that a decision can name exactly what it was decided by."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gis_cas.domain.rules import Relation, Rule, Ruleset
from gis_cas.domain.service import LocationNeed, Locus, PublicationRule, Service, Urgency


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
        where={name: tuple(values) for name, values in entry.get("where", {}).items()},
    )


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
    }
