"""Places that people call by a name, found by the whole of it, by some of its words, or nearly."""

from collections.abc import Sequence

import numpy as np
import shapely

from gis_cas.geocoding.alike import Alike
from gis_cas.geocoding.names import street_key
from gis_cas.store.locator_rows import LandmarkRow

PART_OF_THE_NAME = 6.0
"""What it costs that only some words of a landmark's name were given ("the Publix")."""

MOST_OF_A_NAME = 8
_SMALL_WORDS = frozenset({"THE", "OF", "AT", "AND", "DE", "LA", "EL", "LOS", "LAS", "DEL", "L", "A", "LE"})

_IN_ENGLISH = {
    **dict.fromkeys(("ESCUELA", "LEKOL"), "SCHOOL"),
    **dict.fromkeys(("PARQUE", "PAK"), "PARK"),
    **dict.fromkeys(("BIBLIOTECA", "BIBLIYOTEK"), "LIBRARY"),
    **dict.fromkeys(("IGLESIA", "LEGLIZ"), "CHURCH"),
    **dict.fromkeys(("PLAYA", "PLAJ"), "BEACH"),
    **dict.fromkeys(("CEMENTERIO", "SIMITYE"), "CEMETERY"),
}
"""What landmarks are called in Spanish and Haitian Creole, where their names are kept in English."""


class Landmarks:
    """The landmarks of one version, by name and by the words of their names."""

    def __init__(self, rows: Sequence[LandmarkRow]) -> None:
        self.rows = rows
        self._by_key: dict[str, list[LandmarkRow]] = {}
        self._by_word: dict[str, set[str]] = {}
        for row in rows:
            key = name_key(row.name)
            self._by_key.setdefault(key, []).append(row)
            for word in key.split():
                self._by_word.setdefault(word, set()).add(key)
        self._alike = Alike(self._by_key)
        self._tree = shapely.STRtree(np.array([row.shape for row in rows], dtype=object))

    def named(self, text: str) -> list[tuple[LandmarkRow, float]]:
        """The landmarks of this name, whole, in part or nearly, and what that costs."""
        key = name_key(text)
        if not key or not self._by_key:
            return []
        if key in self._by_key:
            return [(row, 0.0) for row in self._by_key[key]]
        words = [self._by_word.get(word, set()) for word in key.split()]
        within = sorted(set.intersection(*words)) if words else []
        if within and len(within) <= MOST_OF_A_NAME:
            return [(row, PART_OF_THE_NAME) for name in within for row in self._by_key[name]]
        return [(row, cost) for name, cost in self._alike.find(key) for row in self._by_key[name]]

    def nearest(self, x_ft: float, y_ft: float, *, reach_ft: float) -> tuple[LandmarkRow, float] | None:
        """The landmark nearest to a spot, and how far it is (0 inside), both in feet."""
        if not self.rows:
            return None
        near, distance = self._tree.query_nearest(
            shapely.points(x_ft, y_ft), max_distance=reach_ft, return_distance=True, all_matches=False
        )
        return (self.rows[int(near[0])], float(distance[0])) if len(near) else None


def name_key(text: str) -> str:
    """A landmark's name as it is compared: the words of a street's key without small words."""
    return " ".join(_IN_ENGLISH.get(word, word) for word in street_key(text).split() if word not in _SMALL_WORDS)
