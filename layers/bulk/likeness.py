"""Features that differ in nothing the policy may decide by: their names and numbers are words to be filled in."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from gis_cas.domain.directory import Directory
from gis_cas.domain.rules import Ruleset
from layers.bulk.ground import Ground
from layers.bulk.symbols import NotFollowed

DECISIVE: Final = frozenset({"private_kind", "maintainer"})
"""Attributes that the policy compares whatever the rules say; those that rules name come to them."""

TOLD: Final = frozenset({"route"})
"""Attributes that the policy writes into sentences by itself; those in a rule's reason come to them."""

WORD: Final = "\ue002"
"""Stands for any word in the description of a likeness."""

_FIELD = re.compile(r"{(\w+)")


class ReadAttributes(dict[str, Any]):
    """A feature's attributes as far as they are known to matter; asking for another one cannot be followed."""

    def __init__(self, values: Mapping[str, Any], hidden: frozenset[str]) -> None:
        super().__init__(values)
        self._hidden = hidden

    def get(self, key: str, default: Any = None) -> Any:
        """The value, unless it is one that was left out."""
        if key in self._hidden:
            raise NotFollowed
        return super().get(key, default)

    def __or__(self, other: Mapping[str, Any]) -> "ReadAttributes":  # type: ignore[override]
        return ReadAttributes({**self, **other}, self._hidden - frozenset(other))

    def __missing__(self, key: str) -> Any:
        if key in self._hidden:
            raise NotFollowed
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        if key in self._hidden:
            raise NotFollowed
        return super().__contains__(key)


class Likeness:
    """For each feature the number of its kind, and which of its words are only filled in.

    name, words: numbers that are equal for features with the same name, and with the same words altogether.
    """

    def __init__(self, ground: Ground, ruleset: Ruleset, directory: Directory) -> None:
        self._ground = ground
        compared, told = attributes_read(ruleset)
        self._compared, self._told = sorted(compared), sorted(told - compared)
        compared_names = {name for rule in ruleset.rules for name in rule.where.get("name", ())}
        fixed = _fixed_names(ground, directory) | compared_names
        self.names_vary = np.array([name is not None and name not in fixed for name in ground.names], dtype=np.bool_)
        kinds: dict[Any, int] = defaultdict(lambda: len(kinds))
        words: dict[Any, int] = defaultdict(lambda: len(words))
        names: dict[Any, int] = defaultdict(lambda: len(names))
        numbers = [self._numbers(feature, kinds, words, names) for feature in range(len(ground))]
        table = np.array(numbers, dtype=np.int64).reshape(-1, 3)
        self.kind, self.words, self.name = table[:, 0], table[:, 1], table[:, 2]

    def _numbers(self, feature: int, *known: dict[Any, int]) -> tuple[int, int, int]:
        ground = self._ground
        attributes = ground.attributes[feature]
        name = ground.names[feature]
        told = tuple(attributes.get(one) for one in self._told)
        kind = (
            int(ground.layer_of[feature]),
            ground.owners[feature],
            str(ground.left_ft[feature]),
            str(ground.right_ft[feature]),
            WORD if self.names_vary[feature] else name,
            tuple(str(attributes.get(one)) for one in self._compared),
            tuple(WORD if value not in (None, "") else value for value in told),
            tuple(value == name for value in told),
        )
        return known[0][kind], known[1][name, str(told)], known[2][name]

    def attributes(self, feature: int, *, filled: Mapping[str, str]) -> ReadAttributes:
        """What the policy may read of a feature's attributes; `filled` gives the mark for each that is only told."""
        whole = self._ground.attributes[feature]
        values = {one: whole[one] for one in self._compared if one in whole}
        for one in self._told:
            if one in whole:
                values[one] = whole[one] if whole[one] in (None, "") else filled[one]
        return ReadAttributes(values, frozenset(whole) - frozenset(values))

    @property
    def told(self) -> list[str]:
        """Attributes that are only told."""
        return self._told


def attributes_read(ruleset: Ruleset) -> tuple[frozenset[str], frozenset[str]]:
    """The attributes that are compared, and those that are told, by these rules."""
    compared = set(DECISIVE)
    told = set(TOLD)
    for rule in ruleset.rules:
        compared.update(rule.where)
        word, _, rest = rule.owner.partition(":")
        if word == "feature" and rest:
            compared.add(rest)
        told.update(_FIELD.findall(rule.reason))
    return frozenset(compared), frozenset(told)


def _fixed_names(ground: Ground, directory: Directory) -> set[str]:
    """Names that might be compared with something but their own like: an owner's, another layer's, another area's."""
    layers: dict[str, set[int]] = defaultdict(set)
    for name, layer in zip(ground.names, ground.layer_of.tolist(), strict=True):
        if name is not None:
            layers[name].add(layer)
    areas = Counter(name for name, area in zip(ground.names, ground.is_area.tolist(), strict=True) if area and name)
    owners = {owner.name for owner in (*directory.departments.values(), *directory.agencies.values())}
    return (
        owners
        | {name for name, where in layers.items() if len(where) > 1 or not name}
        | {name for name, count in areas.items() if count > 1}
    )
