"""Rows of the public projection as the cards that lists and maps show."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from gis_cas.api.languages import PageLanguage
from gis_cas.api.wiring import Wiring
from gis_cas.domain.decision import Decision, DecisionKind
from gis_cas.domain.directory import Owner, OwnerType
from gis_cas.domain.service import Locus, Service
from gis_cas.store.public_rows import Counts, ListedRequest, PublicRequest
from map_ui.views import OpenCounts, OwnerCard, RequestCard


def page_facts(wired: Wiring, now: datetime, language: str) -> Mapping[str, Any]:
    """What every page's view begins with."""
    query = language.query if isinstance(language, PageLanguage) else ()
    return {"now": now, "demo": wired.demo, "language": wired.pages.language(language), "query": query}


def cards(rows: Iterable[ListedRequest]) -> tuple[RequestCard, ...]:
    """Rows of a list as cards."""
    return tuple(
        RequestCard(
            number=row.number,
            service_name=row.service_name,
            state=row.state,
            received_at=row.received_at,
            owner_name=row.owner_name,
            place_label=row.place_label,
            due_at=row.due_at,
            distance_ft=row.distance_ft,
        )
        for row in rows
    )


def open_counts(counts: Counts) -> OpenCounts:
    """The one honest line."""
    return OpenCounts(
        open=counts.open, past_promise=counts.past_promise, median_answer_hours=counts.median_answer_hours
    )


def card_of_decision(decision: Decision, service: Service) -> OwnerCard:
    """The owner card of a spot that was only asked about."""
    return OwnerCard(
        kind=decision.kind,
        owner=decision.owner,
        locus=service.locus,
        certain=decision.certain,
        proposed=decision.proposed,
        reason=decision.reason,
    )


def card_of_request(row: PublicRequest, locus: Locus) -> OwnerCard:
    """The owner card of a request, from its public row alone.

    The administrator's queue is an owner card without an owner. Whether the requester can be written to is personal: a
    public card never says so.
    """
    return OwnerCard(
        kind=DecisionKind(row.decision_kind) if row.decision_kind else DecisionKind.REVIEW,
        owner=_owner(row),
        locus=locus,
        reason=row.reason,
        number=row.number,
        due_at=row.due_at,
    )


def _owner(row: PublicRequest) -> Owner | None:
    if row.owner_type not in set(OwnerType):
        return None
    return Owner(
        slug=row.owner_slug,
        type=OwnerType(row.owner_type),
        name=row.owner_name,
        owner_class=row.owner_type,
        address=row.owner_address,
        phone=row.owner_phone,
        verified_on=date.fromisoformat(row.owner_verified_on) if row.owner_verified_on else None,
    )
