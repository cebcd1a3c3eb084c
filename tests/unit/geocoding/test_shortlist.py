from dataclasses import replace

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geo.position import Position
from gis_cas.geocoding.shortlist import DOUBTFUL_RADIUS_FT, shortlist
from tests.factories.city_of_words import BOYNTON_BEACH

ONE = Candidate(
    label="130 NE 3rd St",
    position=Position(lon=-80.06, lat=26.53),
    score=100.0,
    match_type=MatchType.POINT_ADDRESS,
    error_radius_ft=10.0,
    segment_key="S1",
    side="left",
)


def other(label: str, score: float) -> Candidate:
    return replace(ONE, label=label, score=score)


def labels(found: tuple[Candidate, ...]) -> list[str]:
    return [one.label for one in found]


def test_best_first_and_equals_by_label() -> None:
    assert labels(shortlist([other("b", 90), other("c", 95), other("a", 90)], limit=10)) == ["c", "a", "b"]


def test_whatever_is_good_in_itself_or_as_good_as_the_best_is_kept() -> None:
    assert labels(shortlist([other("a", 100), other("b", 80), other("c", 79)], limit=10)) == ["a", "b"]
    assert labels(shortlist([other("a", 75), other("b", 70), other("c", 69)], limit=10)) == ["a", "b"]


def test_one_place_found_twice_is_one() -> None:
    assert [one.score for one in shortlist([other("a", 90), other("a", 98)], limit=10)] == [98]


def test_doubtful_candidates_are_wider_than_anything_decidable() -> None:
    (sure,) = shortlist([other("a", 80)], limit=10)
    (doubtful,) = shortlist([other("a", 79)], limit=10)
    assert sure.error_radius_ft == 10
    assert sure.segment_key == "S1"
    assert doubtful.segment_key is None
    assert doubtful.error_radius_ft == DOUBTFUL_RADIUS_FT > BOYNTON_BEACH.max_radius_ft


def test_the_limit_holds_and_nothing_is_an_answer() -> None:
    assert len(shortlist([other(str(n), 90) for n in range(20)], limit=10)) == 10
    assert shortlist([], limit=10) == ()
