"""Filling the page of words that no place was found for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gis_cas.api.staff.framed import framed
from gis_cas.api.staff.sheet import DeskSheet
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


def gaps_page(sheet: DeskSheet, form: GapForm | None = None, *, page: int = 1) -> str:
    """The list, with what a form left behind in its place."""
    form = form or GapForm()
    with sheet.reading() as conn:
        found = open_gaps(conn, limit=ON_A_PAGE + 1, offset=(page - 1) * ON_A_PAGE)
        told = corrections_in_force(conn, limit=CORRECTIONS_SHOWN)
    view = LocatorGapsView(
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
        **framed(sheet, here="locator_gaps"),
    )
    return sheet.wired.pages.locator_gaps(view, nonce=sheet.nonce)
