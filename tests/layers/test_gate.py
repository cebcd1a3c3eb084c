"""No version comes into force that leaves spots to nobody or to two owners, unless somebody says why."""

from collections.abc import Callable
from datetime import date
from typing import Any

import geopandas as gpd
import pytest
from shapely.affinity import translate
from shapely.geometry import box
from sqlalchemy import Connection

from gis_cas.errors import WrongState
from gis_cas.policy.responsibility.verdict import Standing
from layers.city_folder import read_city_folder
from layers.gate import Checked, check_version, refuse_faults
from layers.load import load_version
from layers.read import read
from tests.fixtures.clock import MONDAY_MORNING
from tests.fixtures.database import TINY_CITY, Database
from tests.layers.tiny import tiny_manifest

CITY = read_city_folder(TINY_CITY).city
TODAY = date(2026, 11, 23)


def _checked(connection: Connection, layer: str, spoil: Callable[[gpd.GeoDataFrame], Any]) -> Checked:
    manifest = tiny_manifest(layer)
    version = load_version(connection, manifest=manifest, frame=spoil(read(manifest)), city=CITY, by="gis").id
    return check_version(connection, version, day=TODAY, now=MONDAY_MORNING)


def _shapes(*changes: Callable[[Any], Any]) -> Callable[[gpd.GeoDataFrame], Any]:
    def spoil(frame: gpd.GeoDataFrame) -> Any:
        changed = [change(shape) for change, shape in zip(changes, frame.geometry, strict=True)]
        return frame.set_geometry(changed, crs=frame.crs)

    return spoil


def _same(shape: Any) -> Any:
    return shape


def _standings(checked: Checked) -> set[Standing]:
    return {fault.verdict.standing for fault in checked.faults}


def test_a_hole_in_the_ground_is_refused_with_where_it_is(tiny_database: Database) -> None:
    hole = box(-121.7800, 48.1950, -121.7780, 48.1960)
    with tiny_database.app.begin() as connection:
        checked = _checked(connection, "municipalities", _shapes(_same, lambda east: east.difference(hole)))
    assert _standings(checked) == {Standing.ORPHAN}
    for fault in checked.faults:
        assert fault.spot is not None
        assert -121.7800 < fault.spot.position.lon < -121.7780
    with pytest.raises(
        WrongState, match=r"is not published: it would leave \d+ of \d+ spots .* Nobody is known .*--accept"
    ):
        refuse_faults(checked)


def test_ground_given_to_two_is_refused(tiny_database: Database) -> None:
    with tiny_database.app.begin() as connection:
        checked = _checked(connection, "municipalities", _shapes(_same, lambda east: translate(east, xoff=-0.002)))
    assert Standing.DOUBLE in _standings(checked)
    doubles = [fault for fault in checked.faults if fault.verdict.standing is Standing.DOUBLE]
    assert "Both Alder Falls and East Alder of municipalities hold this spot" in doubles[0].verdict.sentence


def test_a_sliver_thinner_than_the_grid_is_found(tiny_database: Database) -> None:
    hole = box(-121.7800, 48.1950, -121.7799, 48.2050)  # 24 ft wide
    with tiny_database.app.begin() as connection:
        checked = _checked(connection, "municipalities", _shapes(_same, lambda east: east.difference(hole)))
    assert _standings(checked) == {Standing.ORPHAN}


def test_an_owner_whom_nobody_filed_leaves_an_orphan(tiny_database: Database) -> None:
    with tiny_database.app.begin() as connection:
        checked = _checked(connection, "parks", lambda frame: frame.assign(owner="who-knows"))
    assert _standings(checked) == {Standing.ORPHAN}


def test_a_border_that_moves_cleanly_is_no_fault_and_what_was_one_before_is_not_held_against_it(
    tiny_database: Database,
) -> None:
    strip = box(-121.79, 48.18, -121.788, 48.22)
    with tiny_database.app.begin() as connection:
        moved = _checked(
            connection, "municipalities", _shapes(lambda west: west.union(strip), lambda east: east.difference(strip))
        )
        smaller = _checked(connection, "parks", _shapes(lambda park: park.buffer(-50)))
        points = _checked(connection, "address_points", lambda frame: frame.iloc[1:])
    assert (moved.faults, smaller.faults, points.faults) == ((), (), ())
    assert moved.spots > 1_000
    assert smaller.spots > 5
    assert points.spots == 0, "points have no part in routing"
    refuse_faults(moved)


def test_many_spots_at_once_have_the_faults_that_they_have_one_by_one(
    tiny_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    hole = box(-121.7800, 48.1950, -121.7780, 48.1960)
    with tiny_database.app.begin() as connection:
        few = _checked(connection, "municipalities", _shapes(_same, lambda east: east.difference(hole)))
        monkeypatch.setattr("layers.gate.ONE_BY_ONE", 0)
        many = _checked(connection, "municipalities", _shapes(_same, lambda east: east.difference(hole)))
    assert few.faults
    assert {(fault.spot, fault.services) for fault in many.faults} == {(f.spot, f.services) for f in few.faults}
