"""Which kind of answer each sort of owner gets, and the version of the whole procedure."""

from collections.abc import Mapping
from typing import Final

from gis_cas.domain.decision import DecisionKind
from gis_cas.domain.directory import OwnerType

ALGORITHM_VERSION: Final = "3"
"""Raised whenever the same inputs could give another decision; stored with each decision for its replay."""

KIND_BY_OWNER: Final[Mapping[OwnerType, DecisionKind]] = {
    OwnerType.DEPARTMENT: DecisionKind.ASSIGNED,
    OwnerType.AGENCY: DecisionKind.REFERRED,
    OwnerType.PRIVATE: DecisionKind.PRIVATE_OWNER,
}
"""Departments are assigned, agencies are referred to (R9, R11), private owners get a letter of their own (R12)."""
