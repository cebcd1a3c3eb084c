"""One member of staff as the program knows them."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an account is for (R4, R5, R25)."""

    ADMINISTRATOR = "administrator"
    DIRECTOR = "director"
    STAFF = "staff"
    CLERK = "clerk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A staff account without its secret; `department_slug` is None for those who see every desk."""

    id: int
    login: str
    title: str
    role: Role
    department_slug: str | None
    demo: bool

    @property
    def sees_everything(self) -> bool:
        """Whether every department's requests are this account's to see."""
        return self.department_slug is None
