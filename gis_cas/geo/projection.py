"""From degrees to the city's feet by one pinned operation, so that nobody's installed grids move a border."""

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

from gis_cas.geo.position import Position


class Projection:
    """EPSG:4326 (longitude first, degrees) to and from the city's projected CRS (US survey feet).

    The PROJ pipeline stands in city.toml: left to choose, PROJ picks by the grids it finds, and places move by feet.
    """

    def __init__(self, *, pipeline: str, srid_ft: int) -> None:
        self.srid_ft = srid_ft
        self._transformer = Transformer.from_pipeline(pipeline)

    def to_ft(self, position: Position) -> tuple[float, float]:
        """Easting and northing in feet."""
        x, y = self._transformer.transform(position.lon, position.lat)
        return float(x), float(y)

    def to_position(self, *, x_ft: float, y_ft: float) -> Position:
        """The position in degrees of an easting and northing in feet."""
        lon, lat = self._transformer.transform(x_ft, y_ft, direction="INVERSE")
        return Position(lon=float(lon), lat=float(lat))

    def array_to_ft(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """An (n, 2) array of longitude, latitude as an (n, 2) array of feet."""
        x, y = self._transformer.transform(lonlat[:, 0], lonlat[:, 1])
        return np.column_stack([x, y])

    def array_to_degrees(self, xy_ft: NDArray[np.float64]) -> NDArray[np.float64]:
        """An (n, 2) array of feet as an (n, 2) array of longitude, latitude."""
        lon, lat = self._transformer.transform(xy_ft[:, 0], xy_ft[:, 1], direction="INVERSE")
        return np.column_stack([lon, lat])
