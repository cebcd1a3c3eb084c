"""Town and ZIP code as evidence between namesakes. They never say whose job anything is: mail ignores city limits."""

from collections.abc import Iterable

from gis_cas.geocoding.names import street_key
from gis_cas.geocoding.readings import Tail
from gis_cas.geocoding.scoring import CONFLICT, OTHER_TOWN, OTHER_ZIP
from gis_cas.store.locator_rows import LocatorState


class Postal:
    """What the address points on file say about towns and their ZIP codes."""

    def __init__(self, state: LocatorState) -> None:
        self._zips: dict[str, set[str]] = {}
        for town, zip_code in state.town_zips:
            self._zips.setdefault(street_key(town), set()).add(zip_code)
        self._all = {zip_code for zips in self._zips.values() for zip_code in zips} | set(state.street_zips)

    def cost(self, tail: Tail, *, zips: Iterable[str | None], town: str | None = None) -> float | None:
        """What a stated town and ZIP code take off the score of something that lies in `zips` and is mailed to `town`.

        None: it cannot be meant, as the words name a town that is nowhere on file and no ZIP code agrees.
        """
        known = {zip_code for zip_code in zips if zip_code}
        if tail.zip and tail.zip in known:
            return 0.0
        by_zip = 0.0
        if tail.zip and known:
            by_zip = OTHER_ZIP if tail.zip in self._all or not self._all else CONFLICT
        by_town = self._town_cost(tail, known, town)
        return None if by_town is None else max(by_zip, by_town)

    def _town_cost(self, tail: Tail, known: set[str], town: str | None) -> float | None:
        if tail.town is None or (town is not None and _same(tail.town, street_key(town))):
            return 0.0
        used = {zip_code for name, zips in self._zips.items() if _same(tail.town, name) for zip_code in zips}
        if used & known:
            return 0.0 if town is None else OTHER_TOWN / 2
        if used and known:
            return CONFLICT
        if not tail.town_is_ours:
            return None
        if not self._zips:
            return 0.0
        return CONFLICT if known else OTHER_TOWN


def _same(one: str, other: str) -> bool:
    """Whether two town keys name one town: "BOYNTON" is Boynton Beach, "GOLF" the Village of Golf."""
    first, second = set(one.split()), set(other.split())
    return first <= second or second <= first
