"""Whose desk a decided request lies on: nothing is ownerless (R25)."""

from dataclasses import dataclass

from gis_cas.domain.city import City
from gis_cas.domain.decision import Decision, DecisionKind
from gis_cas.domain.directory import Directory, Owner, OwnerType
from gis_cas.domain.request import Person
from gis_cas.domain.service import Service
from gis_cas.policy.sight import INSPECTOR

QUEUE = "queue"

_OWNED = {
    *(DecisionKind.ASSIGNED, DecisionKind.REFERRED, DecisionKind.PRIVATE_OWNER),
    *(DecisionKind.SPLIT, DecisionKind.NO_PLACE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Accountable:
    """The desk: type is department, agency, private or queue; `notice` tells the requester what is unusual about it."""

    type: str
    slug: str
    name: str
    address: str | None = None
    phone: str | None = None
    verified_on: str | None = None
    notice: str | None = None


def administrator(city: City, directory: Directory) -> Accountable:
    """The administrator's queue, where everything goes that cannot be routed."""
    office = directory.departments.get(city.administrator_queue)
    return Accountable(
        type=QUEUE,
        slug=city.administrator_queue,
        name=office.name if office else city.name,
        address=office.address if office else None,
        phone=office.phone if office else city.phone,
    )


def accountable(
    decision: Decision, *, service: Service, person: Person, city: City, directory: Directory
) -> Accountable:
    """The desk for a decision; a split lies with the department that leads (R13).

    The administrator's queue keeps what is not certain, what is only proposed (R53), and a referral that could not be
    written because the agency's name, address or phone is missing (R11). A code matter without the name and address
    that the law asks for lies in the inspectors' queue (R49).
    """
    owner = decision.owner
    if owner is None or decision.proposed or decision.kind not in _OWNED:
        return administrator(city, directory)
    if owner.type is OwnerType.AGENCY and missing_for_referral(owner):
        return administrator(city, directory)
    if owner.type is OwnerType.DEPARTMENT and service.code_enforcement and anonymous(person):
        return Accountable(
            type=QUEUE,
            slug=owner.slug + INSPECTOR,
            name=f"{owner.name}: inspector",
            address=owner.address,
            phone=owner.phone,
            notice=(
                "State law asks for your name and address before a code case can be opened. An inspector will read "
                "your report and decide what can be done without them. You can give them later under the same number."
            ),
        )
    return desk_of(owner)


def desk_of(owner: Owner) -> Accountable:
    """An owner as the desk of a request."""
    return Accountable(
        type=owner.type.value,
        slug=owner.slug,
        name=owner.name,
        address=owner.address,
        phone=owner.phone,
        verified_on=owner.verified_on.isoformat() if owner.verified_on else None,
    )


def missing_for_referral(owner: Owner) -> list[str]:
    """Which of the three facts that a referral must carry are missing (R11)."""
    facts = {"name": owner.name, "address": owner.address, "phone": owner.phone}
    return [fact for fact, value in facts.items() if not (value or "").strip()]


def anonymous(person: Person) -> bool:
    """Whether the name or the address that a code case needs is missing (R49)."""
    return not ((person.name or "").strip() and (person.address or "").strip())
