"""R11, R25, R49, R53: nothing is ownerless, and what is not settled is the administrator's."""

from dataclasses import replace

import pytest

from gis_cas.domain.decision import Decision, DecisionKind
from gis_cas.domain.directory import Directory, Owner, OwnerType
from gis_cas.domain.request import Person
from gis_cas.domain.service import LocationNeed, Locus, PublicationRule, Service, Urgency
from gis_cas.service_requests.accountable import Accountable, accountable, missing_for_referral
from tests.unit.service_requests.test_geocode import CITY

WORKS = Owner(slug="works", type=OwnerType.DEPARTMENT, name="Works", owner_class="department", phone="1", address="a")
COUNTY = Owner(slug="county", type=OwnerType.AGENCY, name="County", owner_class="county", phone="2", address="b")
HOA = Owner(slug="private:hoa", type=OwnerType.PRIVATE, name="a homeowners' association", owner_class="private")
MANAGER = replace(WORKS, slug="city-manager", name="City Manager's Office")
DIRECTORY = Directory(departments={"works": WORKS, "city-manager": MANAGER}, agencies={"county": COUNTY})
SERVICE = Service(
    code="s",
    name="S",
    group="g",
    description="",
    department="works",
    county_agency="county",
    locus=Locus.PARCEL,
    location=LocationNeed.REQUIRED,
    urgency=Urgency.NORMAL,
    publication=PublicationRule.BLOCK,
)


def desk(owner: Owner | None, kind: DecisionKind, *, service: Service = SERVICE, **changes: object) -> Accountable:
    person = changes.pop("person", Person())
    decision = Decision(kind=kind, reason="r", certain=True, owner=owner, **changes)  # type: ignore[arg-type]
    assert isinstance(person, Person)
    return accountable(decision, service=service, person=person, city=CITY, directory=DIRECTORY)


@pytest.mark.parametrize(
    ("owner", "kind", "lies_with"),
    [
        (WORKS, DecisionKind.ASSIGNED, ("department", "works")),
        (COUNTY, DecisionKind.REFERRED, ("agency", "county")),
        (HOA, DecisionKind.PRIVATE_OWNER, ("private", "private:hoa")),
        (WORKS, DecisionKind.NO_PLACE, ("department", "works")),
        (None, DecisionKind.NO_PLACE, ("queue", "city-manager")),
        (None, DecisionKind.REVIEW, ("queue", "city-manager")),
        (None, DecisionKind.UNLOCATED, ("queue", "city-manager")),
        (WORKS, DecisionKind.SPLIT, ("department", "works")),
    ],
)
def test_every_kind_has_a_desk(owner: Owner | None, kind: DecisionKind, lies_with: tuple[str, str]) -> None:
    found = desk(owner, kind)
    assert (found.type, found.slug) == lies_with
    assert found.name


@pytest.mark.parametrize("fact", ["name", "address", "phone"])
@pytest.mark.parametrize("value", [None, "  "])
def test_r11_an_agency_lacking_one_of_three_facts_is_named_to_nobody(fact: str, value: str | None) -> None:
    broken = replace(COUNTY, **{fact: value})  # type: ignore[arg-type]
    assert missing_for_referral(broken) == [fact]
    assert desk(broken, DecisionKind.REFERRED).type == "queue"


def test_r12_a_private_owner_needs_no_phone() -> None:
    assert desk(HOA, DecisionKind.PRIVATE_OWNER).type == "private"


def test_r53_what_is_proposed_stays_with_the_administrator() -> None:
    assert desk(WORKS, DecisionKind.ASSIGNED, proposed=True).slug == "city-manager"


@pytest.mark.parametrize(
    ("person", "slug"),
    [
        (Person(), "works-inspector"),
        (Person(name="A"), "works-inspector"),
        (Person(address="1 Main St"), "works-inspector"),
        (Person(name=" ", address="1 Main St"), "works-inspector"),
        (Person(name="A", address="1 Main St"), "works"),
    ],
)
def test_r49_a_code_matter_needs_name_and_address(person: Person, slug: str) -> None:
    found = desk(WORKS, DecisionKind.ASSIGNED, service=replace(SERVICE, code_enforcement=True), person=person)
    assert found.slug == slug
    assert bool(found.notice) == (slug == "works-inspector")


def test_r49_elsewhere_the_law_is_not_ours_to_apply() -> None:
    assert desk(COUNTY, DecisionKind.REFERRED, service=replace(SERVICE, code_enforcement=True)).slug == "county"
