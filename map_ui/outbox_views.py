"""What the outbox's pages show, as frozen values; see `views` for units and states."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from gis_cas.domain.message import Medium, MessageState
from map_ui.staff_views import StaffPageView


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxLine:
    """One message in the list. code: the mail server's number or our own word for what went wrong."""

    id: int
    template: str
    language: str
    medium: Medium
    state: MessageState
    to: str | None
    created_at: datetime
    next_try_at: datetime
    number: str | None = None
    attempts: int = 0
    code: str | None = None
    sent_at: datetime | None = None
    needs_translation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxFilter:
    """One list of messages: `key` goes into `/staff/outbox?show=KEY`."""

    key: str
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxView(StaffPageView):
    """`/staff/outbox`: the lists with their counts, and the chosen one's messages, the newest first."""

    filters: tuple[OutboxFilter, ...]
    show: str
    lines: tuple[OutboxLine, ...]
    more: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxStepView:
    """One thing that was done with a message."""

    at: datetime
    actor: str
    what: str
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView(StaffPageView):
    """`/staff/outbox/{id}`: what it says, to whom, what was done with it, and what can be done now.

    deeds: verbs that the forms post to `/staff/outbox/{id}/{verb}`; reach: ways to reach the person, by name.
    """

    line: OutboxLine
    subject: str
    body: str
    erased: bool = False
    reach: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[OutboxStepView, ...] = ()
    deeds: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView(StaffPageView):
    """`/staff/outbox/{id}/letter`: the letter as it is printed. to: name and address, one line each.

    frame: the letter's own sentences in its language; call: whom to call when there is no address to post it to.
    """

    id: int
    letter_language: str
    number: str
    subject: str
    body: str
    day: str
    to: tuple[str, ...]
    frame: Mapping[str, str]
    call: str | None = None
    printed: tuple[str, datetime] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One message text in one language; reviewed_by is None while nobody has read it."""

    name: str
    language: str
    subject: str
    reviewed_by: str | None = None
    reviewed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextsView(StaffPageView):
    """`/staff/messages`: every message text, each with its languages."""

    texts: Mapping[str, tuple[TextLine, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView(StaffPageView):
    """`/staff/messages/{name}/{language}`: the text with made-up values, beside the English one, and its review."""

    line: TextLine
    text_hash: str
    body: str
    english: tuple[str, str] | None = None
    may_review: bool = True
    problem: str | None = None
