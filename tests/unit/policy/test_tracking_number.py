import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_cas.errors import BadInput
from gis_cas.policy.tracking_number import check_digit, grouped, new_number, parse_number

NUMBERS = st.integers(min_value=0, max_value=89_999_999).map(lambda drawn: new_number(lambda _below: drawn))


def test_the_published_example_of_damm() -> None:
    assert check_digit("572") == 4
    assert check_digit("5724") == 0


def test_a_number_has_nine_digits_and_never_begins_with_zero() -> None:
    assert new_number(lambda _below: 0)[:8] == "10000000"
    assert new_number(lambda below: below - 1)[:8] == "99999999"
    assert len(new_number(lambda _below: 0)) == 9


def test_ninety_million_numbers_are_asked_for() -> None:
    asked: list[int] = []

    def random(below: int) -> int:
        asked.append(below)
        return 0

    new_number(random)
    assert asked == [90_000_000]


@given(NUMBERS)
def test_a_number_is_read_back_however_it_is_grouped(number: str) -> None:
    assert parse_number(grouped(number)) == number
    assert parse_number(f" {number[:3]}-{number[3:6]}\u2013{number[6:]} ") == number


@given(NUMBERS, st.integers(0, 8), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(number: str, place: int, by: int) -> None:
    wrong = f"{number[:place]}{(int(number[place]) + by) % 10}{number[place + 1 :]}"
    with pytest.raises(BadInput) as refused:
        parse_number(wrong)
    assert "number" in refused.value.fields


@given(NUMBERS, st.integers(0, 7))
def test_every_swap_of_two_neighbours_is_found(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped == number:
        assert parse_number(swapped) == number
    else:
        with pytest.raises(BadInput):
            parse_number(swapped)


@pytest.mark.parametrize("text", ["", "12345678", "1234567890", "48215790A", "٤٨٢١٥٧٩٠١", "482 157 9O1"])
def test_what_is_no_number_says_what_one_looks_like(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_number(text)
    assert "nine digits" in refused.value.fields["number"]


def test_numbers_are_read_in_groups_of_three() -> None:
    assert grouped("482157901") == "482 157 901"
