"""What roles can be held for in a city: its departments under the City Manager's eye, and the Commission's seats."""

from collections.abc import Mapping

from gis_cas.domain.city import City
from gis_cas.domain.directory import Directory
from gis_cas.policy.access import ScopeKind


def scopes_of(city: City, directory: Directory) -> Mapping[ScopeKind, Mapping[str, str]]:
    """Slug to name, for each kind of scope."""
    departments = {slug: owner.name for slug, owner in directory.departments.items()}
    return {ScopeKind.DEPARTMENT: departments, ScopeKind.SEAT: city.seats}
