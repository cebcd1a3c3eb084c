"""Rows without a spot of their own: given in words, or without any place that matters."""

import numpy as np
from numpy.typing import NDArray

from layers.bulk import answer
from layers.bulk.codes import Codes
from layers.bulk.digits import Texts
from layers.bulk.ground import Bools, Ground
from layers.bulk.plan import ByWords, Plan
from layers.bulk.said import Asked, Said, Spots


class Worded:
    """Finds their places, all of a block at once, and decides those that have none or several."""

    def __init__(self, plan: Plan, codes: Codes, ground: Ground) -> None:
        self._plan, self._codes = plan, codes
        services = plan.asking.ruleset.services
        self._placeless: Bools = np.array([plan.asking.needs_no_spot(one) for one in services.values()], dtype=np.bool_)
        self._nowhere: NDArray[np.object_] = np.full(len(services), None)
        by_layer = zip(ground.layer_of.tolist(), ground.keys, strict=True)
        streets = plan.asking.streets
        self._segments = {
            key: number for number, (layer, key) in enumerate(by_layer) if ground.layers[layer].slug == streets
        }
        self._known_desk: ByWords | None = None

    def place(self, said: Said, words: Texts | None, spots: Spots) -> list[Asked]:
        """Give rows the spots that their words mean, and decide the others; gives what is asked in words."""
        waiting = said.open & (np.isnan(spots.lat) | self._placeless[said.service])
        said.open[waiting] = False
        worded: list[Asked] = []
        if words is not None:
            rows = np.flatnonzero(waiting & ~self._placeless[said.service] & (words != b""))
            worded = [Asked(row, self._codes.known[said.service[row]], text_of(words[row])) for row in rows.tolist()]
            waiting[rows] = False
            self._find(said, worded, spots)
        services = np.unique(said.service[waiting])
        missing = [one for one in services.tolist() if self._nowhere[one] is None]
        found = self._decided([(self._codes.known[one], "") for one in missing])
        for one in missing:
            self._nowhere[one] = found[self._codes.known[one], ""]
        said.words[waiting] = self._nowhere[said.service[waiting]]
        return worded

    def _find(self, said: Said, worded: list[Asked], spots: Spots) -> None:
        """Give each row the place that its words mean; those with none or several are decided."""
        once = list(dict.fromkeys(one.words for one in worded))
        places = dict(zip(once, self._desk.places(once), strict=True)) if once else {}
        rest = []
        for one in worded:
            place = places[one.words]
            if place is None:
                rest.append(one)
                continue
            said.open[one.row] = True
            spots.lat[one.row], spots.long[one.row] = place.position.lat, place.position.lon
            spots.radius_ft[one.row] = place.radius_ft
            spots.segment[one.row] = self._segments.get(place.segment_key or "", -1)
        self._decide_in_words(said, rest)

    def name_streets(self, said: Said, worded: list[Asked]) -> None:
        """Ask of a border that is a street by the street's name, as a request would be."""
        self._decide_in_words(said, [one for one in worded if answer.SIDE in said.words[one.row]])

    def _decide_in_words(self, said: Said, asked: list[Asked]) -> None:
        found = self._decided(list(dict.fromkeys((one.code, one.words) for one in asked)))
        for one in asked:
            said.words[one.row] = found[one.code, one.words]

    def _decided(self, asked: list[tuple[str, str]]) -> dict[tuple[str, str], bytes]:
        """The words for codes and words, each by itself."""
        if not asked:
            return {}
        told = [answer.whole(answer.told(one, trace=self._plan.trace)) for one in self._desk.decide(asked)]
        return dict(zip(asked, told, strict=True))

    @property
    def _desk(self) -> ByWords:
        if self._known_desk is None:
            self._known_desk = self._plan.words()
        return self._known_desk


def text_of(field_text: bytes) -> str:
    """A field's text without what surrounds it."""
    return bytes(field_text).decode("utf-8", "replace").strip()
