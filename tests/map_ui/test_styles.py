"""Colour and shape say the same, once; and they are the ones that were agreed."""

from datetime import timedelta

import pytest

from gis_cas.geocoding.findings import FindingKind
from gis_cas.policy.clock import AnswerState
from map_ui.finding_labels import FindingLabels
from map_ui.labels import Labels
from map_ui.page import Pages
from map_ui.styles import AGE_TICKS, BY_STATE, FINDINGS, INK, MARKS, WORST_FIRST, marks_document
from map_ui.words import translations
from tests.map_ui.samples import NONCE, NOW, request_view

AGREED = {
    "fresh": ("#4F90C6", "circle", ""),
    "soon": ("#F2C14E", "diamond", ""),
    "urgent": ("#C4520C", "triangle", ""),
    "past": ("#96123F", "square", "hours"),
    "long_past": ("#3F0A2B", "square, double edge", "days"),
    "answered": ("#FFFFFF", "ring", ""),
    "referred": ("#FFFFFF", "arrow leaving a ring", ""),
}
TEXT_CONTRAST = 4.5


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("state", list(AGREED))
def test_a_state_has_its_colour_its_shape_and_what_stands_inside(state: str) -> None:
    mark = BY_STATE[state]
    assert (mark.fill, mark.shape, mark.holds) == AGREED[state]


def test_there_is_a_mark_for_every_state_and_no_other() -> None:
    assert {mark.state for mark in MARKS} == {state.value for state in AnswerState} == set(WORST_FIRST)


def test_no_two_states_share_a_shape() -> None:
    assert len({mark.outline + mark.lines + mark.inner for mark in BY_STATE.values()}) == len(BY_STATE)


def test_only_rings_carry_ticks_for_30_90_and_180_days() -> None:
    assert [mark.state for mark in BY_STATE.values() if mark.ticks] == ["answered"]
    assert [days for days, _ in AGE_TICKS] == [30, 90, 180]


@pytest.mark.parametrize("state", list(AGREED))
def test_what_stands_inside_a_mark_can_be_read(state: str) -> None:
    mark = BY_STATE[state]
    assert contrast(mark.text_color, mark.fill) >= TEXT_CONTRAST


def test_every_kind_of_finding_has_a_mark_of_its_own_and_a_name() -> None:
    kinds = {kind.value for kind in FindingKind}
    assert {mark.state for mark in FINDINGS} == set(FindingLabels(translations("en")).kinds()) == kinds
    for mark in FINDINGS:
        assert mark.holds == "number"
        assert contrast(mark.text_color, mark.fill) >= TEXT_CONTRAST


def test_the_outline_stands_out_from_paper() -> None:
    assert contrast(INK, "#F3F1EC") >= 14


def test_the_map_and_the_page_draw_from_the_same_paths(pages: Pages) -> None:
    page = pages.request(request_view(), nonce=NONCE)
    outline = marks_document()["marks"]["fresh"]["outline"]
    assert page.count(f'"{outline}"') >= 2


def test_every_state_has_a_name() -> None:
    labels = Labels(translations("en"))
    for state in AGREED:
        assert labels.state(state) not in {"", state}


@pytest.mark.parametrize(("days", "ticks"), [(29, 0), (30, 1), (90, 2), (180, 3)])
def test_ticks_tell_the_age_of_the_work(pages: Pages, days: int, ticks: int) -> None:
    page = pages.request(
        request_view(state="answered", due_at=None, position=None, received_at=NOW - timedelta(days=days)), nonce=NONCE
    )
    assert sum(f'd="{path}"' in page for _, path in AGE_TICKS) == ticks
