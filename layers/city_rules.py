"""responsibility.toml: every rule understood, reachable, and over layers, services and owners that exist."""

import string
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gis_cas.domain.rules import Relation, Rule
from gis_cas.domain.service import Locus, Service
from layers.city_tables import SLUG
from layers.manifest import Manifest, read_toml
from layers.problem import Fields, Problem, did_you_mean
from layers.rule_conditions import check_conditions, read_conditions
from layers.rule_reach import reachable
from layers.toml_lines import entry_lines

FILE = "responsibility.toml"
PLAIN_OWNERS = ("feature", "department", "county", "nobody")
REASON_WORDS = ("name", "road", "owner", "layer", "version", "distance_ft", "half_width_ft", "where")

_GEOMETRIES = {
    Relation.WITHIN: ("Polygon",),
    Relation.ON_ROAD: ("LineString", "Polygon"),  # centrelines with half-widths, or right-of-way polygons
    Relation.NEAR: ("LineString",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a rule may speak of; `owner_classes` are the classes in agencies.csv, `department` and `private`."""

    services: Sequence[Service]
    layers: Mapping[str, Manifest]
    departments: Collection[str]
    agencies: Collection[str]
    owner_classes: Collection[str]
    owner_slug: str

    @property
    def owner_values(self) -> set[str]:
        """The owners that a feature may name."""
        return {*self.departments, *self.agencies, self.owner_slug, "private"}


def read_rules(folder: Path, known: Known, problems: list[Problem]) -> tuple[list[Rule], list[str]]:
    """The rules in order, and the precedence of road owners."""
    document = Fields(given=read_toml(folder / FILE, FILE, problems), where="", file=FILE, problems=problems)
    precedence = document.texts("road_precedence", needed=True)
    for word in precedence:
        if word not in known.owner_classes and word not in known.owner_values:
            sentence = f"{word!r} is neither a class nor a slug of an owner. {did_you_mean(word, known.owner_classes)}"
            document.wrong("road_precedence", sentence)
    entries = document.entries("rule", entry_lines(folder / FILE, "rule"))
    document.nothing_else()
    if not entries:
        document.wrong("[[rule]]", "At least one rule is needed.")
    rules: list[Rule] = []
    for fields in entries:
        rule = _rule(fields, known)
        if any(rule.id == other.id for other in rules):
            fields.wrong("id", f"{rule.id!r} stands here a second time; each rule needs its own.")
        reachable(fields, rule, rules, known.services)
        rules.append(rule)
    return rules, list(precedence)


def _rule(fields: Fields, known: Known) -> Rule:
    rule_id = fields.text("id", "state-road")
    if rule_id and not SLUG.fullmatch(rule_id):
        fields.wrong("id", f"{rule_id!r} must be small letters, digits and hyphens, such as 'state-road'.")
    relation = Relation(fields.choice("relation", tuple(kind.value for kind in Relation)))
    manifest = _layer(fields, relation, known)
    where = fields.table("where")
    conditions = read_conditions(fields)
    rule = Rule(
        id=rule_id,
        relation=relation,
        owner=_owner(fields, relation, manifest, known),
        reason=_reason(fields, manifest),
        layer=fields.optional_text("layer"),
        locus=tuple(Locus(word) for word in _words(fields, "locus", tuple(kind.value for kind in Locus))),
        services=_words(fields, "services", [service.code for service in known.services]),
        except_services=_words(fields, "except_services", [service.code for service in known.services]),
        groups=_words(fields, "groups", {service.group for service in known.services}),
        where={name: where.texts(name, needed=True) for name in where.given},
        answers=conditions.answers,
        valid_from=conditions.valid_from,
        valid_until=conditions.valid_until,
        season=conditions.season,
        beside=fields.flag("beside", default=False),
    )
    _where(where, rule, manifest, known)
    check_conditions(fields, rule, known.services)
    fields.nothing_else()
    return rule


def _words(fields: Fields, name: str, known: Collection[str]) -> tuple[str, ...]:
    good = []
    for word in fields.texts(name):
        if word in known:
            good.append(word)
        else:
            fields.wrong(name, f"{word!r} does not exist. {did_you_mean(word, known)}")
    return tuple(good)


def _layer(fields: Fields, relation: Relation, known: Known) -> Manifest | None:
    slug = fields.given.get("layer")
    if relation is Relation.ALWAYS:
        if fields.has("layer"):
            fields.wrong("layer", "A rule that always holds looks at no layer; leave it out.")
        return None
    if not isinstance(slug, str) or slug not in known.layers:
        fields.wrong("layer", f"There is no manifest for a layer {slug!r}. {did_you_mean(str(slug), known.layers)}")
        return None
    manifest = known.layers[slug]
    if not manifest.routing:
        fields.wrong("layer", f"Decisions only see layers with routing = true; set it in manifests/{slug}.toml.")
    if manifest.geometry not in _GEOMETRIES[relation]:
        needed = " or ".join(_GEOMETRIES[relation])
        fields.wrong("relation", f"{relation.value!r} needs a layer of {needed}; {slug} is one of {manifest.geometry}.")
    return manifest


def _owner(fields: Fields, relation: Relation, manifest: Manifest | None, known: Known) -> str:
    owner = fields.text("owner", "department")
    word, colon, rest = owner.partition(":")
    if owner in PLAIN_OWNERS or (word == "feature" and rest) or (word == "private" and rest):
        if word == "feature" and relation is Relation.ALWAYS:
            fields.wrong("owner", "A rule that always holds has no feature to ask; name the owner.")
        elif word == "feature" and rest and manifest is not None and rest not in manifest.columns:
            fields.wrong(
                "owner", f"The layer {manifest.layer} maps no {rest!r}. {did_you_mean(rest, manifest.columns)}"
            )
        elif owner == "feature" and manifest is not None and not (manifest.owner or manifest.owner_column):
            sentence = (
                f"It never holds: the features of {manifest.layer} name no owner; its manifest has no owner_column."
            )
            fields.wrong("owner", sentence, grave=False)
        return owner
    on_file = {"agency": known.agencies, "department": known.departments}.get(word)
    if on_file is None or not colon:
        fields.wrong(
            "owner",
            f"{owner!r} must be feature, feature:ATTRIBUTE, department, county, agency:SLUG, department:SLUG, "
            "private:KIND or nobody.",
        )
    elif rest not in on_file and not (word == "agency" and rest in known.departments):
        fields.wrong("owner", f"{rest!r} is not on file. {did_you_mean(rest, on_file)}")
    return owner


def _reason(fields: Fields, manifest: Manifest | None) -> str:
    reason = fields.text("reason", "State road: {road}.")
    possible = {*REASON_WORDS, *(manifest.columns if manifest is not None else ())}
    try:
        used = [name for _, name, _, _ in string.Formatter().parse(reason) if name is not None]
    except ValueError as error:
        fields.wrong("reason", f"The braces do not match: {error}.")
        return reason
    for name in used:
        if name not in possible:
            fields.wrong("reason", f"{{{name}}} means nothing here. {did_you_mean(name, possible)}")
    return reason


def _where(where: Fields, rule: Rule, manifest: Manifest | None, known: Known) -> None:
    if where.given and manifest is None:
        where.wrong("where", "Without a layer there is no feature whose attributes could be looked at.")
        return
    for name, values in rule.where.items():
        if name == "owner" or (manifest is not None and name == manifest.owner_column):
            possible: Collection[str] = known.owner_values
        elif name == "owner_class":
            possible = known.owner_classes
        elif name == "name" or (manifest is not None and name in manifest.columns):
            continue
        else:
            attributes = {"owner", "owner_class", "name", *(manifest.columns if manifest is not None else ())}
            where.wrong(name, f"The layer maps no {name!r}. {did_you_mean(name, attributes)}")
            continue
        for value in values:
            if value not in possible:
                where.wrong(name, f"{value!r} is not on file. {did_you_mean(value, possible)}")
