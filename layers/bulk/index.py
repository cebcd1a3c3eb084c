"""The index on disk: built once for a set of publications, then read by every run and every process of it."""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import numpy as np
import orjson
import shapely
from sqlalchemy import Connection

from gis_cas.store.in_force import InForce
from gis_cas.store.routing_features import routing_versions
from layers.bulk.around import Surroundings
from layers.bulk.grid import MOST_RADIUS_FT, Grid, build_grid
from layers.bulk.ground import Ground, LayerInForce, Shapes, read_ground
from layers.bulk.lists import Lists

FORMAT: Final = "3"
"""Raised whenever what is written changes."""

KEPT: Final = 3
"""Indexes that stay on disk; the one longest unused goes first."""

_LISTS: Final = ("held", "borders", "edges", "lines")
_BY_CELL: Final = ("kinds", "near_layers", "border_layers")
_ARRAYS: Final = ("layer_of", "is_area", "left_ft", "right_ft", "piece_of", "ends", "stretch_of")
_WORDS: Final = ("keys", "names", "owners", "attributes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Where an index stands, and whether it had to be built."""

    folder: Path
    built: bool


def index_for(conn: Connection, in_force: InForce, *, road_reach_ft: float, folder: Path) -> Index:
    """The index of these publications under `folder`; it is built where it is not there yet."""
    versions = routing_versions(conn, list(in_force.by_id))
    own = folder / fingerprint(versions, road_reach_ft=road_reach_ft)
    if (own / "about.json").exists():
        own.touch()
        return Index(folder=own, built=False)
    ground = read_ground(conn, in_force)
    write_index(own, ground, build_grid(ground, road_reach_ft=road_reach_ft), road_reach_ft=road_reach_ft)
    _forget_oldest(folder)
    return Index(folder=own, built=True)


def fingerprint(versions: Sequence[tuple[Any, ...]], *, road_reach_ft: float) -> str:
    """What an index depends on: the versions published, the reach of a road, and how it is written."""
    text = f"{FORMAT} {road_reach_ft} {MOST_RADIUS_FT} {versions}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def write_index(folder: Path, ground: Ground, grid: Grid, *, road_reach_ft: float) -> None:
    """Write it whole or not at all; whoever else wrote it meanwhile wrote the same."""
    with _whole(folder) as target:
        for name in _ARRAYS:
            np.save(target / f"{name}.npy", getattr(ground, name))
        _save_shapes(target, "shapes", ground.shapes)
        _save_shapes(target, "pieces", ground.pieces)
        for name in _BY_CELL:
            np.save(target / f"{name}.npy", getattr(grid, name))
        for name in _LISTS:
            lists = getattr(grid, name)
            np.save(target / f"{name}_starts.npy", lists.starts)
            np.save(target / f"{name}_items.npy", lists.items)
        about = {
            "layers": [[one.slug, one.publication_id, one.version_number, one.accuracy_ft] for one in ground.layers],
            "frame": [grid.west_ft, grid.south_ft, grid.cell_ft, grid.columns, grid.rows],
            "road_reach_ft": road_reach_ft,
            **{name: getattr(ground, name) for name in _WORDS},
        }
        (target / "about.json").write_bytes(orjson.dumps(about))


def read_index(folder: Path) -> Surroundings:
    """The index in this process; the large arrays stay on disk and are shared by all who read them."""
    about = orjson.loads((folder / "about.json").read_bytes())
    arrays: dict[str, Any] = {name: _array(folder, name) for name in _ARRAYS}
    ground = Ground(
        layers=tuple(
            LayerInForce(slug=slug, publication_id=publication, version_number=number, accuracy_ft=accuracy_ft)
            for slug, publication, number, accuracy_ft in about["layers"]
        ),
        shapes=_read_shapes(folder, "shapes"),
        pieces=_read_shapes(folder, "pieces"),
        **{name: about[name] for name in _WORDS},
        **arrays,
    )
    west, south, cell, columns, rows = about["frame"]
    by_cell: dict[str, Any] = {name: _array(folder, name) for name in _BY_CELL}
    lists: dict[str, Any] = {
        name: Lists(_array(folder, f"{name}_starts"), _array(folder, f"{name}_items")) for name in _LISTS
    }
    grid = Grid(
        west_ft=west,
        south_ft=south,
        cell_ft=cell,
        columns=columns,
        rows=rows,
        **by_cell,
        **lists,
    )
    return Surroundings(ground, grid, road_reach_ft=about["road_reach_ft"])


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = Path(mkdtemp(prefix=".making-", dir=folder.parent))
    try:
        yield making
        if not folder.exists():
            making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _array(folder: Path, name: str) -> Any:
    """The array as it lies on disk, mapped: without numpy's own subclass, which is slower to work with."""
    return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))


def _save_shapes(folder: Path, name: str, shapes: Shapes) -> None:
    wkb = [bytes(one) for one in shapely.to_wkb(shapes)]
    np.save(folder / f"{name}_ends.npy", np.cumsum([len(one) for one in wkb], dtype=np.int64))
    (folder / f"{name}.wkb").write_bytes(b"".join(wkb))


def _read_shapes(folder: Path, name: str) -> Shapes:
    ends = np.load(folder / f"{name}_ends.npy").tolist()
    whole = (folder / f"{name}.wkb").read_bytes()
    parts = [whole[start:stop] for start, stop in zip([0, *ends[:-1]], ends, strict=True)] if ends else []
    shapes: Shapes = shapely.from_wkb(np.array(parts, dtype=object))
    return shapes


def _forget_oldest(folder: Path) -> None:
    kept = sorted((one for one in folder.iterdir() if one.is_dir()), key=lambda one: one.stat().st_mtime)
    for one in kept[:-KEPT]:
        shutil.rmtree(one, ignore_errors=True)
