"""What the pages say, and when."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gis_cas.domain.decision import Decision, DecisionKind
from gis_cas.domain.directory import Owner, OwnerType
from gis_cas.domain.service import Locus
from map_ui.page import Pages
from map_ui.part_views import PartView, SharedPart
from map_ui.staff_views import StaffListView
from map_ui.views import ErrorView, FindView, HomeView, OpenCounts
from tests.map_ui.documents import parsed
from tests.map_ui.samples import (
    AGENCY,
    DEPARTMENT,
    NONCE,
    NOW,
    NUMBER,
    case_view,
    listing,
    owner_card,
    report_view,
    request_view,
)


def text_of(html: str) -> str:
    return " ".join(parsed(html).all("body")[0].text.split())


def test_the_honest_line(pages: Pages) -> None:
    view = HomeView(now=NOW, counts=OpenCounts(open=212, past_promise=9, median_answer_hours=25.6))
    shown = text_of(pages.home(view, nonce=NONCE))
    assert "212 open · 9 past our 72-hour promise · half answered within 26 hours" in shown


def test_the_honest_line_says_nothing_about_answers_when_there_were_none(pages: Pages) -> None:
    shown = text_of(pages.home(HomeView(now=NOW, counts=OpenCounts(open=0, past_promise=0)), nonce=NONCE))
    assert "0 open · 0 past our 72-hour promise" in shown
    assert "half answered" not in shown
    assert "Nothing open within half a mile. Seen something? Report it." in shown


def test_the_first_page_asks_one_question_and_offers_the_phone(pages: Pages) -> None:
    page = pages.home(HomeView(now=NOW, counts=OpenCounts(open=0, past_promise=0)), nonce=NONCE)
    assert parsed(page).all("h1")[0].text == "What needs fixing, and where?"
    assert 'href="tel:561-555-0100"' in page


def test_a_number_is_shown_in_groups_of_three(pages: Pages) -> None:
    heading = parsed(pages.request(request_view(), nonce=NONCE)).all("h1")[0]
    assert heading.text.split()[-3:] == ["482", "157", "903"]


def test_the_owner_card_keeps_its_order(pages: Pages) -> None:
    card = owner_card(AGENCY, number=NUMBER, reachable=True)
    shown = text_of(pages.request(request_view(owner_card=card), nonce=NONCE))
    parts = [
        "Florida Department of Transportation District Four looks after this signal",
        "We have noted it as 482 157 903. We will write to you.",
        "3400 W Commercial Blvd",
        "866-555-0102",
        "Why: State road: SR 804, 12 ft from its centreline",
        "Not yet checked",
    ]
    places = [shown.index(part) for part in parts]
    assert places == sorted(places)


def test_a_checked_entry_says_when(pages: Pages) -> None:
    card = owner_card(replace(AGENCY, verified_on=date(2026, 11, 3)))
    assert "Last checked 3 Nov" in text_of(pages.request(request_view(owner_card=card), nonce=NONCE))


def test_nobody_is_promised_a_letter_who_cannot_be_written_to(pages: Pages) -> None:
    card = owner_card(AGENCY, number=NUMBER, reachable=False)
    shown = text_of(pages.request(request_view(owner_card=card), nonce=NONCE))
    assert "We will write to you" not in shown
    assert "What happens next will stand on this page." in shown


def test_time_is_said_as_a_promise(pages: Pages) -> None:
    card = owner_card(number=NUMBER, due_at=NOW + timedelta(hours=70))
    shown = text_of(pages.request(request_view(owner_card=card), nonce=NONCE))
    assert "Public Works will answer you by Thursday 26 Nov, 9:00 am." in shown


def test_a_broken_promise_is_admitted(pages: Pages) -> None:
    view = request_view(state="past", due_at=NOW - timedelta(hours=9))
    shown = text_of(pages.request(view, nonce=NONCE))
    assert "We promised an answer by Monday 23 Nov, 2:00 am. We are late" in shown


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (DecisionKind.REVIEW, "We are not sure yet who looks after this signal"),
        (DecisionKind.UNLOCATED, "We could not find that place yet"),
        (DecisionKind.NO_PLACE, "The city will find the right office"),
    ],
)
def test_without_an_owner_the_card_says_what_is_known(pages: Pages, kind: DecisionKind, said: str) -> None:
    card = owner_card(None, kind=kind, reason=None)
    assert said in text_of(pages.report(report_view(owner_card=card), nonce=NONCE))


def test_a_private_owner_begins_with_a_capital(pages: Pages) -> None:
    owner = Owner(slug="private", type=OwnerType.PRIVATE, name="a homeowners' association", owner_class="private")
    card = owner_card(owner, kind=DecisionKind.PRIVATE_OWNER, locus=Locus.ROADWAY)
    shown = text_of(pages.report(report_view(owner_card=card), nonce=NONCE))
    assert "A homeowners' association looks after this road" in shown
    assert "The city does not own this spot." in shown


def test_the_question_comes_back_with_three_equal_answers(pages: Pages) -> None:
    page = parsed(pages.report(report_view(), nonce=NONCE))
    answers = [element for element in page.all("input") if element.attributes.get("name") == "answer.on_road"]
    assert [answer.attributes["value"] for answer in answers] == ["on", "beside", "unsure"]
    assert {answer.attributes["type"] for answer in answers} == {"radio"}


def test_what_was_typed_is_kept_and_each_sentence_stands_at_its_field(pages: Pages) -> None:
    page = parsed(pages.report(report_view(values={"description": "A hole", "service_code": "lot"}), nonce=NONCE))
    assert page.all("textarea")[0].text == "A hole"
    chosen = [option.attributes["value"] for option in page.all("option") if "selected" in option.attributes]
    assert chosen == ["lot"]
    field = page.all("select")[0]
    assert field.attributes["aria-invalid"] == "true"
    assert field.attributes["aria-describedby"] == "error-service_code"


def test_the_one_time_token_and_earlier_answers_travel_with_the_form(pages: Pages) -> None:
    page = parsed(pages.report(report_view(values={"answer.other": "yes"}), nonce=NONCE))
    hidden = {
        element.attributes["name"]: element.attributes["value"]
        for element in page.all("input")
        if element.attributes.get("type") == "hidden"
    }
    assert hidden["token"] == report_view().token
    assert hidden["answer.other"] == "yes"


def test_beside_the_e_mail_field_stands_that_it_is_a_public_record(pages: Pages) -> None:
    page = parsed(pages.report(report_view(errors={}), nonce=NONCE))
    field = next(element for element in page.all("input") if element.attributes.get("name") == "email")
    notice = next(
        element for element in page.all("p") if element.attributes.get("id") == field.attributes["aria-describedby"]
    )
    assert "e-mail addresses are public records" in notice.text
    assert "required" not in field.attributes


def test_the_form_has_one_primary_button(pages: Pages) -> None:
    page = parsed(pages.report(report_view(), nonce=NONCE))
    assert [
        button.text for button in page.all("button") if "button--primary" in (button.attributes.get("class") or "")
    ] == ["Send"]


def test_an_error_has_three_parts(pages: Pages) -> None:
    shown = text_of(pages.error(ErrorView(now=NOW, status=503), nonce=NONCE))
    assert (
        "We cannot reach our records just now. Every request that has a number is safe. Try again in a minute" in shown
    )


def test_finding_nothing_near_an_address_invites_a_report(pages: Pages) -> None:
    shown = text_of(pages.find(FindView(now=NOW, words="100 E Ocean Ave"), nonce=NONCE))
    assert "Nothing open within half a mile. Seen something? Report it." in shown


def test_an_empty_desk_says_when_the_next_answer_is_due(pages: Pages) -> None:
    empty: StaffListView = listing(rows=(), words="", next_due_at=NOW + timedelta(minutes=40))
    shown = text_of(pages.staff(empty, nonce=NONCE))
    assert "Nothing past the promise at 11:00 am. Next due Monday 23 Nov, 11:40 am." in shown


def test_the_desk_offers_four_verbs_and_keeps_what_was_typed(pages: Pages) -> None:
    page = parsed(pages.staff_request(case_view(values={"text": "We looked"}), nonce=NONCE))
    posts = [form.attributes["action"] for form in page.all("form") if form.attributes.get("method") == "post"]
    verbs = ["answer", "reassign", "resolve", "close"]
    assert posts[1:] == [f"/staff/requests/{NUMBER}/{verb}" for verb in verbs]
    kept = {area.attributes["id"]: area.text for area in page.all("textarea")}
    assert kept == {"answer-text": "We looked", "resolve-text": ""}


def test_somebody_else_s_work_cannot_be_resolved_and_a_closed_request_has_no_verbs(pages: Pages) -> None:
    assert "/resolve" not in pages.staff_request(case_view(owner=AGENCY), nonce=NONCE)
    closed = pages.staff_request(case_view(closed=True, state="closed", closed_at=NOW, owed=()), nonce=NONCE)
    assert 'method="post"' in closed
    assert "/answer" not in closed


def test_the_trace_reads_as_a_list_in_order(pages: Pages) -> None:
    page = parsed(pages.staff_request(case_view(), nonce=NONCE))
    lines = [
        " ".join(item.text.split()) for item in page.all("li") if "trace__line" in (item.attributes.get("class") or "")
    ]
    assert lines == ["state-road may hold · 48 ft of 50 ft", "city-limits holds · inside the limits"]


def test_no_page_uses_a_word_that_is_not_ours(rendered: dict[str, str]) -> None:
    for name, page in rendered.items():
        shown = text_of(page).lower()
        for word in ("ticket", "invalid", "jurisdiction", "oops"):
            assert word not in shown, f"{word} on {name}"


def test_a_request_without_a_public_position_has_no_map(pages: Pages) -> None:
    page = pages.request(request_view(position=None), nonce=NONCE)
    assert "leaflet" not in page
    assert DEPARTMENT.name in page


def test_what_is_late_is_not_promised_again(pages: Pages) -> None:
    late = NOW - timedelta(hours=2)
    view = request_view(owner_card=owner_card(number=NUMBER, due_at=late), due_at=late, state="past")
    shown = text_of(pages.request(view, nonce=NONCE))
    assert "will answer you by" not in shown
    assert "We promised an answer by" in shown


def test_the_desk_sees_who_else_has_a_part_and_how_to_reach_them(pages: Pages) -> None:
    decision = Decision(
        kind=DecisionKind.SPLIT, reason="A leak under SR 804.", certain=True, owner=DEPARTMENT, beside=(AGENCY,)
    )
    part = PartView(id=1, type="agency", name=AGENCY.name, done=False, phone=AGENCY.phone, due_at=NOW)
    shown = text_of(pages.staff_request(case_view(decision=decision, parts=(part,)), nonce=NONCE))
    assert "Split. A leak under SR 804." in shown
    assert AGENCY.phone
    assert f"Others with a part in it {AGENCY.name} · {AGENCY.phone}" in shown
    assert "Whoever asked has to be written to about it. Owed by" in shown


@pytest.mark.parametrize(
    ("kind", "state", "words"),
    [
        ("agency", "open", "Part of this is theirs. We will write about it."),
        ("private", "done", "Part of this is theirs. We have written about it."),
        ("department", "open", "They help with this."),
        ("department", "done", "They have done their part."),
        ("queue", "open", "We are finding out whose this part is."),
    ],
)
def test_r13_the_number_says_who_else_has_a_part(pages: Pages, kind: str, state: str, words: str) -> None:
    part = SharedPart(type=kind, name=AGENCY.name, address=AGENCY.address, phone=AGENCY.phone, done=state == "done")
    shown = text_of(pages.request(request_view(parts=(part,)), nonce=NONCE))
    assert AGENCY.name in shown
    assert words in shown
