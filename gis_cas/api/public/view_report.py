"""Filling the report form: first shown, or shown again."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from gis_cas.api.forms import Browser
from gis_cas.api.look_up import candidates
from gis_cas.api.public.view_cards import card_of_decision, cards, page_facts
from gis_cas.api.public.view_files import file_limits
from gis_cas.api.reading import Fields, plain
from gis_cas.api.stated_place import stated_place
from gis_cas.api.wiring import Wiring
from gis_cas.domain.place import StatedPlace
from gis_cas.errors import GisCasError
from gis_cas.service_requests.ask import Responsibility, responsibility
from map_ui.views import ReportView

log = logging.getLogger("gis_cas.api")

_SHOWN = 5
_LONGEST_KEPT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What any showing of the form needs."""

    wired: Wiring
    now: datetime
    nonce: str
    language: str
    browser: Browser

    def view(self, typed: Mapping[str, str], **more: Any) -> ReportView:
        """The form with a fresh token and everything typed kept."""
        return ReportView(
            services=self.wired.services(),
            token=self.browser.form_token(),
            limits=file_limits(self.wired.cabinet),
            values={name: plain(value)[:_LONGEST_KEPT] for name, value in typed.items() if name != "token"},
            **page_facts(self.wired, self.now, self.language),
            **more,
        )

    def draw(self, view: ReportView) -> str:
        """The page."""
        return self.wired.pages.report(view, nonce=self.nonce)


def first_view(sheet: Sheet, typed: Mapping[str, str]) -> ReportView:
    """The form for a link that may know the place or the service already; nothing in the link can make it fail."""
    view = sheet.view(typed)
    if not typed:
        return view
    office = sheet.wired.office
    stated = stated_place(Fields(typed), office.city)
    service = office.reference.ruleset.services.get(typed.get("service_code", ""))
    try:
        if service is not None and stated.given:
            asked = asked_about(sheet, stated, service_code=service.code, answers={})
            view = replace(view, owner_card=card_of_decision(asked.decision, service), question=asked.decision.question)
        return replace(view, **_around(sheet, stated, typed))
    except GisCasError as error:
        log.info("a link to the form could not be looked up: %s", type(error).__name__)
        return view


def asked_about(sheet: Sheet, stated: StatedPlace, *, service_code: str, answers: Mapping[str, str]) -> Responsibility:
    """Whose job the stated place is; nothing is kept."""
    return responsibility(
        sheet.wired.office,
        service_code=service_code,
        now=sheet.now,
        position=stated.position,
        words=stated.words,
        radius_ft=stated.radius_ft,
        source=stated.source,
        address_key=stated.address_key,
        answers=answers,
    )


def _around(sheet: Sheet, stated: StatedPlace, typed: Mapping[str, str]) -> dict[str, Any]:
    """Similar open requests around a pin; for words, the places they could mean when there are several."""
    if stated.position is not None:
        code = typed.get("service_code") or None
        return {
            "similar": cards(sheet.wired.reads.nearby(stated.position, now=sheet.now, service_code=code, most=_SHOWN))
        }
    found = candidates(sheet.wired.office, stated.words) if stated.words else ()
    return {"candidates": found if len(found) > 1 else ()}
