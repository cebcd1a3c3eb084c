"""One full view of every page; citizen text is hostile throughout."""

from datetime import UTC, date, datetime, timedelta

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.domain.decision import Decision, DecisionKind, OwnerCandidate, Question, RuleOutcome, TraceLine
from gis_cas.domain.directory import Owner, OwnerType
from gis_cas.domain.place import Place, PlaceSource, StatedPlace
from gis_cas.domain.request import AnswerKind, AnswerOwed, Person
from gis_cas.domain.service import LocationNeed, Locus, PublicationRule, Service, Urgency
from gis_cas.geo.position import Position
from map_ui.page import Pages
from map_ui.staff_views import HistoryEntry, LoginView, Queue, StaffListView, StaffRequestView, StaffRow
from map_ui.views import (
    ErrorView,
    FindView,
    HomeView,
    MapView,
    OpenCounts,
    OwnerCard,
    ReportView,
    RequestCard,
    RequestsView,
    RequestView,
    TimelineEntry,
)
from tests.map_ui.outbox_samples import outbox_pages

NONCE = "nonce-of-this-answer"
NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'</textarea>"
NUMBER = "482157903"

DEPARTMENT = Owner(
    slug="public-works",
    type=OwnerType.DEPARTMENT,
    name="Public Works",
    owner_class="department",
    address="222 NE 9th Ave",
    phone="561-555-0101",
)
AGENCY = Owner(
    slug="fdot-d4",
    type=OwnerType.AGENCY,
    name="Florida Department of Transportation District Four",
    owner_class="state",
    address="3400 W Commercial Blvd",
    phone="866-555-0102",
)
QUESTION = Question(
    code="on_road",
    text="Is it on the road, or beside it?",
    options={"on": "On the road", "beside": "Beside it", "unsure": "I'm not sure"},
)
PLACES = tuple(
    Candidate(
        label=label,
        position=Position(-80.06, 26.53),
        score=90,
        match_type=MatchType.POINT_ADDRESS,
        error_radius_ft=30,
    )
    for label in ("130 NE 3rd St", "130 SE 3rd St")
)
HOURS_LEFT = {"fresh": 50, "soon": 14, "urgent": 3, "past": -9, "long_past": -100}


def service(code: str = "pothole", *, urgency: Urgency = Urgency.NORMAL, named: bool = False) -> Service:
    return Service(
        code=code,
        name=code.capitalize(),
        group="Streets",
        description="",
        department="public-works",
        county_agency="palm-beach-county",
        locus=Locus.ROADWAY,
        location=LocationNeed.REQUIRED,
        urgency=urgency,
        publication=PublicationRule.EXACT,
        code_enforcement=named,
    )


def due(state: str) -> datetime | None:
    return NOW + timedelta(hours=HOURS_LEFT[state]) if state in HOURS_LEFT else None


def request_card(state: str = "fresh", *, place: str | None = HOSTILE) -> RequestCard:
    return RequestCard(
        number=NUMBER,
        service_name="Pothole",
        state=state,
        received_at=NOW - timedelta(days=100),
        owner_name="Public Works",
        place_label=place,
        due_at=due(state),
        distance_ft=320.4,
    )


CARDS = tuple(request_card(state) for state in (*HOURS_LEFT, "answered", "referred", "closed"))


def owner_card(owner: Owner | None = DEPARTMENT, **more: object) -> OwnerCard:
    given: dict[str, object] = {
        "kind": DecisionKind.REFERRED if owner is AGENCY else DecisionKind.ASSIGNED,
        "owner": owner,
        "locus": Locus.SIGNAL,
        "reason": "State road: SR 804, 12 ft from its centreline",
    }
    return OwnerCard(**(given | more))  # type: ignore[arg-type]


def request_view(**more: object) -> RequestView:
    given: dict[str, object] = {
        "now": NOW,
        "number": NUMBER,
        "service_name": "Pothole",
        "group": "Streets",
        "state": "fresh",
        "closed": False,
        "received_at": NOW - timedelta(hours=2),
        "owner_card": owner_card(number=NUMBER, due_at=NOW + timedelta(hours=70)),
        "due_at": NOW + timedelta(hours=70),
        "place_label": HOSTILE,
        "precision": "block",
        "position": Position(-80.0655, 26.528),
        "text": HOSTILE,
        "timeline": (
            TimelineEntry(at=NOW, kind="received"),
            TimelineEntry(at=NOW, kind="located", facts={"owner": HOSTILE}),
        ),
    }
    return RequestView(**(given | more))  # type: ignore[arg-type]


def report_view(**more: object) -> ReportView:
    given: dict[str, object] = {
        "now": NOW,
        "services": (service(), service("danger", urgency=Urgency.EMERGENCY), service("lot", named=True)),
        "token": "token-once",
        "values": {"q": HOSTILE, "description": HOSTILE, "name": HOSTILE, "email": HOSTILE, "answer.other": HOSTILE},
        "errors": {"service_code": "Please choose what it is about.", "email": HOSTILE},
        "candidates": PLACES,
        "question": QUESTION,
        "owner_card": owner_card(AGENCY),
        "similar": (request_card(),),
    }
    return ReportView(**(given | more))  # type: ignore[arg-type]


def listing(**more: object) -> StaffListView:
    rows = tuple(
        StaffRow(
            number=NUMBER,
            service_name="Pothole",
            state=state,
            owner_name="Public Works",
            received_at=NOW,
            place_label=HOSTILE,
            due_at=due(state),
            needs_owner=True,
        )
        for state in HOURS_LEFT
    )
    given: dict[str, object] = {
        "now": NOW,
        "account_name": HOSTILE,
        "csrf": "csrf-token",
        "queues": (Queue(key="due", name="Answer owed", open=9, past_promise=2),),
        "rows": rows,
        "queue": "due",
        "words": HOSTILE,
        "more": True,
        "page": 2,
    }
    return StaffListView(**(given | more))  # type: ignore[arg-type]


def case_view(**more: object) -> StaffRequestView:
    decision = Decision(
        kind=DecisionKind.REVIEW,
        reason="On the line between the State road and the roadside.",
        certain=False,
        candidates=(OwnerCandidate(owner=AGENCY, rule_id="state-road", reason="SR 804 may hold", share=0.6),),
        trace=(
            TraceLine(rule_id="state-road", outcome=RuleOutcome.POSSIBLE, detail="48 ft of 50 ft"),
            TraceLine(rule_id="city-limits", outcome=RuleOutcome.HELD, detail="inside the limits"),
        ),
        ruleset_id="ab12cd34ef56",
        publications={"streets": 3},
        algorithm_version="1",
    )
    given: dict[str, object] = {
        "now": NOW,
        "listing": listing(),
        "csrf": "csrf-token",
        "number": NUMBER,
        "service_name": "Pothole",
        "state": "urgent",
        "closed": False,
        "channel": "web",
        "received_at": NOW - timedelta(hours=69),
        "received_on": date(2026, 11, 20),
        "owner": DEPARTMENT,
        "owner_name": "Public Works",
        "requester": Person(name=HOSTILE, email=HOSTILE),
        "description": HOSTILE,
        "decision": decision,
        "stated": StatedPlace(words=HOSTILE),
        "place": Place(position=Position(-80.0655, 26.528), radius_ft=45, source=PlaceSource.PIN, label=HOSTILE),
        "owed": (AnswerOwed(kind=AnswerKind.FIRST, starts_at=NOW, due_at=NOW + timedelta(hours=3)),),
        "history": (HistoryEntry(at=NOW, actor="clerk", kind="answered", text=HOSTILE, facts={"channel": "phone"}),),
        "owners": (DEPARTMENT, AGENCY),
        "long_running": True,
        "problem_verb": "answer",
        "errors": {"text": "Please say what you told them.", "": HOSTILE},
        "values": {"text": HOSTILE},
    }
    return StaffRequestView(**(given | more))  # type: ignore[arg-type]


def every_page(pages: Pages, *, demo: bool = True) -> dict[str, str]:
    counts = OpenCounts(open=212, past_promise=9, median_answer_hours=25.6)
    facts: dict[str, object] = {"now": NOW, "demo": demo}
    home = HomeView(now=NOW, demo=demo, counts=counts, nearest=CARDS)
    city = MapView(now=NOW, demo=demo, counts={"fresh": 90}, groups=(HOSTILE,), cards=CARDS)
    twin = RequestsView(
        now=NOW,
        demo=demo,
        cards=CARDS,
        counts={"fresh": 90},
        groups=(HOSTILE,),
        states=("fresh",),
        words=HOSTILE,
        group=HOSTILE,
        page=2,
        more=True,
    )
    return {
        "home": pages.home(home, nonce=NONCE),
        "report": pages.report(report_view(**facts), nonce=NONCE),
        "map": pages.map(city, nonce=NONCE),
        "requests": pages.requests(twin, nonce=NONCE),
        "request": pages.request(request_view(**facts), nonce=NONCE),
        "find": pages.find(
            FindView(now=NOW, demo=demo, words=HOSTILE, problem=HOSTILE, candidates=PLACES, near=CARDS), nonce=NONCE
        ),
        "error": pages.error(ErrorView(now=NOW, demo=demo, status=404, happened=HOSTILE), nonce=NONCE),
        "login": pages.login(
            LoginView(now=NOW, demo=demo, login=HOSTILE, problem=HOSTILE, accounts=(("clerk", "secret", "Clerk"),)),
            nonce=NONCE,
        ),
        "staff": pages.staff(listing(**facts), nonce=NONCE),
        "staff_request": pages.staff_request(case_view(**facts), nonce=NONCE),
        **outbox_pages(pages, demo=demo, hostile=HOSTILE, nonce=NONCE),
    }
