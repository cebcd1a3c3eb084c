"""Filling the page of one request from its public row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gis_cas.api.public.view_cards import card_of_request, page_facts
from gis_cas.api.public.view_files import file_limits
from gis_cas.api.wiring import Wiring
from gis_cas.domain.request import RequestStatus
from gis_cas.domain.service import Locus
from gis_cas.errors import UnknownRequest
from gis_cas.policy.tracking_number import grouped
from gis_cas.store.public_rows import PublicRequest, ReleasedPhoto
from map_ui.file_views import PublicPhoto
from map_ui.part_views import SharedPart
from map_ui.views import RequestView, TimelineEntry


def public_request(wired: Wiring, number: str, *, now: datetime) -> PublicRequest:
    """The public row under a number; raises UnknownRequest."""
    row = wired.reads.request(number, now=now)
    if row is None:
        raise UnknownRequest(f"There is no request under {grouped(number)}. Please check the nine digits, or call us.")
    return row


def request_view(
    wired: Wiring, number: str, *, now: datetime, language: str, just_sent: bool = False, **own: Any
) -> RequestView:
    """Everything the page shows; `own` is what only its sender's browser is shown. Raises UnknownRequest."""
    row = public_request(wired, number, now=now)
    return RequestView(
        number=row.number,
        service_name=row.service_name,
        group=row.group_name,
        state=row.state,
        closed=row.status == RequestStatus.CLOSED,
        received_at=row.received_at,
        owner_card=card_of_request(row, _locus(wired, row.service_code)),
        parts=tuple(_part(part) for part in row.parts),
        located=row.located,
        due_at=row.due_at,
        first_answered_at=row.first_answered_at,
        closed_at=row.closed_at,
        place_label=row.place_label,
        precision=row.place_precision,
        position=row.position,
        text=row.released_text,
        timeline=tuple(TimelineEntry(at=event.at, kind=event.kind, facts=event.facts) for event in row.events),
        just_sent=just_sent,
        photos=tuple(_photo(one) for one in wired.reads.photos(row.number)),
        limits=file_limits(wired.cabinet),
        **own,
        **page_facts(wired, now, language),
    )


def _part(part: Mapping[str, Any]) -> SharedPart:
    told = {name: part[name] for name in ("type", "name", "address", "phone")}
    return SharedPart(done=part["state"] == "done", **told)


def _photo(one: ReleasedPhoto) -> PublicPhoto:
    return PublicPhoto(address=one.sha256, small_address=one.small_sha256, width=one.width, height=one.height)


def _locus(wired: Wiring, service_code: str) -> Locus:
    service = wired.office.reference.ruleset.services.get(service_code)
    return service.locus if service else Locus.NONE
