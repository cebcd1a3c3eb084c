"""The verbs of the desk, so that the line ends: answer, reassign, correct, resolve, close."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from gis_cas.api.dependencies import Number
from gis_cas.api.forms import GenuineForm
from gis_cas.api.staff.carry_out import answer_it, carry_out, close_it, reassign_it, resolve_it
from gis_cas.api.staff.put_right import not_ours_it_is, put_in_its_place
from gis_cas.api.staff.sheet import DeskSheet, sheet_behind
from gis_cas.policy.access import Door

Correcting = Annotated[DeskSheet, sheet_behind(Door.CORRECT)]

router = APIRouter(prefix="/staff/requests/{number}", tags=["staff"], include_in_schema=False)


@router.post("/answer")
def answer(number: Number, form: GenuineForm, sheet: Annotated[DeskSheet, sheet_behind(Door.ANSWER)]) -> Response:
    """Note what the people who asked were told, and how."""
    return carry_out(sheet, number, form, verb="answer", do=answer_it)


@router.post("/reassign")
def reassign(number: Number, form: GenuineForm, sheet: Annotated[DeskSheet, sheet_behind(Door.REASSIGN)]) -> Response:
    """Give the request to somebody else, with a reason."""
    return carry_out(sheet, number, form, verb="reassign", do=reassign_it)


@router.post("/not-ours")
def not_ours(number: Number, form: GenuineForm, sheet: Correcting) -> Response:
    """Say that it was sent to the wrong office, and whose it is when that is known."""
    return carry_out(sheet, number, form, verb="not-ours", do=not_ours_it_is)


@router.post("/wrong-place")
def wrong_place(number: Number, form: GenuineForm, sheet: Correcting) -> Response:
    """Say that its place is wrong, and where it is when that is known."""
    return carry_out(sheet, number, form, verb="wrong-place", do=put_in_its_place)


@router.post("/resolve")
def resolve(number: Number, form: GenuineForm, sheet: Annotated[DeskSheet, sheet_behind(Door.RESOLVE)]) -> Response:
    """Note what was done; the outcome is then owed."""
    return carry_out(sheet, number, form, verb="resolve", do=resolve_it)


@router.post("/close")
def close(number: Number, form: GenuineForm, sheet: Annotated[DeskSheet, sheet_behind(Door.CLOSE)]) -> Response:
    """Close the request when nobody waits any more."""
    return carry_out(sheet, number, form, verb="close", do=close_it)
