"""What each public page shows, as frozen values: the wire fills them, the templates only lay them out.

Instants are aware datetimes; pages turn them into city time. Positions are EPSG:4326. A `state` is the value of
`gis_cas.policy.clock.AnswerState` (`fresh`, `soon`, `urgent`, `past`, `long_past`, `answered`, `referred`) or `closed`.
The staff's pages have theirs in `staff_views`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gis_cas.domain.attachment import Outcome, PlaceDoubt
from gis_cas.domain.candidate import Candidate
from gis_cas.domain.decision import DecisionKind, Question
from gis_cas.domain.directory import Owner
from gis_cas.domain.service import Locus, Service
from gis_cas.geo.position import Position
from map_ui.file_views import FileLimits, PublicPhoto
from map_ui.part_views import SharedPart


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """What every page knows: the present instant, the language, and whether it shows demonstration data.

    `query`: the rest of the query the page was asked with, so that it can link to itself in another language.
    """

    now: datetime
    demo: bool = False
    language: str = "en"
    query: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCard:
    """One request in a list. `due_at` is the earliest answer still owed; `distance_ft` where a list is by nearness."""

    number: str
    service_name: str
    state: str
    received_at: datetime
    owner_name: str
    place_label: str | None = None
    due_at: datetime | None = None
    distance_ft: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerCard:
    """Whose job it is, in the order of the owner card.

    `number` is None while nothing was sent yet. `reachable`: whether the requester left a way to be written to.
    `due_at` is the promise, when an answer is owed. `locus` chooses the noun ("looks after this signal").
    """

    kind: DecisionKind
    owner: Owner | None
    locus: Locus
    certain: bool = True
    proposed: bool = False
    reason: str | None = None
    number: str | None = None
    due_at: datetime | None = None
    reachable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One public event: `kind` is the event's own word, `facts` what it says about itself."""

    at: datetime
    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCounts:
    """The one honest line: open, past the promise, and the median hours to a first answer (None: none answered yet)."""

    open: int
    past_promise: int
    median_answer_hours: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView(PageView):
    """`/`: the question, the honest line, and what is open near the middle of the map."""

    counts: OpenCounts
    nearest: tuple[RequestCard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView(PageView):
    """`/report`, first shown or shown again.

    values: the form's fields as typed (`service_code`, `q`, `lat`, `long`, `accuracy_ft`, `zoom`, `source`,
    `description`, `name`, `phone`, `email`, `address`, `answer.CODE`). errors: one sentence per field.
    token: used once as the idempotency key. candidates: places the words could mean, chosen with the field `choice`
    (its value replaces `q`). question: the one plain question, answered with the field `answer.CODE`. held: goes back
    in the field of that name, for files that need not be chosen again (`held_names`); refused_files: the others.
    """

    services: tuple[Service, ...]
    token: str
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()
    question: Question | None = None
    owner_card: OwnerCard | None = None
    similar: tuple[RequestCard, ...] = ()
    limits: FileLimits = field(default_factory=FileLimits)
    held: str = ""
    held_names: tuple[str, ...] = ()
    refused_files: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView(PageView):
    """`/map`: counts of open requests by state for the legend, groups for the filter, the list's first cards."""

    counts: Mapping[str, int]
    groups: tuple[str, ...]
    cards: tuple[RequestCard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsView(PageView):
    """`/requests`: the list twin of the map. `page` counts from 1; `more`: there is a next page.

    states: the chosen states (empty: all open ones); words: what was searched for; group: one service group or None.
    """

    cards: tuple[RequestCard, ...]
    counts: Mapping[str, int]
    groups: tuple[str, ...]
    page: int = 1
    more: bool = False
    states: tuple[str, ...] = ()
    words: str = ""
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView(PageView):
    """`/requests/{number}`: what anyone with the number may see.

    position: the *public* position or None; precision: the word of `published.request.place_precision`. `just_sent`:
    this is the receipt of a report sent a moment ago. text: what staff released, never the requester's own unreleased
    words. photos: those that were released. token: only the sender's browser has one, to add files; outcomes: what
    became of those sent last; doubt: its sender's photo that was taken far from the place, to be asked about.
    """

    number: str
    service_name: str
    group: str
    state: str
    closed: bool
    received_at: datetime
    owner_card: OwnerCard
    parts: tuple[SharedPart, ...] = ()
    located: bool = True
    due_at: datetime | None = None
    first_answered_at: datetime | None = None
    closed_at: datetime | None = None
    place_label: str | None = None
    precision: str | None = None
    position: Position | None = None
    text: str | None = None
    timeline: tuple[TimelineEntry, ...] = ()
    just_sent: bool = False
    photos: tuple[PublicPhoto, ...] = ()
    token: str = ""
    outcomes: tuple[Outcome, ...] = ()
    doubt: PlaceDoubt | None = None
    place_answered: bool = False
    limits: FileLimits = field(default_factory=FileLimits)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindView(PageView):
    """`/find` when it could not go straight to a request: nothing asked, nothing found, or several places."""

    words: str = ""
    problem: str | None = None
    candidates: tuple[Candidate, ...] = ()
    near: tuple[RequestCard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorView(PageView):
    """Any page that cannot be shown, in three parts: what happened, what is safe, what to do.

    The heading follows from the status. `happened` may tell all three; without any, standing sentences are shown.
    """

    status: int
    happened: str | None = None
    safe: str | None = None
    do: str | None = None
