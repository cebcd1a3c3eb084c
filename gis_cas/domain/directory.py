"""Who can be responsible: departments, agencies, private owners."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class OwnerType(StrEnum):
    """What sort of body an owner is."""

    DEPARTMENT = "department"
    AGENCY = "agency"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A responsible body as it stood when it was named: this is the snapshot that a referral keeps (R11)."""

    slug: str
    type: OwnerType
    name: str
    owner_class: str
    address: str | None = None
    phone: str | None = None
    verified_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Every department and agency on file, by slug."""

    departments: dict[str, Owner]
    agencies: dict[str, Owner]
