"""`/staff/requests/{number}/attachments`: see, add, release, withhold."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from gis_cas.api.dependencies import Number, at_the_door, row_id
from gis_cas.api.forms import GENUINE, GenuineForm
from gis_cas.api.staff.files import PhotoDeed, act, add_files, hand_over
from gis_cas.api.staff.sheet import DeskSheet, sheet_behind
from gis_cas.policy.access import Door
from gis_cas.service_requests.release_photo import release_photo, withhold_photo

router = APIRouter(prefix="/staff/requests/{number}/attachments", tags=["staff"], include_in_schema=False)


def _id(attachment_id: str) -> int:
    return row_id(attachment_id, missing="This file does not belong to the request.")


AttachmentId = Annotated[int, at_the_door(_id)]
Reading = Annotated[DeskSheet, sheet_behind(Door.ATTACHMENTS_READ)]
Adding = Annotated[DeskSheet, sheet_behind(Door.ATTACHMENTS_ADD)]
Releasing = Annotated[DeskSheet, sheet_behind(Door.ATTACHMENTS_RELEASE)]


@router.post("")
def add(number: Number, sheet: Adding, form: GenuineForm) -> Response:
    """Add files to the request."""
    return add_files(sheet, number, form)


@router.get("/{attachment_id}")
def whole(number: Number, attachment_id: AttachmentId, sheet: Reading) -> Response:
    """A picture's larger copy, or the file itself as a download."""
    return hand_over(sheet, number, attachment_id, small=False)


@router.get("/{attachment_id}/small")
def small(number: Number, attachment_id: AttachmentId, sheet: Reading) -> Response:
    """A picture's thumbnail."""
    return hand_over(sheet, number, attachment_id, small=True)


@router.post("/{attachment_id}/release", dependencies=[GENUINE])
def release(number: Number, attachment_id: AttachmentId, sheet: Releasing) -> Response:
    """Let everybody see a photo."""
    return act(sheet, number, attachment_id, do=release_it, verb="release")


@router.post("/{attachment_id}/withhold", dependencies=[GENUINE])
def withhold(number: Number, attachment_id: AttachmentId, sheet: Releasing) -> Response:
    """Take a photo back."""
    return act(sheet, number, attachment_id, do=withhold_it, verb="withhold")


def release_it(deed: PhotoDeed) -> None:
    """Release one photo."""
    release_photo(deed.office, deed.number, deed.attachment_id, actor=deed.actor, now=deed.now)


def withhold_it(deed: PhotoDeed) -> None:
    """Take one photo back."""
    withhold_photo(deed.office, deed.number, deed.attachment_id, actor=deed.actor, now=deed.now)
