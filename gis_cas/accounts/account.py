"""One member of staff as the program knows them on a city day."""

from dataclasses import dataclass
from functools import cached_property

from gis_cas.policy.access import Door, Role, may
from gis_cas.policy.sight import Sight, sight_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A role in force, with the department or seat it is held for."""

    role: Role
    scope: str | None = None


@dataclass(frozen=True, kw_only=True)
class Account:
    """A staff account without its secret; `held` is what was granted and is in force today in the city."""

    id: int
    login: str
    title: str
    demo: bool
    email: str | None = None
    must_change_password: bool = False
    held: tuple[Held, ...] = ()
    session_id: int | None = None
    second_factor_given: bool = False

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles in force."""
        return frozenset(one.role for one in self.held)

    @cached_property
    def sight(self) -> Sight:
        """Which requests this account sees."""
        return sight_of((one.role, one.scope) for one in self.held)

    def may(self, door: Door) -> bool:
        """Whether this account may go through the door: what everyone signed in may do needs no role."""
        return door in _WITHOUT_A_ROLE or may(self.roles, door)


_WITHOUT_A_ROLE = frozenset({Door.PUBLIC, Door.OPERATIONS, Door.SIGN_IN, Door.OWN_ACCOUNT})
"""An account that holds no role today still has its own page."""
