"""Which requests somebody sees: all of them, some desks' (R25, R49), or one Commissioner's own (R53)."""

from collections.abc import Iterable
from dataclasses import dataclass

from gis_cas.policy.access import AS_ADMINISTRATOR, Role

INSPECTOR = "-inspector"
"""Suffix of a department's slug that names its inspectors' queue."""

_SEE_EVERYTHING = AS_ADMINISTRATOR | {Role.CITY_MANAGER, Role.INTAKE_CLERK, Role.RECORDS_CLERK}
_SEE_THE_DESK = frozenset({Role.DIRECTOR, Role.DELEGATE, Role.STAFF, Role.CREW, Role.DISPATCHER})
_SEE_THE_INSPECTORS = frozenset({Role.DIRECTOR, Role.DELEGATE, Role.INSPECTOR})
_SEE_THE_SEAT = frozenset({Role.COMMISSIONER, Role.COMMISSIONER_AIDE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """`desks` are owners' slugs, `seats` Commissioners' seats; without any of the three nothing is seen."""

    everything: bool = False
    desks: frozenset[str] = frozenset()
    seats: frozenset[str] = frozenset()

    def covers(self, *, owner_slug: str, seat: str | None) -> bool:
        """Whether a request on this desk, submitted by this seat (None: by nobody of the Commission), is seen."""
        return self.everything or owner_slug in self.desks or (seat is not None and seat in self.seats)


EVERYTHING = Sight(everything=True)


def sight_of(held: Iterable[tuple[Role, str | None]]) -> Sight:
    """What the holder of these roles, each with its department or seat, sees."""
    pairs = tuple(held)
    own = {scope for role, scope in pairs if role in _SEE_THE_DESK and scope is not None}
    inspected = {scope + INSPECTOR for role, scope in pairs if role in _SEE_THE_INSPECTORS and scope is not None}
    return Sight(
        everything=any(role in _SEE_EVERYTHING for role, _ in pairs),
        desks=frozenset(own | inspected),
        seats=frozenset(scope for role, scope in pairs if role in _SEE_THE_SEAT and scope is not None),
    )
