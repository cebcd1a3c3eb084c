"""A layer changes under a split: the parts are decided again with the rest, and not where a person said whose."""

from dataclasses import replace
from datetime import date

import pytest

from gis_cas.service_requests.office import Office
from gis_cas.service_requests.part_not_ours import part_not_ours
from gis_cas.service_requests.replay import replay
from gis_cas.service_requests.reroute import Change, moves, reroute
from layers.city_folder import read_city_folder
from layers.draft import compared
from layers.load import load_version
from layers.publish import publish
from layers.read import read
from tests.factories.desk import shown
from tests.factories.splits import FDOT, a_split, owed_for, part_of, parts
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import CITY_FOLDER

COUNTY = "pbc-engineering"
TODAY = date(2026, 11, 23)


@pytest.fixture
def change(office: Office, clock: FixedClock) -> Change:
    """The State gives its streets to the county, today."""
    folder = read_city_folder(CITY_FOLDER)
    manifest = replace(next(one for one in folder.manifests if one.layer == "streets"), exclusive=False)
    frame = read(manifest)
    given = frame.assign(owner=frame["owner"].replace(FDOT, COUNTY))
    with office.engine.begin() as conn:
        version = load_version(conn, manifest=manifest, frame=given, city=folder.city, by="gis").id
        publish(conn, version, effective_from=TODAY, by="ann", approved_by="ben", now=clock.now)
        with compared(conn, version, day=TODAY, now=clock.now) as found:
            return Change(
                layer=found.layer,
                before=found.before,
                after=found.after,
                valid_on=TODAY,
                publications=found.publications,
            )


def test_another_part_is_a_move_that_leaves_the_desk(
    office: Office, clock: FixedClock, request: pytest.FixtureRequest
) -> None:
    free, by_hand = (a_split(office, now=clock.now) for _ in range(2))
    part = part_of(office, by_hand)
    part_not_ours(office, by_hand, part.id, to="agency:lwdd", actor="utilities", reason="A canal.", now=clock.now)
    change = request.getfixturevalue("change")
    with office.engine.connect() as conn:
        found = {move.number: move for move in moves(office, conn, change)}
        conn.rollback()
    assert (found[free].desk.slug, found[free].in_hand, found[by_hand].in_hand) == ("utilities", False, True)
    assert "Florida" in found[free].beside_before[0]
    moved = reroute(office, list(found.values()), change, by="ann", now=clock.advance(hours=1))
    assert [move.number for move in moved] == [free]
    assert parts(office, free) == [(FDOT, "dropped"), (COUNTY, "open")]
    assert [(row[1], row[3]) for row in owed_for(office, free)] == [(None, "owed"), (FDOT, "void"), (COUNTY, "owed")]
    assert [part["slug"] for part in shown(office, free).parts] == [COUNTY]
    assert parts(office, by_hand) == [("lwdd", "open")]
    assert replay(office, free).same
