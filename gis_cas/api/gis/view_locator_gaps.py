"""Filling the page of words that no place was found for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gis_cas.api.public.view_cards import page_facts
from gis_cas.api.reading import Fields
from gis_cas.api.staff.places import places_for
from gis_cas.api.staff.sheet import LAST_PAGE, DeskSheet
from gis_cas.policy.access import Door
from gis_cas.store.locator_gaps import corrections_in_force, open_gaps
from map_ui.staff_views import CorrectionRow, GapRow, LocatorGapsView

ON_A_PAGE = 25
CORRECTIONS_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class GapForm:
    """What a form left behind: whose it was, what could not be used and why."""

    gap_id: int | None = None
    kind: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


def page_asked(fields: Fields) -> int:
    """Which page of the list; raises BadInput."""
    page = fields.whole("page", least=1, most=LAST_PAGE, default=1, called="page")
    fields.done()
    return page


def gaps_page(sheet: DeskSheet, form: GapForm | None = None, *, page: int = 1) -> str:
    """The list, with what a form left behind in its place."""
    form = form or GapForm()
    with sheet.reading() as conn:
        found = open_gaps(conn, limit=ON_A_PAGE + 1, offset=(page - 1) * ON_A_PAGE)
        told = corrections_in_force(conn, limit=CORRECTIONS_SHOWN)
    view = LocatorGapsView(
        account_name=sheet.account.title,
        csrf=sheet.browser.form_token(),
        places=places_for(sheet.account),
        here="locator_gaps",
        gaps=tuple(
            GapRow(
                id=row.id,
                words_key=row.words_key,
                outcome=row.outcome,
                times=row.times,
                examples=tuple(row.examples),
                last_at=row.last_at,
            )
            for row in found[:ON_A_PAGE]
        ),
        corrections=tuple(
            CorrectionRow(
                id=row.id,
                kind=row.kind,
                name=row.name,
                street=row.street,
                made_at=row.made_at,
                made_by=row.made_by,
            )
            for row in told
        ),
        may_mend=sheet.account.may(Door.LOCATOR_FIX),
        page=page,
        more=len(found) > ON_A_PAGE,
        form_gap_id=form.gap_id,
        form_kind=form.kind,
        errors=form.errors,
        values=form.values,
        **page_facts(sheet.wired, sheet.now, sheet.language),
    )
    return sheet.wired.pages.locator_gaps(view, nonce=sheet.nonce)
