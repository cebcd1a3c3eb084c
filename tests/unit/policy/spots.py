"""A small city for the policy's tests: owners, services, the rules of the folder, and findings by the foot."""

import math
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from gis_cas.domain.city import City
from gis_cas.domain.decision import Decision
from gis_cas.domain.directory import Directory, Owner, OwnerType
from gis_cas.domain.findings import Finding, Findings, GeometryKind, Overlap
from gis_cas.domain.rules import Ruleset
from gis_cas.geo.position import Box, Position
from gis_cas.policy.responsibility import decide
from gis_cas.policy.ruleset import rule_from, ruleset_document, ruleset_from, service_from

FOLDER = Path(__file__).parents[3] / "layers" / "boynton_beach"
ACCURACY_FT = 10.0
SPOT = Position(lon=-80.064, lat=26.5262)
LAYERS = [
    "municipalities",
    "county",
    "enclaves",
    "streets",
    "canals",
    "railways",
    "right_of_way",
    "water_service_area",
    "fire_service_area",
    "water_bodies",
    "parks",
    "schools",
]

CITY = City(
    slug="boynton-beach",
    name="City of Boynton Beach",
    short_name="Boynton Beach",
    state="FL",
    time_zone=ZoneInfo("America/New_York"),
    srid_ft=2881,
    datum_pipeline="",
    languages=("en",),
    phone="561-742-6000",
    owner_slug="city",
    map_extent=Box(-80.13, 26.47, -80.03, 26.59),
    surroundings=Box(-80.9, 26.3, -79.9, 27.0),
    surroundings_name="Palm Beach County",
    mailing_names=("Boynton Beach",),
    first_response=timedelta(hours=72),
    outcome_response=timedelta(hours=72),
    date_stamp_hour=8,
    radius_ft={"default_pin": 33.0},
    max_radius_ft=500.0,
    road_reach_ft=150.0,
    administrator_queue="city-manager",
)


def _department(slug: str) -> Owner:
    return Owner(slug=slug, type=OwnerType.DEPARTMENT, name=slug.replace("-", " ").title(), owner_class="department")


def _agency(slug: str, owner_class: str) -> Owner:
    name = slug.replace("-", " ").title()
    return Owner(
        slug=slug, type=OwnerType.AGENCY, name=name, owner_class=owner_class, address="1 Main St", phone="561-1"
    )


DIRECTORY = Directory(
    departments={
        slug: _department(slug)
        for slug in [
            "city-manager",
            "public-works",
            "engineering",
            "utilities",
            "community-standards",
            "development",
            "police",
            "fire-rescue",
            "recreation-parks",
            "library",
            "city-clerk",
            "city-attorney",
        ]
    },
    agencies={
        slug: _agency(slug, owner_class)
        for slug, owner_class in {
            "fdot-d4": "state",
            "pbc-engineering": "county",
            "pbc-traffic": "county",
            "pbc-road-bridge": "county",
            "pbc-code": "county",
            "pbc-water": "county",
            "pbc-animal-care": "county",
            "palm-beach-county": "county",
            "pbso": "constitutional",
            "swa": "special district",
            "lwdd": "special district",
            "sfwmd": "regional",
            "fec": "rail",
            "sfrta": "transit",
            "cra": "special district",
            "school-district": "school board",
            "ocean-ridge": "municipality",
            "delray-beach": "municipality",
            "fpl": "utility",
            "palm-tran": "county",
        }.items()
    },
)


def _ruleset() -> Ruleset:
    services = tomllib.loads((FOLDER / "services.toml").read_text(encoding="utf-8"))
    rules = tomllib.loads((FOLDER / "responsibility.toml").read_text(encoding="utf-8"))
    return ruleset_from(
        ruleset_document(
            [service_from(entry) for entry in services["service"]],
            [rule_from(entry) for entry in rules["rule"]],
            rules["road_precedence"],
        )
    )


RULESET = _ruleset()


def area(
    layer: str,
    key: str,
    owner: str | None,
    *,
    contains: bool = True,
    edge_ft: float = math.inf,
    share: float | None = None,
    accuracy_ft: float = ACCURACY_FT,
    overlaps: Mapping[str, Overlap] | None = None,
) -> Finding:
    """A polygon: where its edge is, how much of the disc it holds, and how much of that together with others."""
    return Finding(
        layer=layer,
        feature_key=key,
        name=key,
        owner=owner,
        attributes={},
        geometry_kind=GeometryKind.POLYGON,
        contains=contains,
        distance_ft=edge_ft,
        accuracy_ft=accuracy_ft,
        publication_id=1,
        layer_version=1,
        share=share,
        overlaps=overlaps or {},
    )


def line(
    layer: str,
    key: str,
    owner: str | None,
    *,
    distance_ft: float,
    half_width_ft: float,
    other_half_width_ft: float | None = None,
    **attributes: str | None,
) -> Finding:
    """A line that far away, with its half-width on the spot's side."""
    other = half_width_ft if other_half_width_ft is None else other_half_width_ft
    return Finding(
        layer=layer,
        feature_key=key,
        name=key,
        owner=owner,
        attributes={**attributes, "half_width_left_ft": half_width_ft, "half_width_right_ft": other},
        geometry_kind=GeometryKind.LINE,
        contains=False,
        distance_ft=distance_ft,
        accuracy_ft=ACCURACY_FT,
        publication_id=1,
        layer_version=1,
        half_width_ft=half_width_ft,
    )


STATE_ROAD = ("fdot-d4", 50.0)
COUNTY_ROAD = ("pbc-engineering", 40.0)
CITY_STREET = ("city", 25.0)

IN_CITY = (area("municipalities", "Boynton Beach", "city"), area("county", "Palm Beach County", "palm-beach-county"))
IN_COUNTY = (area("county", "Palm Beach County", "palm-beach-county"),)
IN_OCEAN_RIDGE = (area("municipalities", "Ocean Ridge", "ocean-ridge"), *IN_COUNTY)


def road(key: str, kind: tuple[str, float], distance_ft: float, *, route: str | None = None) -> Finding:
    """A street of some kind (`STATE_ROAD` …) that far away."""
    maintainer, half_width_ft = kind
    return line("streets", key, maintainer, distance_ft=distance_ft, half_width_ft=half_width_ft, route=route)


def findings(
    *found: Finding, radius_ft: float = 33.0, segment: Finding | None = None, layers: list[str] | None = None
) -> Findings:
    """Findings around the spot, with every layer in force unless told otherwise."""
    return Findings(
        position=SPOT,
        radius_ft=radius_ft,
        valid_on=date(2026, 11, 23),
        known_at=None,
        publications=dict.fromkeys(LAYERS if layers is None else layers, 1),
        findings=found,
        segment=segment,
    )


def decided(
    service_code: str,
    *found: Finding,
    radius_ft: float = 33.0,
    segment: Finding | None = None,
    answers: dict[str, str] | None = None,
    ruleset: Ruleset = RULESET,
) -> Decision:
    """The decision for a service of the folder at the spot."""
    return decide(
        service=ruleset.services[service_code],
        findings=findings(*found, radius_ft=radius_ft, segment=segment),
        ruleset=ruleset,
        directory=DIRECTORY,
        city=CITY,
        answers=answers or {},
        proposed=False,
    )


def owner(decision: Decision) -> str | None:
    """The owner's slug."""
    return decision.owner.slug if decision.owner else None
