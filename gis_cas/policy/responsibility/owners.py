"""From what a rule or a layer calls an owner to the body on file."""

from dataclasses import replace
from typing import Final

from gis_cas.domain.city import City
from gis_cas.domain.directory import Directory, Owner, OwnerType
from gis_cas.domain.findings import Finding
from gis_cas.domain.rules import Rule
from gis_cas.domain.service import Service
from gis_cas.policy.responsibility.claim import NOBODY, Spot

_PRIVATE: Final = "private"
_KIND_ATTRIBUTE: Final = "private_kind"


def owner_named(value: str, *, department: str, directory: Directory, city: City, kind: str | None = None) -> Owner:
    """The body behind a value in a layer: the city's own slug, `private`, or a slug of the directory.

    The city's own slug means the service's department (R25). A slug that nobody filed is `NOBODY`: a person looks at
    such a request, it is neither lost nor guessed.
    """
    if value == city.owner_slug:
        return directory.departments.get(department, NOBODY)
    if value == _PRIVATE:
        return private_owner(kind)
    return directory.agencies.get(value) or directory.departments.get(value) or NOBODY


def private_owner(kind: str | None) -> Owner:
    """A private owner of some kind ("homeowners' association"); it needs no address and no phone (R12)."""
    name = f"Private owner ({kind})" if kind else "Private owner"
    return Owner(slug=_PRIVATE, type=OwnerType.PRIVATE, name=name, owner_class=_PRIVATE)


def referred_owner(slug: str, directory: Directory) -> Owner:
    """A body that is referred to, never assigned (R9): an agency, or a department not under the City Manager."""
    if slug in directory.agencies:
        return directory.agencies[slug]
    department = directory.departments.get(slug)
    return NOBODY if department is None else replace(department, type=OwnerType.AGENCY)


def owner_of_feature(finding: Finding, spot: Spot, attribute: str | None = None) -> Owner | None:
    """Who a feature says it belongs to (or who an attribute of it names); None when it says nothing."""
    value = finding.owner if attribute is None else finding.attributes.get(attribute)
    if not value:
        return None
    kind = finding.attributes.get(_KIND_ATTRIBUTE)
    return owner_named(
        str(value),
        department=spot.service.department,
        directory=spot.directory,
        city=spot.city,
        kind=str(kind) if kind else None,
    )


def owner_by_rule(rule: Rule, finding: Finding | None, spot: Spot) -> Owner | None:
    """The body a rule names for a feature; None when it asks the feature and the feature has no owner."""
    word, _, rest = rule.owner.partition(":")
    if word == "feature":
        return owner_of_feature(finding, spot, rest or None) if finding is not None else None
    return owner_everywhere(rule, spot.service, spot.directory)


def matches(rule: Rule, finding: Finding, spot: Spot) -> bool:
    """Whether a feature meets the rule's `where`: each of `owner`, `owner_class` or an attribute is in its list.

    An owner that nobody filed may be of any class: it meets them all, and the claim it makes goes to a person.
    """
    for name, allowed in rule.where.items():
        if name == "owner":
            value: object = finding.owner
        elif name == "name":
            value = finding.name
        elif name == "owner_class":
            owner = owner_of_feature(finding, spot)
            value = allowed[0] if owner is NOBODY else owner and owner.owner_class
        else:
            value = finding.attributes.get(name, finding.owner if name == "maintainer" else None)
        if value is None or str(value) not in allowed:
            return False
    return True


def owner_everywhere(rule: Rule, service: Service, directory: Directory) -> Owner:
    """The body that a rule without a layer names."""
    word, _, rest = rule.owner.partition(":")
    match word:
        case "department":
            return directory.departments.get(rest or service.department, NOBODY)
        case "county":
            return directory.agencies.get(service.county_agency, NOBODY)
        case "agency":
            return referred_owner(rest, directory)
        case "private":
            return private_owner(rest or None)
        case _:
            return NOBODY


def queue_name(directory: Directory, city: City) -> str:
    """How the administrator's queue is called in a sentence (R25)."""
    queue = directory.departments.get(city.administrator_queue)
    return queue.name if queue else city.administrator_queue
