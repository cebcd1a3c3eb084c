"""Findings for the policy: of one row as it is, or of all rows like it with symbols for what differs."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple, cast

import shapely

from gis_cas.domain.findings import Finding, Findings, GeometryKind, Overlap
from gis_cas.geo.position import Position
from layers.bulk.asking import Asking, Questions
from layers.bulk.closer import SIDES
from layers.bulk.forms import Asked, Sign
from layers.bulk.ground import Ground
from layers.bulk.likeness import Likeness
from layers.bulk.lists import Lists
from layers.bulk.measuring import Overlaps, near_areas, overlapping
from layers.bulk.numbers import common_of, left_of
from layers.bulk.situations import MOST_ENTRIES, RADIUS, Block, feet_of, share_of
from layers.bulk.symbols import Closed, Followed

ENTRY: Final = -1
"""In a mark: the word is an entry's; a question's number there says it is that of an area in its lists."""

_NONE: Final[Mapping[str, Overlap]] = {}

_KEY, _NAME = "feature_key", "name"


SEGMENT: Final = -2
"""Likewise: the word is that of the segment which the address names."""


class Sight:
    """Makes findings of what stands in a block."""

    def __init__(self, ground: Ground, likeness: Likeness, asking: Asking, questions: Questions) -> None:
        self._ground, self._likeness, self._asking, self._questions = ground, likeness, asking, questions

    def plain(
        self,
        block: Block,
        row: int,
        held: Lists,
        *,
        position: Position,
        shares: Mapping[int, float],
        overlaps: Overlaps,
    ) -> Findings:
        """What is around one row, in its own numbers and words; `shares` by entry."""
        found = []
        listed = set()
        for entry, at in enumerate(block.entries(row)):
            feature, distance = int(block.around.feature[at]), float(block.around.distance_ft[at])
            listed.add(feature)
            side = SIDES[int(block.side[at])]
            holds = bool(block.around.holds[at])
            one = self._finding(
                feature,
                distance_ft=distance,
                share=shares.get(entry),
                overlaps=overlaps.get(entry, {}),
                side=side,
                holds=holds,
            )
            found.append(one)
        found += [
            self._finding(feature, distance_ft=math.inf, share=None, side=None, holds=True)
            for feature in held.of(int(block.around.kinds[row])).tolist()
            if feature not in listed
        ]
        segment, feature = None, int(block.segment[row])
        if feature >= 0:
            away_ft = float(shapely.distance(self._ground.shapes[feature], shapely.Point(block.xy[row])))
            _, segment = self._finding(feature, distance_ft=away_ft, share=None, side=None, holds=False)
        radius_ft, ours = float(block.radius_ft[row]), bool(block.ours[row])
        return self._findings(found, position=position, radius_ft=radius_ft, ours=ours, segment=segment)

    def symbolic(self, block: Block, row: int, held: Lists, followed: Followed) -> Findings:
        """What is around every row like this one: numbers that are followed, words that are filled in."""
        found = []
        listed = set()
        overlaps = self._overlaps(block, row, followed)
        for entry, at in enumerate(block.entries(row)):
            feature = int(block.around.feature[at])
            listed.add(feature)
            distance_ft: Any = math.inf
            share: Any = None
            if math.isfinite(block.around.distance_ft[at]):
                distance_ft = followed.number(feet_of(entry))
                share = followed.number(share_of(entry)) if self._ground.is_area[feature] else None
            same = (entry, int(block.same_name[row, entry]), int(block.same_words[row, entry]))
            one = self._finding(
                feature,
                distance_ft=distance_ft,
                share=share,
                overlaps=overlaps.get(entry, {}),
                side=SIDES[int(block.side[at])],
                holds=bool(block.around.holds[at]),
                sort_ft=float(block.around.distance_ft[at]),
                words=self._marked(feature, followed, [(ENTRY, one) for one in same]),
            )
            found.append(one)
        for place, feature in enumerate(held.of(int(block.around.kinds[row])).tolist()):
            if feature not in listed:
                words = self._marked(feature, followed, [(int(block.question[row]), place)] * 3)
                one = self._finding(feature, distance_ft=math.inf, share=None, side=None, holds=True, words=words)
                found.append(one)
        radius_ft: Any = followed.number(RADIUS)
        position = cast("Position", Closed())
        ours, segment = bool(block.ours[row]), self._segment(block, row, followed)
        return self._findings(found, position=position, radius_ft=radius_ft, ours=ours, segment=segment)

    def _segment(self, block: Block, row: int, followed: Followed) -> Finding | None:
        feature = int(block.segment[row])
        if feature < 0:
            return None
        where = [(ENTRY, one) if one < MOST_ENTRIES else (SEGMENT, 0) for one in block.beside[row].tolist()]
        away_ft, words = cast("float", Closed()), self._marked(feature, followed, where)
        return self._finding(
            feature, distance_ft=away_ft, share=None, side=None, holds=False, sort_ft=0.0, words=words
        )[1]

    def assumptions(self, block: Block, row: int) -> frozenset[Asked]:
        """What holds for all rows like this one: an edge that was found is within reach."""
        silent = Followed(values=())
        assumed = set()
        for entry, at in enumerate(block.entries(row)):
            feature = int(block.around.feature[at])
            if self._ground.is_area[feature] and math.isfinite(block.around.distance_ft[at]):
                reach = silent.number(RADIUS) + float(self._ground.accuracy_ft[feature])
                assumed.add(Asked((silent.number(feet_of(entry)) - reach).form, Sign.AT_MOST))
        return frozenset(assumed)

    def _findings(
        self,
        found: list[tuple[Any, Finding]],
        *,
        position: Position,
        radius_ft: float,
        ours: bool,
        segment: Finding | None,
    ) -> Findings:
        """The findings in the order of the store's; `ours`: an area of the city's own holds the spot besides."""
        found.sort(key=lambda pair: pair[0])
        asking = self._asking
        besides = (replace(_OURS, owner=asking.city.owner_slug),) if ours else ()
        return Findings(
            position=position,
            radius_ft=radius_ft,
            valid_on=asking.valid_on,
            known_at=asking.known_at,
            publications=asking.publications,
            findings=(*(finding for _, finding in found), *besides),
            segment=segment,
        )

    def _finding(
        self,
        feature: int,
        *,
        distance_ft: float,
        share: float | None,
        side: str | None,
        holds: bool,
        overlaps: Mapping[str, Overlap] = _NONE,
        sort_ft: float | None = None,
        words: "_Words | None" = None,
    ) -> tuple[Any, Finding]:
        ground = self._ground
        layer = ground.layers[ground.layer_of[feature]]
        area = bool(ground.is_area[feature])
        left, right = _length(ground.left_ft[feature]), _length(ground.right_ft[feature])
        own = words or _Words(ground.keys[feature], ground.names[feature], ground.attributes[feature])
        attributes = own.attributes
        if not area:
            attributes = attributes | {"half_width_left_ft": left, "half_width_right_ft": right}
        finding = Finding(
            layer=layer.slug,
            feature_key=own.key,
            name=own.name,
            owner=ground.owners[feature],
            attributes=attributes,
            geometry_kind=GeometryKind.POLYGON if area else GeometryKind.LINE,
            contains=holds,
            distance_ft=distance_ft,
            accuracy_ft=layer.accuracy_ft,
            publication_id=layer.publication_id,
            layer_version=layer.version_number,
            share=share,
            overlaps=overlaps,
            half_width_ft=None if area else right if side == "right" or left is None else left,
            side=side,
        )
        by_ft = distance_ft if sort_ft is None else sort_ft
        return (layer.slug, not holds, by_ft, ground.keys[feature]), finding

    def _overlaps(self, block: Block, row: int, followed: Followed) -> Overlaps:
        """Symbols for what areas have in common, where the rules read it."""
        near = near_areas(block, row, self._ground)
        layers = self._questions.overlaps[int(block.question[row])]
        found: dict[int, dict[str, Overlap]] = {}
        for one, others in overlapping(near, self._ground, layers).items():
            for layer, entries in others.items():
                left: Any = followed.number(left_of(one, layer))
                common: Any = {
                    followed.mark((ENTRY, other, _KEY)): followed.number(common_of(one, other)) for other in entries
                }
                found.setdefault(one, {})[self._ground.layers[layer].slug] = Overlap(left=left, common=common)
        return found

    def _marked(self, feature: int, followed: Followed, where: Sequence[tuple[int, int]]) -> "_Words":
        """Marks for a feature's words, with where its key, name and other words stand; equal ones get one mark."""
        own, name_at, words_at = where
        like, name = self._likeness, self._ground.names[feature]
        marked = followed.mark((*name_at, _NAME)) if like.names_vary[feature] else name
        told = self._ground.attributes[feature]
        filled = {
            one: marked if name is not None and told[one] == name else followed.mark((*words_at, one))
            for one in like.told
            if told.get(one) not in (None, "")
        }
        attributes = like.attributes(feature, filled={one: str(mark) for one, mark in filled.items()})
        return _Words(followed.mark((*own, _KEY)), marked, attributes)


class _Words(NamedTuple):
    key: str
    name: str | None
    attributes: dict[str, Any]


def _length(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


_OURS: Final = Finding(
    layer="",
    feature_key="",
    name=None,
    owner=None,
    attributes={},
    geometry_kind=GeometryKind.POLYGON,
    contains=True,
    distance_ft=math.inf,
    accuracy_ft=0.0,
    publication_id=0,
    layer_version=0,
)
