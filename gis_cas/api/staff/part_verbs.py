"""`/staff/requests/{number}/parts/{part_id}`: refer one part of a split, note that it is done, say whose it is."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from gis_cas.api.dependencies import Number, at_the_door, row_id
from gis_cas.api.forms import GenuineForm
from gis_cas.api.staff.carry_out import carry_out
from gis_cas.api.staff.part_deeds import do_it, move_it, refer_it
from gis_cas.api.staff.sheet import DeskSheet, sheet_behind
from gis_cas.policy.access import Door


def _id(part_id: str) -> int:
    return row_id(part_id, missing="This request has no such part. Please look at it again.")


PartId = Annotated[int, at_the_door(_id)]

router = APIRouter(prefix="/staff/requests/{number}/parts/{part_id}", tags=["staff"], include_in_schema=False)


@router.post("/refer")
def refer(
    number: Number, part_id: PartId, form: GenuineForm, sheet: Annotated[DeskSheet, sheet_behind(Door.ANSWER)]
) -> Response:
    """Note what whoever asked was written about the part."""
    return carry_out(sheet, number, form, verb=f"parts/{part_id}/refer", do=refer_it(part_id))


@router.post("/done")
def done(
    number: Number, part_id: PartId, form: GenuineForm, sheet: Annotated[DeskSheet, sheet_behind(Door.RESOLVE)]
) -> Response:
    """Note that a department did its part; that outcome is then owed."""
    return carry_out(sheet, number, form, verb=f"parts/{part_id}/done", do=do_it(part_id))


@router.post("/not-ours")
def not_ours(
    number: Number, part_id: PartId, form: GenuineForm, sheet: Annotated[DeskSheet, sheet_behind(Door.CORRECT)]
) -> Response:
    """Say that the part is somebody else's, or nobody's."""
    return carry_out(sheet, number, form, verb=f"parts/{part_id}/not-ours", do=move_it(part_id))
