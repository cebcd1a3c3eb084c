"""How well words fit a name on file: nothing is taken off for a full key, and something for every repair."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from gis_cas.geocoding.names import StreetName, split_key, street_key
from gis_cas.geocoding.vocabulary import BARE_ROUTE_WORDS, ROUTE_KINDS

FULL = 100.0
SURE = 80.0
"""From this score on a candidate may be acted on without asking; below it, the words were repaired too much."""

WITHIN = 5.0
"""Candidates this close to the best one are as good as it."""

MISSING = 10.0
CONFLICT = 25.0
MISSING_AT_CROSSING = 4.0
OTHER_ZIP = 10.0
OTHER_TOWN = 10.0
OTHER_PARITY = 10.0
UNIT_NOT_ON_FILE = 2.0
NUMBER_NOT_ON_FILE = 40.0
ROUTE_KIND_GUESSED = 10.0
MOVED_DIRECTIONAL = 3.0

_OPPOSITES = ({"N", "S"}, {"E", "W"})

_BARE_ROUTE = re.compile(rf"^(?:(?:{'|'.join(sorted(BARE_ROUTE_WORDS))}) )?(\d{{1,4}}[A-Z]?)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A street as words name it: its key, and the keys of the routes it may mean ("Hwy 804" may be SR 804)."""

    key: str
    routes: tuple[str, ...] = ()

    @property
    def bases(self) -> list[str]:
        """The base keys under which it may be on file."""
        return [split_key(self.key).base, *self.routes]


@lru_cache(maxsize=4096)
def wanted(key: str) -> Wanted:
    """What the key of some words asks for."""
    name = split_key(key)
    bare = None if name.type else _BARE_ROUTE.match(name.base)
    routes = tuple(f"{kind} {bare.group(1)}" for kind in ROUTE_KINDS) if bare else ()
    return Wanted(key=key, routes=routes)


@lru_cache(maxsize=65_536)
def cost(asked: str, on_file: str, *, own_name: str = "", missing: float = MISSING) -> float | None:
    """What fitting the key `asked` to the key `on_file` takes off the score; None when they are different names.

    An alias without a directional ("SR 804", "OCEAN AVE") has that of the segment's `own_name` ("E OCEAN AVE") when the
    words name one.
    """
    if asked == on_file:
        return 0.0
    want, have = split_key(asked), split_key(on_file)
    guessed = 0.0
    if want.base != have.base:
        if have.base not in wanted(asked).routes:
            return None
        guessed = ROUTE_KIND_GUESSED
    direction = _part(want.direction, have.direction, missing=missing)
    if want.direction and not have.direction:
        direction = _inherited(want.direction, have, split_key(own_name), missing=missing)
    moved = MOVED_DIRECTIONAL if bool(want.pre) != bool(have.pre) and want.direction == have.direction else 0.0
    return guessed + direction + moved + _part(want.type, have.type, missing=missing)


def best_cost(asked: str, keys: Iterable[str], *, own_name: str, missing: float = MISSING) -> float | None:
    """The least cost over every key that a segment answers to; `own_name` is its name on file, in any form."""
    own = street_key(own_name)
    costs = [cost(asked, key, own_name=own, missing=missing) for key in keys]
    return min((value for value in costs if value is not None), default=None)


def other_type_only(asked: str, on_file: str) -> bool:
    """Whether a street fits the words in everything but its type, which is another one than was said."""
    want, have = split_key(asked), split_key(on_file)
    if not want.type or not have.type or want.type == have.type:
        return False
    return want.base == have.base and want.direction == have.direction


def _inherited(asked: str, alias: StreetName, own: StreetName, *, missing: float) -> float:
    """What a directional costs that the alias lacks: nothing when the segment's own name has it."""
    shared = alias.base == own.base or alias.is_route
    if not shared or not own.direction:
        return missing
    if asked == own.direction:
        return 0.0
    return CONFLICT if alias.base == own.base or {asked, own.direction} in _OPPOSITES else missing


def _part(want: str, have: str, *, missing: float) -> float:
    if want == have:
        return 0.0
    return CONFLICT if want and have else missing
