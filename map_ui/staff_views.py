"""What the staff's pages show, as frozen values; see `views` for units and states."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from gis_cas.domain.attachment import PlaceDoubt
from gis_cas.domain.decision import Decision
from gis_cas.domain.directory import Owner
from gis_cas.domain.place import Place, StatedPlace
from gis_cas.domain.request import AnswerOwed, Person
from map_ui.file_views import FileLimits, StaffFile
from map_ui.part_views import PartView
from map_ui.views import PageView


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginView(PageView):
    """`/staff/login`. next: the path to go to afterwards; accounts: (login, password, role) shown in demo mode only.

    city_button: what the city's own sign-in is called, where there is one; done: `password` after a new one was chosen.
    """

    login: str = ""
    problem: str | None = None
    next: str = "/staff"
    csrf: str = ""
    accounts: tuple[tuple[str, str, str], ...] = ()
    city_button: str | None = None
    done: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPlace:
    """One room of the intranet; its name in words stands in `staff/frame.html` under `key`."""

    key: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPageView(PageView):
    """What the bar of every intranet page shows: who is signed in, where they may go, what was searched for."""

    account_name: str
    csrf: str
    places: tuple[StaffPlace, ...] = ()
    here: str = "desk"
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """One list of requests by owner: `key` goes into `/staff?queue=KEY`."""

    key: str
    name: str
    open: int
    past_promise: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRow:
    """One request in the table, due first."""

    number: str
    service_name: str
    state: str
    owner_name: str
    received_at: datetime
    place_label: str | None = None
    due_at: datetime | None = None
    needs_owner: bool = False
    two_places: bool = False
    beside: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffListView(StaffPageView):
    """`/staff`: queues, and the chosen queue's rows, the earliest due first."""

    queues: tuple[Queue, ...]
    rows: tuple[StaffRow, ...]
    queue: str = ""
    more: bool = False
    page: int = 1
    next_due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One event of the request's history, with its text when it has one that was not erased."""

    at: datetime
    actor: str
    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDay:
    """Whose a request would have been on the day it came in, where that is not whose it became; None: a person's."""

    decided_on: date
    received_on: date
    owner_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRequestView(PageView):
    """`/staff/requests/{number}`: everything about one request, beside the list it was chosen from.

    owners: whom it can be given to; the forms' field `owner` is `type:slug`. The forms post to
    `/staff/requests/{number}/{verb}` with `csrf` and: answer (`channel`, `text`), reassign (`owner`, `reason`),
    not-ours (`owner` or none, `reason`), wrong-place (`q` or none, `reason`), resolve (`text`), close (`text`, and
    `completed_on` when long running). `correctable` holds `owner` and `place` where they may be said to be wrong;
    `problem_verb` says which form `errors` and `values` belong to; `done` is the verb that was just carried out. doubt:
    a photo taken far from the stated place; words_or_pin: the sender was not sure which of the two is right;
    words_far_from_pin: nobody has said.
    """

    listing: StaffListView
    csrf: str
    number: str
    service_name: str
    state: str
    closed: bool
    channel: str
    received_at: datetime
    received_on: date
    owner: Owner | None
    owner_name: str
    requester: Person
    description: str
    decision: Decision | None = None
    stated: StatedPlace | None = None
    corrected: StatedPlace | None = None
    correctable: tuple[str, ...] = ()
    other_day: OtherDay | None = None
    place: Place | None = None
    owed: tuple[AnswerOwed, ...] = ()
    parts: tuple[PartView, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    owners: tuple[Owner, ...] = ()
    long_running: bool = False
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    problem_verb: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    done: str | None = None
    files: tuple[StaffFile, ...] = ()
    doubt: PlaceDoubt | None = None
    words_or_pin: bool = False
    words_far_from_pin: bool = False
    limits: FileLimits = field(default_factory=FileLimits)
    may_add_files: bool = False
    may_release: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyRow:
    """One key of a client program; `hint` is its last characters, `good` whether it opens anything today."""

    id: int
    hint: str
    created_at: datetime
    created_by: str
    good: bool
    expires_on: date | None = None
    last_used_on: date | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiClientRow:
    """One client program with its keys, the newest first."""

    id: int
    name: str
    contact: str
    scopes: tuple[str, ...]
    per_minute: int
    keys: tuple[ApiKeyRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiClientsView(StaffPageView):
    """`/staff/api-clients`. `new_key` is shown this once; `form_client_id` says whose form `errors` belong to."""

    clients: tuple[ApiClientRow, ...]
    scopes: tuple[str, ...]
    usual_per_minute: int
    page: int = 1
    more: bool = False
    new_key: str | None = None
    form_client_id: int | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """Words that no single sure place was found for; `outcome` is a key of the page's own words."""

    id: int
    words_key: str
    outcome: str
    times: int
    examples: tuple[str, ...]
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """Something the locator was told and still holds; kind alias, address or landmark."""

    id: int
    kind: str
    name: str
    street: str | None
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatorGapsView(StaffPageView):
    """`/gis/locator-gaps`. `form_gap_id` says whose form `errors` and `values` belong to; `form_kind` which of its."""

    gaps: tuple[GapRow, ...]
    corrections: tuple[CorrectionRow, ...]
    may_mend: bool
    page: int = 1
    more: bool = False
    form_gap_id: int | None = None
    form_kind: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
