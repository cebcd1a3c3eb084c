"""Mile posts and exits as a process keeps them: by the road they stand on."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from gis_cas.geocoding import scoring
from gis_cas.geocoding.names import base_key
from gis_cas.store.locator_rows import MarkerRow

ROAD_NOT_NAMED = 10.0


@dataclass(frozen=True, slots=True)
class Road:
    """The posts and exits of one road; `miles` in their order."""

    name: str
    bases: frozenset[str]
    miles: list[tuple[float, MarkerRow]] = field(default_factory=list)
    exits: list[MarkerRow] = field(default_factory=list)


class Markers:
    """The mile posts and exits of one version, by road."""

    def __init__(self, rows: Iterable[MarkerRow]) -> None:
        self.roads: dict[str, Road] = {}
        for row in rows:
            name = row.routes[0]
            bases = frozenset(base_key(route) for route in row.routes)
            road = self.roads.setdefault(base_key(name), Road(name, bases))
            if row.kind == "exit":
                road.exits.append(row)
            else:
                road.miles.append((float(row.number), row))
        for road in self.roads.values():
            road.miles.sort(key=lambda one: one[0])

    def called(self, route: str | None) -> list[tuple[Road, float]]:
        """The roads of a name (a street's key), and what it costs that they are called so, or not called at all."""
        if route is None:
            return [(road, ROAD_NOT_NAMED) for road in self.roads.values()]
        wanted = scoring.wanted(route)
        own = [(road, 0.0) for road in self.roads.values() if wanted.bases[0] in road.bases]
        guessed = ((road, scoring.ROUTE_KIND_GUESSED) for road in self.roads.values() if road.bases & {*wanted.routes})
        return own or list(guessed)
