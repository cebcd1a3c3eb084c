"""A layer's manifest: what the file is, who stands behind it, and which of its columns mean what to us."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from layers.problem import Fields, Problem, refuse

GEOMETRIES = ("Point", "LineString", "Polygon")
SUFFIXES = (".geojson", ".json", ".gpkg", ".shp", ".fgb", ".gdb")
LOCATOR_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "streets": (*("from_left", "to_left", "from_right", "to_right"),),
    "address_points": ("number", "street"),
    "intersections": (),
    "landmarks": (),
    "mile_posts": ("route", "kind", "number"),
    "parcels": ("parcel_number",),
}
"""The attributes that each kind of locator layer must map in [columns]; docs/new-city.md says what else it may."""

HALF_WIDTHS = ("half_width_ft", "half_width_left_ft", "half_width_right_ft")
"""Attributes that become the feature's own half-widths instead."""

_LOCATOR_GEOMETRY = {
    "streets": ("LineString",),
    "address_points": ("Point",),
    "intersections": ("Point",),
    "landmarks": ("Point", "Polygon"),
    "mile_posts": ("Point",),
    "parcels": ("Polygon",),
}
_SLUG = re.compile(r"[a-z][a-z0-9_]*")
_CRS = re.compile(r"[A-Z]+:\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One layer as its manifest describes it.

    `columns` maps our attribute to the source's column; the attributes `half_width_ft`, or `half_width_left_ft` and
    `half_width_right_ft`, are the right-of-way half-width of a line in feet; the manifest's own `half_width_ft` is one
    figure for every feature without its own. `only` says which rows are taken, by what a column of the source holds;
    a star at the end stands for anything. `district`: its areas are districts, told with each decision. `pipeline` is
    the PROJ pipeline from `crs` to EPSG:4326 (longitude first), needed when `crs` is neither that nor the city's own.
    """

    path: Path
    layer: str
    title: str
    authority: str
    source: str
    licence: str
    synthetic: bool
    file: str
    crs: str
    pipeline: str | None
    geometry: str
    key: str
    name_column: str | None
    accuracy_ft: float
    owner: str | None
    owner_column: str | None
    exclusive: bool
    routing: bool
    district: bool
    locator: str | None
    basemap: str | None
    effective_from: date
    columns: Mapping[str, str] = field(default_factory=dict)
    half_width_ft: float | None = None
    only: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """The source file, beside the folder that holds the manifest."""
        return self.path.parent.parent / self.file

    def document(self) -> dict[str, Any]:
        """What stays on file about this layer's reading, as plain JSON."""
        return {
            "title": self.title,
            "authority": self.authority,
            "licence": self.licence,
            "file": self.file,
            "crs": self.crs,
            "pipeline": self.pipeline,
            "geometry": self.geometry,
            "key": self.key,
            "name_column": self.name_column,
            "owner": self.owner,
            "owner_column": self.owner_column,
            "half_width_ft": self.half_width_ft,
            "columns": dict(self.columns),
            **({"only": dict(self.only)} if self.only else {}),
            **({"district": True} if self.district else {}),
            "effective_from": self.effective_from.isoformat(),
        }


def read_manifest(path: Path) -> Manifest:
    """The manifest in a file; raises BadInput that names the file, each field and what would be right."""
    problems: list[Problem] = []
    manifest = parse_manifest(path, problems)
    refuse(problems)
    return manifest


def parse_manifest(path: Path, problems: list[Problem]) -> Manifest:
    """The manifest in a file as far as it can be understood; everything wrong is added to `problems`."""
    where = f"manifests/{path.name}"
    fields = Fields(given=read_toml(path, where, problems), where=where, problems=problems)
    layer = fields.text("layer", path.stem)
    if layer and not _SLUG.fullmatch(layer):
        fields.wrong("layer", f"{layer!r} must be small letters, digits and underscores, such as {path.stem!r}.")
    elif layer and layer != path.stem:
        fields.wrong("layer", f"The layer {layer!r} belongs into a file {layer}.toml, or is called {path.stem!r}.")
    if fields.has("owner") and fields.has("owner_column"):
        fields.wrong("owner", "Give either owner (one for all features) or owner_column (one for each), not both.")
    columns, only = fields.table("columns"), fields.table("only")
    manifest = Manifest(
        path=path,
        layer=layer or path.stem,
        title=fields.text("title", "Road centrelines"),
        authority=fields.text("authority", "County GIS"),
        source=fields.text("source", "Downloaded 2026-01-31 from the county's open data"),
        licence=fields.text("licence", "CC0-1.0"),
        synthetic=fields.flag("synthetic", default=False),
        file=_file(fields),
        crs=_crs(fields),
        pipeline=fields.optional_text("pipeline"),
        geometry=fields.choice("geometry", GEOMETRIES),
        key=fields.text("key", "id"),
        name_column=fields.optional_text("name_column"),
        accuracy_ft=fields.number("accuracy_ft", example=10, least=0),
        owner=fields.optional_text("owner"),
        owner_column=fields.optional_text("owner_column"),
        exclusive=fields.flag("exclusive", default=False),
        routing=fields.flag("routing", default=False),
        district=fields.flag("district", default=False),
        locator=fields.choice("locator", tuple(LOCATOR_COLUMNS)) if fields.has("locator") else None,
        basemap=_basemap(fields),
        effective_from=fields.day("effective_from"),
        columns={name: columns.text(name, name) for name in columns.given},
        half_width_ft=fields.number("half_width_ft", example=25, least=0) if fields.has("half_width_ft") else None,
        only={name: only.text(name, "S*") for name in only.given},
    )
    _locator(manifest, fields)
    if manifest.exclusive and manifest.geometry != "Polygon":
        fields.wrong("exclusive", "Only polygons can exclude each other: leave exclusive out.")
    if manifest.district and not (manifest.geometry == "Polygon" and manifest.routing):
        fields.wrong("district", "Districts need geometry = 'Polygon' and routing = true; else leave district out.")
    fields.nothing_else()
    return manifest


def read_toml(path: Path, where: str, problems: list[Problem]) -> dict[str, Any]:
    """The file as TOML; empty, with a problem, when it is not there or not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(Problem(where=where, sentence="The file is missing."))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(Problem(where=where, sentence=f"This is not valid TOML in UTF-8: {error}."))
    return {}


def _file(fields: Fields) -> str:
    name = fields.text("file", "data/streets.geojson")
    path = Path(name)
    if name and (path.is_absolute() or ".." in path.parts or ":" in name or path.parts[:1] == ("vsi",)):
        fields.wrong("file", f"{name!r} must be a file inside the city's folder, such as 'data/streets.geojson'.")
    elif name and path.suffix.lower() not in SUFFIXES:
        fields.wrong("file", f"{name!r} must end in one of {', '.join(SUFFIXES)}.")
    return name


def _crs(fields: Fields) -> str:
    crs = fields.text("crs", "EPSG:4326")
    if crs and not _CRS.fullmatch(crs):
        fields.wrong("crs", f"{crs!r} must be an authority and a code, such as 'EPSG:4326'.")
    return crs


def _basemap(fields: Fields) -> str | None:
    kind = fields.optional_text("basemap")
    if kind is not None and not _SLUG.fullmatch(kind):
        fields.wrong("basemap", f"{kind!r} must be one word in small letters, such as 'water' or 'road'.")
    return kind


def _locator(manifest: Manifest, fields: Fields) -> None:
    if manifest.locator is None or manifest.locator not in LOCATOR_COLUMNS:
        return
    shapes = _LOCATOR_GEOMETRY[manifest.locator]
    if manifest.geometry not in shapes:
        fields.wrong("geometry", f"A locator of {manifest.locator} is made of {' or '.join(shapes)} features.")
    missing = [name for name in LOCATOR_COLUMNS[manifest.locator] if name not in manifest.columns]
    if missing:
        fields.wrong("[columns]", f"A locator of {manifest.locator} also needs {', '.join(missing)} mapped here.")
    if manifest.locator in ("streets", "landmarks") and manifest.name_column is None:
        fields.wrong("name_column", f"{manifest.locator.capitalize()} need a name: say which column holds it.")


_canonical = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, check_circular=False
).encode


def canonical_json(value: object) -> str:
    """JSON with sorted keys and no white space: equal values give equal text."""
    return _canonical(value)
