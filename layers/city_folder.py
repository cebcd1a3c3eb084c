"""A city's folder as a whole: read, checked, and turned into the rows it fills."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gis_cas.domain.city import City
from gis_cas.domain.rules import Rule
from gis_cas.domain.service import Service
from gis_cas.policy.ruleset import question_documents, ruleset_document
from gis_cas.store.city_values import PRECEDENCE, WORDS, city_from
from layers.city_rules import Known, read_rules
from layers.city_tables import read_agencies, read_departments, read_services
from layers.city_toml import read_city_toml
from layers.city_words import read_words
from layers.manifest import Manifest, parse_manifest
from layers.problem import Problem, did_you_mean, refuse

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CityFolder:
    """Everything a folder says, without fault: values for the policy and rows for the database.

    `remarks` are problems that were reported and do not stop anything.
    """

    path: Path
    city: City
    document: Mapping[str, Any]
    departments: tuple[Row, ...]
    agencies: tuple[Row, ...]
    services: tuple[Service, ...]
    rules: tuple[Rule, ...]
    road_precedence: tuple[str, ...]
    words: Mapping[str, Any]
    manifests: tuple[Manifest, ...]
    remarks: tuple[Problem, ...] = ()

    @property
    def owner_values(self) -> set[str]:
        """The owners that a feature of a layer may name."""
        slugs = {row["slug"] for row in (*self.departments, *self.agencies)}
        return slugs | {self.city.owner_slug, "private"}

    def rows(self) -> dict[str, dict[str, Row]]:
        """By kind (`gis_cas.store.city_rows.KINDS`) and key, the rows as they should lie in the database."""
        document = {**self.document, PRECEDENCE: list(self.road_precedence), WORDS: dict(self.words)}
        rules = ruleset_document((), self.rules, ())["rules"]
        return {
            "city": {self.city.slug: {"slug": self.city.slug, "document": document}},
            "department": {row["slug"]: row for row in self.departments},
            "agency": {row["slug"]: row for row in self.agencies},
            "service": {
                service.code: _service_row(service, position) for position, service in enumerate(self.services, start=1)
            },
            "rule": {
                rule["id"]: {"id": rule["id"], "position": position, "document": rule}
                for position, rule in enumerate(rules, start=1)
            },
        }


def read_city_folder(folder: Path) -> CityFolder:
    """The city in a folder; raises BadInput that names every problem with file, entry and what would be right."""
    problems: list[Problem] = []
    city_folder = parse_city_folder(folder, problems)
    refuse(problems)
    if city_folder is None:  # without a grave problem there always is one
        raise AssertionError(folder)
    return city_folder


def parse_city_folder(folder: Path, problems: list[Problem]) -> CityFolder | None:
    """The city in a folder, all problems going to `problems`; None when city.toml cannot be understood."""
    document, sound = read_city_toml(folder, problems)
    departments = read_departments(folder, problems)
    agencies = read_agencies(folder, problems)
    manifests = _manifests(folder, problems)
    department_slugs = [row["slug"] for row in departments]
    agency_slugs = [row["slug"] for row in agencies]
    services = read_services(folder, departments=department_slugs, agencies=agency_slugs, problems=problems)
    known = Known(
        services=services,
        layers={manifest.layer: manifest for manifest in manifests},
        departments=department_slugs,
        agencies=agency_slugs,
        owner_classes={"department", "private", *(row["owner_class"] for row in agencies)},
        owner_slug=str(document.get("owner_slug", "")),
    )
    rules, precedence = read_rules(folder, known, problems)
    for manifest in manifests:
        _owner(manifest, known, problems)
    for slug in set(department_slugs) & set(agency_slugs):
        sentence = f"{slug!r} is also a department; an owner must be one or the other."
        problems.append(Problem(where="agencies.csv", sentence=sentence))
    if not sound:
        return None
    _city(document, known, problems)
    words = read_words(folder, document["languages"], services, rules, problems)
    return CityFolder(
        path=folder,
        city=city_from({**document, WORDS: words}),
        document=document,
        departments=tuple(departments),
        agencies=tuple(agencies),
        services=tuple(services),
        rules=tuple(rules),
        road_precedence=tuple(precedence),
        words=words,
        manifests=tuple(manifests),
        remarks=tuple(problem for problem in problems if not problem.grave),
    )


def _manifests(folder: Path, problems: list[Problem]) -> list[Manifest]:
    paths = sorted((folder / "manifests").glob("*.toml"))
    if not paths:
        problems.append(Problem(where="manifests", sentence="There must be a manifest for each layer in this folder."))
    manifests = [parse_manifest(path, problems) for path in paths]
    _one_each(manifests, "locator", lambda one: None if one.locator == "landmarks" else one.locator, problems)
    return manifests


def _one_each(
    manifests: list[Manifest], name: str, value: Callable[[Manifest], str | None], problems: list[Problem]
) -> None:
    seen: dict[str, Manifest] = {}
    for manifest in manifests:
        found = value(manifest)
        if found is not None and found in seen:
            where = f"manifests/{manifest.path.name}, {name}"
            problems.append(Problem(where=where, sentence=f"{seen[found].layer} already is the {name} of {found}."))
        elif found is not None:
            seen[found] = manifest


def _owner(manifest: Manifest, known: Known, problems: list[Problem]) -> None:
    if manifest.owner is not None and manifest.owner not in known.owner_values:
        sentence = f"{manifest.owner!r} is no owner on file. {did_you_mean(manifest.owner, known.owner_values)}"
        problems.append(Problem(where=f"manifests/{manifest.path.name}, owner", sentence=sentence))


def _city(document: Mapping[str, Any], known: Known, problems: list[Problem]) -> None:
    queue = document["administrator_queue"]
    if queue not in known.departments:
        sentence = f"{queue!r} does not stand in departments.csv. {did_you_mean(queue, known.departments)}"
        problems.append(Problem(where="city.toml, administrator_queue", sentence=sentence))
    if document["owner_slug"] in {*known.departments, *known.agencies}:
        sentence = "It must differ from every department and agency: it stands for the service's own department."
        problems.append(Problem(where="city.toml, owner_slug", sentence=sentence))


def _service_row(service: Service, position: int) -> Row:
    return {
        "code": service.code,
        "position": position,
        "name": service.name,
        "group_name": service.group,
        "description": service.description,
        "department_slug": service.department,
        "county_agency_slug": service.county_agency,
        "locus": service.locus.value,
        "location": service.location.value,
        "urgency": service.urgency.value,
        "publication": service.publication.value,
        "code_enforcement": service.code_enforcement,
        "long_running": service.long_running,
        "target_days": service.target_days,
        "keywords": list(service.keywords),
        "questions": question_documents(service),
    }
