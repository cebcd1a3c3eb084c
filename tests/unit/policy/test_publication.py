import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_cas.domain.service import Locus, PublicationRule
from gis_cas.geo.position import Position
from gis_cas.policy.publication import BLOCK_CELL_DEG, MASKED_CELL_DEG, public_position

POSITIONS = st.builds(Position, lon=st.floats(-80.2, -80.0), lat=st.floats(26.4, 26.7))
HOME = Position(lon=-80.06412, lat=26.52634)


def test_r50_an_asset_on_public_ground_shows_where_it_is() -> None:
    assert public_position(PublicationRule.EXACT, HOME, Locus.ROADWAY) == (HOME, PublicationRule.EXACT)


def test_r50_a_parcel_is_somebodys_home_and_never_shows_exactly() -> None:
    shown, precision = public_position(PublicationRule.EXACT, HOME, Locus.PARCEL)
    assert precision is PublicationRule.BLOCK
    assert shown != HOME


def test_r50_what_is_never_published_has_no_position() -> None:
    assert public_position(PublicationRule.NEVER, HOME, Locus.AREA) == (None, PublicationRule.NEVER)


@given(POSITIONS, st.sampled_from(list(PublicationRule)), st.sampled_from(list(Locus)))
def test_r50_the_same_place_always_shows_the_same(position: Position, rule: PublicationRule, locus: Locus) -> None:
    assert public_position(rule, position, locus) == public_position(rule, position, locus)


@pytest.mark.parametrize(
    ("rule", "cell"), [(PublicationRule.BLOCK, BLOCK_CELL_DEG), (PublicationRule.MASKED, MASKED_CELL_DEG)]
)
@given(position=POSITIONS)
def test_r50_a_hidden_place_stays_in_its_cell_and_tells_no_more_when_hidden_again(
    rule: PublicationRule, cell: float, position: Position
) -> None:
    shown, _ = public_position(rule, position, Locus.AREA)
    assert shown is not None
    assert abs(shown.lon - position.lon) <= cell / 2 + 1e-6
    assert abs(shown.lat - position.lat) <= cell / 2 + 1e-6
    assert public_position(rule, shown, Locus.AREA)[0] == shown


def test_r50_all_homes_of_a_block_show_at_one_spot() -> None:
    homes = [Position(lon=-80.0649 + step * 0.0001, lat=26.5262) for step in range(1, 9)]
    assert len({public_position(PublicationRule.BLOCK, home, Locus.PARCEL)[0] for home in homes}) == 1
