"""Real requests as the bench reads them, and the districts they are said to lie in."""

import csv
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Engine, text

from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection

Spot = tuple[float, float]

_NUMBERED: Final = re.compile(r"^\s*#?\d+(?:-\d+)?\s?[A-Z]?\s*[A-Z0-9].*[A-Z]", re.IGNORECASE)
_MEETS: Final = re.compile(r"&|(?<!\d)/|/(?!\d)|@| AND | AT ", re.IGNORECASE)
_ZERO: Final = re.compile(r"^\s*0+\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One request: its words, kind (number, crossing or other), published spot in feet, if any, and district."""

    words: str
    kind: str
    spot: Spot | None
    district: str | None

    @property
    def front(self) -> str:
        """What stands before the first comma."""
        return self.words.partition(",")[0].strip()


def read_rows(path: Path, *, projection: Projection, half: str) -> list[Row]:
    """The rows with an address; positions rounded to whole degrees are dropped, the rows are not."""
    rows = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for record in csv.DictReader(file):
            words = (record.get("Address") or "").strip()
            odd = zlib.crc32(words.encode()) % 2
            if not words or (half == "develop" and odd) or (half == "check" and not odd):
                continue
            district = (record.get("CouncilDistrict") or "").strip() or None
            spot = _spot(record.get("Latitude"), record.get("Longitude"), projection)
            rows.append(Row(words=words, kind=_kind(words), spot=spot, district=district))
    return rows


def _kind(words: str) -> str:
    front = words.partition(",")[0]
    if _MEETS.search(front):
        return "crossing"
    return "number" if _NUMBERED.match(front) and not _ZERO.match(front) and "." not in front[:4] else "other"


def _spot(lat: str | None, long: str | None, projection: Projection) -> Spot | None:
    if not lat or not long or float(lat) == round(float(lat)):
        return None
    return projection.to_ft(Position(lon=float(long), lat=float(lat)))


class Districts:
    """The districts of the folder, in feet."""

    def __init__(self, names: list[str], shapes: list[BaseGeometry]) -> None:
        self._names = names
        self._shapes = np.array(shapes, dtype=object)
        shapely.prepare(self._shapes)

    @classmethod
    def of(cls, engine: Engine) -> "Districts":
        """From the layer `council_districts` in force."""
        statement = text("""
            SELECT f.name, ST_AsBinary(f.geom_ft) AS shape FROM cas.layer_feature AS f
              JOIN cas.layer_version AS v ON v.id = f.layer_version_id WHERE v.layer_slug = 'council_districts'
        """)
        with engine.connect() as connection:
            rows = connection.execute(statement).all()
        return cls([_bare(row.name) for row in rows], [shapely.from_wkb(bytes(row.shape)) for row in rows])

    def touched(self, spot: Spot, radius_ft: float) -> set[str]:
        """The districts within a radius of a spot."""
        near = shapely.dwithin(self._shapes, shapely.points(*spot), radius_ft)
        return {name for name, is_near in zip(self._names, near, strict=True) if is_near}

    def holds(self, spot: Spot) -> str | None:
        """The district of a spot."""
        return next(iter(sorted(self.touched(spot, 0.0))), None)


def _bare(name: str) -> str:
    """A district's number however it is written: "District 06" is 6."""
    digits = re.sub(r"\D", "", name or "")
    return str(int(digits)) if digits else name
