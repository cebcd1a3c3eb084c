"""Following the policy: what it asked decides every other row; what cannot be followed is not learnt."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.bulk.forms import Sign
from layers.bulk.numbers import Numbers
from layers.bulk.symbols import Followed, NotFollowed, Symbol
from layers.bulk.tree import UNKNOWN, Trees, end

Row = Sequence[float] | Sequence[Symbol]


def sorted_and_summed(values: Row) -> str:
    first, second, third = values
    nearest, *_ = sorted([(0, first, "first"), (0, second - 3, "second"), (1, third, "third")])
    most = min(sum([first or 0.0, second]), 1.0)
    if 2 * third - first / 2 >= second:
        return f"{nearest[2]} {most:.1f}"
    return f"far {-third:.0f}" if third > 7 else f"near {max(first, second):.2f}"


def filled(words: str, marks: Sequence[tuple[object, str]], values: Sequence[float]) -> str:
    for number, (form, spec) in enumerate(marks):
        words = words.replace(f"\ue000{number}\ue001", format(form.value(values), spec))  # type: ignore[attr-defined]
    return words


numbers = st.sampled_from([0.0, 0.25, 1.0, 3.0, 3.5, 4.0, 7.0, 8.0, 30.0])
rows = st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=40)


@settings(max_examples=200, deadline=None)
@given(rows=rows)
def test_a_row_that_answers_alike_is_told_alike(rows: list[tuple[float, float, float]]) -> None:
    trees, root = Trees(), UNKNOWN
    learnt: list[tuple[str, list[tuple[object, str]]]] = []
    table = np.array(rows)
    values = Numbers(table)
    for row, numbers in enumerate(rows):
        at, _ = trees.walk(np.array([root]), Numbers(table[row : row + 1]))
        if at[0] == UNKNOWN:
            followed = Followed(values=numbers)
            words = sorted_and_summed([followed.number(which) for which in range(3)])
            root = trees.grow(root, followed.path, len(learnt))
            learnt.append((words, list(followed.marks)))
            at, _ = trees.walk(np.array([root]), Numbers(table[row : row + 1]))
        words, marks = learnt[-2 - at[0]]
        assert filled(words, marks, numbers) == sorted_and_summed(numbers)
    ends, _ = trees.walk(np.full(len(rows), root), values)
    assert (ends <= end(0)).all()


@pytest.mark.parametrize(
    "policy",
    [
        float,
        round,
        abs,
        int,
        lambda one: {one: 1},
        lambda one: one * one,
        lambda one: one**2,
        lambda one: 1 / one,
        lambda one: one // 2,
        lambda one: one + "a",
    ],
)
def test_what_cannot_be_followed_says_so(policy: Callable[[Symbol], object]) -> None:
    followed = Followed(values=[2.0])
    with pytest.raises(NotFollowed):
        policy(followed.number(0))


def test_what_is_assumed_is_not_asked() -> None:
    asking = Followed(values=[1.0, 5.0])
    assert asking.number(0) - 2.0 <= asking.number(1)
    (asked, answer), *_ = asking.path
    assert (answer, asked.sign) == (True, Sign.AT_MOST)
    knowing = Followed(values=[9.0, 5.0], assumed=frozenset([asked]))
    assert knowing.number(0) - 2.0 <= knowing.number(1)
    assert knowing.path == []


def test_a_path_that_asks_otherwise_is_not_entered() -> None:
    def path(values: list[float], number: int) -> list[tuple[object, bool]]:
        followed = Followed(values=values)
        assert (followed.number(number) < 3) in (True, False)
        return list(followed.path)

    trees = Trees()
    root = trees.grow(UNKNOWN, path([1.0, 1.0], 0), 0)  # type: ignore[arg-type]
    assert trees.grow(root, path([9.0, 9.0], 1), 1) == root  # type: ignore[arg-type]
    ends, _ = trees.walk(np.array([root, root]), Numbers(np.array([[1.0, 1.0], [9.0, 9.0]])))
    assert ends.tolist() == [end(0), UNKNOWN]


def test_a_row_waits_where_a_number_is_not_measured_yet() -> None:
    followed = Followed(values=[1.0, float("nan")], measure=lambda: [1.0, 0.5])
    assert followed.number(0) < 2
    assert followed.number(1) > 0.25
    trees = Trees()
    root = trees.grow(UNKNOWN, followed.path, 0)
    values = Numbers(np.array([[1.0, np.nan]]))
    at, _ = trees.walk(np.array([root]), values)
    assert at[0] > root
    values.table[0, 1] = 0.5
    assert trees.walk(at, values)[0].tolist() == [end(0)]
