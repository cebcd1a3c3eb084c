"""True spots and the pins that phones make of them.

Noise: both directions normal, so that the distance is Rayleigh's; a phone states the radius that holds 68 %, the
product takes 1.62 times that for 95 %, and so does the noise: one pin in twenty has its true spot outside its own disc.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from tests.benchmarks.area_oracle import Floats, Whole
from tests.benchmarks.lines_city import KINDS, Kind, kind_of, whole_degrees
from tests.benchmarks.lines_oracle import LinesOracle

PHONE_FT: Final = (16.0, 33.0, 65.0)
TO_95: Final = 1.62
ADDRESS_FT: Final = 25.0
_RAYLEIGH_95: Final = float(np.sqrt(-2 * np.log(0.05)))


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports: true spots and pins in the city's feet, 95 % radii, the addressed street or -1, the kind of each or -1.

    Kind -1 stands for every kind; inside: the true spot lies in the pin's own disc.
    """

    true: Floats
    pins: Floats
    radius_ft: Floats
    street: Whole
    kind: Whole

    @property
    def inside(self) -> Any:
        """Whether each true spot lies in its pin's disc."""
        return np.hypot(*(self.true - self.pins).T) <= self.radius_ft


def by_phone(true: Floats, chance: np.random.Generator, *, kind: Whole | None = None) -> Reports:
    """Each true spot pinned with each phone's noise in turn."""
    count = len(true)
    radius_ft = TO_95 * np.tile(PHONE_FT, count)
    spots = np.repeat(true, len(PHONE_FT), axis=0)
    return _pinned(spots, radius_ft, chance, kind=None if kind is None else np.repeat(kind, len(PHONE_FT)))


def state_spots(oracle: LinesOracle, chance: np.random.Generator, *, share: float) -> Floats:
    """On every state segment and beside it, and beside every twelfth other segment, where houses are."""
    state = np.flatnonzero(oracle.is_state)
    state = state[chance.random(len(state)) < share]
    other = np.flatnonzero(~oracle.is_state)[::12]
    other = other[chance.random(len(other)) < share]
    half = oracle.half_width_ft
    found = [
        _beside(oracle, state, chance, chance.uniform(-1, 1, len(state)) * half[state]),
        _beside(oracle, state, chance, _either(chance, half[state] + chance.uniform(0, 80, len(state)))),
        _beside(oracle, other, chance, _either(chance, half[other] + chance.uniform(0, 30, len(other)))),
    ]
    spots = np.concatenate(found)
    return spots[shapely.contains_xy(oracle.limits, spots)]


def crossings(oracle: LinesOracle, names: Any, chance: np.random.Generator, *, share: float) -> Floats:
    """Where a state street meets a street of another name, give or take a pole."""
    ends = np.concatenate([shapely.get_coordinates(shapely.get_point(oracle.streets, at)) for at in (0, -1)])
    named = pd.DataFrame({"x": ends[:, 0].round(0), "y": ends[:, 1].round(0)})
    named["name"] = np.tile(np.asarray(names), 2)
    named["state"] = np.tile(oracle.is_state, 2)
    nodes = named.groupby(["x", "y"]).agg(names=("name", "nunique"), state=("state", "any")).reset_index()
    nodes = nodes[(nodes["names"] > 1) & nodes["state"]]
    spots = nodes[["x", "y"]].to_numpy() + chance.uniform(-15, 15, (len(nodes), 2))
    kept = shapely.contains_xy(oracle.limits, spots) & (chance.random(len(spots)) < share)
    found: Floats = spots[kept]
    return found


def real_mix(path: Path, oracle: LinesOracle, pipeline: str, chance: np.random.Generator) -> tuple[Reports, int]:
    """The city's own requests as reports, and how many of those with a kind of place are left out for want of one.

    A request from a program (MethodReceived API, one in four) is a pin by phone, its noise taken in turn; every other
    one names its address, and is decided on the nearest street and a spot good to 25 ft.
    """
    rows = pd.read_csv(path, dtype=str)
    placed = rows[rows["Latitude"].notna()]
    placed = placed[~whole_degrees(placed)]
    lon, lat = placed["Longitude"].astype(float).to_numpy(), placed["Latitude"].astype(float).to_numpy()
    true = np.column_stack(Transformer.from_pipeline(pipeline).transform(lon, lat))
    inside = shapely.contains_xy(oracle.limits, true)
    placed, true = placed[inside], true[inside]
    kinds = [kind_of(str(one)) for one in placed["SRType"]]
    street = oracle.nearest_street(true)
    true = np.array([_lies(oracle, at, of, kind, chance) for at, of, kind in zip(true, street, kinds, strict=True)])
    number = np.array([KINDS.index(kind) for kind in kinds])
    phone = (placed["MethodReceived"] == "API").to_numpy()
    radius_ft = np.where(phone, TO_95 * np.resize(PHONE_FT, len(true)), ADDRESS_FT)
    reports = _pinned(true, radius_ft, chance, kind=number)
    return Reports(true, reports.pins, radius_ft, np.where(phone, -1, street), number), len(rows) - len(true)


def _lies(oracle: LinesOracle, at: Floats, street: int, kind: Kind, chance: np.random.Generator) -> Floats:
    """Where the thing truly lies: on the street it was reported at, beside it, or where the request says."""
    if kind.locus not in ("roadway", "roadside", "signal"):
        return at
    line, half = oracle.streets[street], oracle.half_width_ft[street]
    away = chance.uniform(-1, 1) * 0.6 * half
    if kind.locus == "roadside":
        away = float(_either(chance, np.array([chance.uniform(0.5, 1.3) * half]))[0])
    along = shapely.line_locate_point(line, shapely.Point(at))
    return _offset(line, along, away)


def _beside(oracle: LinesOracle, streets: Whole, chance: np.random.Generator, away: Floats) -> Floats:
    places = chance.random(len(streets))
    return np.array(
        [
            _offset(oracle.streets[street], place * oracle.streets[street].length, feet)
            for street, place, feet in zip(streets, places, away, strict=True)
        ]
    ).reshape(-1, 2)


def _offset(line: Any, along: float, away: float) -> Floats:
    half = min(0.5, line.length / 4)
    along = min(max(along, half), line.length - half)
    before, at, after = (shapely.get_coordinates(line.interpolate(along + step))[0] for step in (-half, 0.0, half))
    run = after - before
    spot: Floats = at + away * np.array([-run[1], run[0]]) / max(float(np.hypot(*run)), 1e-9)
    return spot


def _either(chance: np.random.Generator, feet: Floats) -> Floats:
    either: Floats = feet * chance.choice([-1.0, 1.0], len(feet))
    return either


def _pinned(true: Floats, radius_ft: Floats, chance: np.random.Generator, *, kind: Whole | None) -> Reports:
    noise = chance.normal(size=(len(true), 2)) * (radius_ft / _RAYLEIGH_95)[:, None]
    every = np.full(len(true), -1)
    return Reports(true, true + noise, radius_ft, every, every if kind is None else kind)
