"""Whether a layer may be trusted: every fault as a sentence that names the feature."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from gis_cas.geo.position import Box
from layers.manifest import Manifest
from layers.placing import misplaced
from layers.problem import Problem

OVERLAP_FT2 = 10.0
"""Less than this is rounding, not a claim to the same ground."""

FT_PER_DEGREE = 364_567.0
"""Feet in a degree of latitude (mean); only used to judge how large an overlap is."""

MOST_VERTICES = 2_000_000
"""Of one feature; the shore of a whole state has fewer."""

_SAID_AT_MOST = 20
_MARKER_NUMBER = re.compile(r"\d{1,4}(\.\d{1,3})?|\d{1,4}[ -]?[A-Za-z]?")


def check(
    frame: gpd.GeoDataFrame,
    manifest: Manifest,
    *,
    owners: Collection[str] | None = None,
    surroundings: Box | None = None,
) -> list[Problem]:
    """Everything wrong with the features that `read` gave; an empty list means they may be loaded.

    `owners` are the owner values that mean something (unknown ones are refused); `surroundings` (EPSG:4326) is where a
    city's features can lie at all.
    """
    where = f"layer {manifest.layer}"
    if not len(frame):
        return [Problem(where=where, sentence=f"{manifest.file} holds no features.")]
    problems = [*_keys(frame, where)]
    shapes = np.asarray(frame.geometry.array)
    for at in np.flatnonzero(~_plain_points(shapes)) if manifest.geometry == "Point" else range(len(shapes)):
        sentence = _geometry_fault(shapes[at], manifest)
        if sentence:
            problems.append(Problem(where=f"{where}, feature {frame['feature_key'].iloc[at]}", sentence=sentence))
    if owners is not None:
        problems += _owners(frame, where, owners)
    if surroundings is not None and frame.crs is not None:
        problems += misplaced(frame, where, surroundings)
    if manifest.locator == "mile_posts":
        problems += _markers(frame, where)
    if manifest.exclusive and not problems:
        problems += _overlaps(frame, where)
    return _shortened(problems, where)


def _keys(frame: gpd.GeoDataFrame, where: str) -> Iterator[Problem]:
    counted = Counter(frame["feature_key"])
    for key, times in counted.items():
        if not isinstance(key, str) or not key.strip():
            yield Problem(where=where, sentence=f"{times} features have no key; each needs one of its own.")
        elif times > 1:
            yield Problem(
                where=f"{where}, feature {key}", sentence=f"This key stands {times} times; each feature needs its own."
            )


def _plain_points(shapes: NDArray[Any]) -> NDArray[np.bool_]:
    """Which shapes are single points with finite coordinates; there may be a million of them."""
    x, y = shapely.get_x(shapes), shapely.get_y(shapes)  # NaN for whatever is no point
    return np.asarray(np.isfinite(x) & np.isfinite(y))


def _geometry_fault(shape: BaseGeometry | None, manifest: Manifest) -> str | None:  # noqa: PLR0911 - one fault a line
    if shape is None or shape.is_empty:
        return "It has no geometry that can be read; draw it with closed rings, or leave the feature out."
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        return "It has a coordinate that is not a number."
    if shapely.get_num_coordinates(shape) > MOST_VERTICES:
        return f"It has more than {MOST_VERTICES:,} vertices; simplify it, or cut it into several features."
    kind = shape.geom_type
    if kind.removeprefix("Multi") != manifest.geometry:
        return f"It is a {kind}, where the manifest promises a {manifest.geometry}."
    if kind == "MultiLineString" and manifest.locator == "streets":
        return f"It has {len(getattr(shape, 'geoms', ()))} parts; make each part a segment with a key of its own."
    if kind == "MultiPoint" and manifest.locator is not None:
        return "It has several points; make each a feature with a key of its own."
    if not shape.is_valid:
        return f"Its outline is not valid ({explain_validity(shape)}); it may not cross or touch itself."
    if manifest.geometry == "LineString" and shape.length == 0:
        return "It is a line without length."
    return None


def _owners(frame: gpd.GeoDataFrame, where: str, owners: Collection[str]) -> Iterator[Problem]:
    for owner in sorted({value for value in frame["owner"] if isinstance(value, str) and value not in owners}):
        first = frame.loc[frame["owner"] == owner, "feature_key"].iloc[0]
        yield Problem(
            where=f"{where}, feature {first}",
            sentence=f"The owner {owner!r} is no agency, no department, nor the city's own or private; correct it or "
            "add it to agencies.csv.",
        )


def _markers(frame: gpd.GeoDataFrame, where: str) -> Iterator[Problem]:
    for key, said in zip(frame["feature_key"], frame["attributes"], strict=True):
        faults = []
        if not said.get("route"):
            faults.append("It names no road; its route is a name such as 'I-95'.")
        if said.get("kind") not in ("mile", "exit"):
            faults.append(f"Its kind is {said.get('kind')!r}; it must be 'mile' or 'exit'.")
        if not _MARKER_NUMBER.fullmatch(str(said.get("number"))):
            faults.append(f"Its number is {said.get('number')!r}; 59, 59.5 or, of an exit, 57A would be one.")
        elif said.get("kind") == "mile" and not str(said["number"]).replace(".", "", 1).isdigit():
            faults.append(f"A post's number has no letter, and this one is {said['number']!r}.")
        for sentence in faults:
            yield Problem(where=f"{where}, feature {key}", sentence=sentence)


def _overlaps(frame: gpd.GeoDataFrame, where: str) -> Iterator[Problem]:
    shapes = np.asarray(frame.geometry.array)
    keys = list(frame["feature_key"])
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for one, other in zip(left, right, strict=True):
        if one >= other:
            continue
        shared = shapely.intersection(shapes[one], shapes[other])
        area_ft2 = _area_ft2(shared, frame.crs)
        if area_ft2 > OVERLAP_FT2:
            yield Problem(
                where=f"{where}, feature {keys[one]}",
                sentence=f"It overlaps feature {keys[other]} by {area_ft2:,.0f} square feet; in this layer every spot "
                "belongs to one feature only.",
            )


def _area_ft2(shape: BaseGeometry, crs: Any) -> float:
    area = float(shape.area)
    if area == 0 or crs is None:
        return area
    if crs.is_geographic:
        return area * FT_PER_DEGREE**2 * math.cos(math.radians(shape.centroid.y))
    unit_m = float(crs.axis_info[0].unit_conversion_factor)
    return area * (unit_m / 0.3048) ** 2


def _shortened(problems: list[Problem], where: str) -> list[Problem]:
    if len(problems) <= _SAID_AT_MOST:
        return problems
    left_out = len(problems) - _SAID_AT_MOST
    return [*problems[:_SAID_AT_MOST], Problem(where=where, sentence=f"… and {left_out} more problems like these.")]
