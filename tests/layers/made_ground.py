"""A ground made of shapes, without a database."""

from collections.abc import Sequence
from types import SimpleNamespace

import numpy as np
import shapely

from layers.bulk.ground import Ground, LayerInForce, ground_of


def made_ground(areas: Sequence[shapely.Geometry], lines: Sequence[shapely.Geometry] = ()) -> Ground:
    """One layer of areas (accurate to 2 ft) and one of streets (5 ft), with half-widths of 25 ft and 40 ft by turns."""
    rows = [
        SimpleNamespace(
            feature_key=f"{number:05}",
            name=f"area {number}",
            owner="city",
            attributes={},
            half_width_left_ft=None,
            half_width_right_ft=None,
        )
        for number in range(len(areas))
    ]
    rows += [
        SimpleNamespace(
            feature_key=f"{number:05}",
            name=f"street {number}",
            owner="city",
            attributes={"route": None},
            half_width_left_ft=25.0 + 15 * (number % 2),
            half_width_right_ft=25.0 + 15 * (number % 2),
        )
        for number in range(len(lines))
    ]
    layers = (
        LayerInForce(slug="areas", publication_id=1, version_number=1, accuracy_ft=2.0),
        LayerInForce(slug="streets", publication_id=2, version_number=1, accuracy_ft=5.0),
    )
    return ground_of(
        layers=layers,
        features=rows,
        layer_of=np.array([0] * len(areas) + [1] * len(lines), dtype=np.int64),
        shapes=np.array([*areas, *lines], dtype=object),
        pieces=np.array(list(areas), dtype=object),
        piece_of=np.arange(len(areas)),
    )
