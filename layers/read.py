"""From a source file to a frame with our column names, still in the source's own CRS."""

import math
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataSourceError
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely import GeometryType

from gis_cas.errors import BadInput, Misconfigured
from layers import KEPT_DRIVERS
from layers.manifest import HALF_WIDTHS, Manifest
from layers.many_rows import many_rows

LARGEST_FILE_MB = 512
_MEGABYTE = 1024 * 1024
_MULTIPLE = (GeometryType.MULTIPOINT, GeometryType.MULTILINESTRING, GeometryType.MULTIPOLYGON)
_VIRTUAL = (b"<OGRVRT", b"<VRTDataset", b"<GDAL_WMS", b'{"type":"gdal_streamed_alg"')

FRAME_COLUMNS = ("feature_key", "name", "owner", "half_width_left_ft", "half_width_right_ft", "attributes", "geometry")
"""What `read` answers: attributes is a dict per feature, geometry in the manifest's CRS."""


@many_rows()
def read(manifest: Manifest) -> gpd.GeoDataFrame:
    """The layer's features with our columns (`FRAME_COLUMNS`), in the CRS that the manifest names.

    Raises BadInput when the file is missing, too large, no data file, in another CRS, or lacks a column.
    """
    where = f"manifests/{manifest.path.name}"
    unsafe = sorted(set(pyogrio.list_drivers()) - KEPT_DRIVERS)
    if unsafe:
        raise Misconfigured(f"GDAL was loaded before its unsafe drivers were shut out: {', '.join(unsafe)}.")
    _look_at_file(manifest, where)
    try:
        info = pyogrio.read_info(manifest.data)
        frame = _features(manifest.data)
    except DataSourceError as error:
        raise BadInput(
            {where: f"{where}, file: {manifest.file} cannot be read as geographic data: {error}."}
        ) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise BadInput({where: f"{where}, file: {manifest.file} holds no geometry."})
    _compare_crs(manifest, frame, where)
    _look_for_columns(manifest, frame, where)
    frame = _only(manifest, frame)
    whole = {name for name, kind in zip(info["fields"], info["dtypes"], strict=True) if str(kind).startswith("int")}
    return _renamed(manifest, frame, whole)


def _features(path: Path) -> gpd.GeoDataFrame | pd.DataFrame:
    """The file's features; a geometry that cannot be read is left empty, so that `check` can name its feature."""
    with np.errstate(invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # GDAL's about open rings and numpy's about NaN
        return pyogrio.read_dataframe(path, on_invalid="ignore")


def plain(value: Any, *, whole: bool = False) -> Any:
    """A cell as plain JSON: NaN and missing become None, arrays lists; `whole` gives back an integer that held gaps."""
    if value is None:
        return None
    if isinstance(value, np.ndarray | list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if whole else value
    if isinstance(value, str | int | bool | dict):
        return value
    return None if value != value else str(value)  # noqa: PLR0124 - pandas' NaT is not equal to itself


def parts(written: str | None) -> list[str]:
    """The source's columns that one of ours is made of: "St_PreDir + St_Name + St_PosTyp" is three."""
    return [part.strip() for part in written.split(" + ")] if written is not None else []


def _joined(values: tuple[Any, ...]) -> str | None:
    words = [str(value).strip() for value in values if value not in (None, "")]
    return " ".join(word for word in words if word) or None


def _plain_column(column: pd.Series, *, whole: bool) -> list[Any]:
    """A column's cells as plain JSON; text and whole numbers are taken over at once, as there may be a million."""
    if pd.api.types.is_integer_dtype(column.dtype) and not column.hasnans:
        return list(column.tolist())
    if pd.api.types.is_string_dtype(column.dtype) and not pd.api.types.is_object_dtype(column.dtype):
        return list(column.astype(object).where(column.notna(), None).tolist())
    return [plain(value, whole=whole) for value in column.array]


def _look_at_file(manifest: Manifest, where: str) -> None:
    path = manifest.data
    if not path.exists():
        raise BadInput({where: f"{where}, file: There is no {manifest.file} in the city's folder."})
    folder = manifest.path.parent.parent.resolve()
    if not path.resolve().is_relative_to(folder):
        raise BadInput({where: f"{where}, file: {manifest.file} leads out of the city's folder."})
    if path.is_dir():
        return
    if path.stat().st_size > LARGEST_FILE_MB * _MEGABYTE:
        raise BadInput({where: f"{where}, file: {manifest.file} is larger than {LARGEST_FILE_MB} MB; split it."})
    with path.open("rb") as file:
        start = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.replace(b" ", b"").startswith(_VIRTUAL) or b"<OGRVRTDataSource" in start:
        raise BadInput({where: f"{where}, file: {manifest.file} only points at other data; give the data itself."})


def _compare_crs(manifest: Manifest, frame: gpd.GeoDataFrame, where: str) -> None:
    try:
        named = CRS.from_user_input(manifest.crs)
    except CRSError as error:
        raise BadInput({where: f"{where}, crs: {manifest.crs} is not a known CRS; EPSG:4326 would be one."}) from error
    if frame.crs is None:
        frame.set_crs(named, inplace=True)
    elif not frame.crs.equals(named, ignore_axis_order=True):
        raise BadInput(
            {
                where: f"{where}, crs: The manifest says {manifest.crs}, the file says {frame.crs.to_string()}; "
                "correct whichever is wrong."
            }
        )


def _look_for_columns(manifest: Manifest, frame: gpd.GeoDataFrame, where: str) -> None:
    there = sorted(str(name) for name in frame.columns if name != frame.geometry.name)
    wanted = [
        ("key", manifest.key),
        ("name_column", manifest.name_column),
        ("owner_column", manifest.owner_column),
        *((f"[columns] {ours}", theirs) for ours, theirs in manifest.columns.items()),
        *(("[only]", column) for column in manifest.only),
    ]
    missing = {
        f"{where}, {name}": f"{where}, {name}: {manifest.file} has no column {column!r}. It has: {', '.join(there)}."
        for name, written in wanted
        for column in parts(written)
        if column not in there
    }
    if missing:
        raise BadInput(missing)


def _only(manifest: Manifest, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The rows that the manifest takes: of TIGER/Line's edges the roads, and not the rivers and borders."""
    for column, wanted in manifest.only.items():
        said = frame[column].astype("string").fillna("")
        taken = said.str.startswith(wanted[:-1]) if wanted.endswith("*") else said == wanted
        frame = frame[taken.to_numpy(dtype=bool)].reset_index(drop=True)
    return frame


def _renamed(manifest: Manifest, frame: gpd.GeoDataFrame, whole: set[str]) -> gpd.GeoDataFrame:
    def column(source: str | None) -> list[Any]:
        if source is None:
            return [None] * len(frame)
        cells = [_plain_column(frame[part], whole=part in whole) for part in parts(source)]
        if len(cells) == 1:
            return cells[0]
        return [joined(*values) for values in zip(*cells, strict=True)]

    joined = lru_cache(maxsize=65_536)(lambda *values: _joined(values))

    def half_width(side: str) -> list[Any]:
        source = manifest.columns.get(f"half_width_{side}_ft") or manifest.columns.get("half_width_ft")
        return [manifest.half_width_ft if value is None else value for value in column(source)]

    attributes = {ours: column(theirs) for ours, theirs in manifest.columns.items() if ours not in HALF_WIDTHS}
    owners = [manifest.owner] * len(frame) if manifest.owner else column(manifest.owner_column)
    return gpd.GeoDataFrame(
        {
            "feature_key": [None if key is None else str(key) for key in column(manifest.key)],
            "name": [None if name is None else str(name) for name in column(manifest.name_column)],
            "owner": owners,
            "half_width_left_ft": half_width("left"),
            "half_width_right_ft": half_width("right"),
            "attributes": [
                dict(zip(attributes, values, strict=True)) for values in zip(*attributes.values(), strict=True)
            ]
            if attributes
            else [{} for _ in range(len(frame))],
        },
        geometry=_simple(frame.geometry.array),
        crs=frame.crs,
        dtype=object,
    )


def _simple(shapes: Any) -> list[Any]:
    """Collections of one part as that part."""
    simple = np.array(shapes, dtype=object)
    several = np.isin(shapely.get_type_id(simple), _MULTIPLE)
    alone = several & (shapely.get_num_geometries(simple) == 1)
    simple[alone] = shapely.get_geometry(simple[alone], 0)
    return list(simple)
