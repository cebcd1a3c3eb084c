"""`/photos/{address}.jpg`: a photo that was released, by the address of its content."""

import re
from typing import Annotated

from fastapi import APIRouter, Header
from starlette.responses import Response, StreamingResponse

from gis_cas.api.dependencies import Wired
from gis_cas.api.wiring import Wiring
from gis_cas.attachments.stores import Area
from gis_cas.errors import NotFound

router = APIRouter(tags=["pages"], include_in_schema=False)

NO_PHOTO = "There is no photo at this address."
_ADDRESS = re.compile(r"[0-9a-f]{64}")


def photo_answer(wired: Wiring, address: str, *, known: str) -> Response:
    """The photo while it is released; every cache asks each time, so one that is taken back is gone everywhere at once.

    Raises NotFound, FilesUnavailable.
    """
    if not _ADDRESS.fullmatch(address) or not wired.reads.is_released(address):
        raise NotFound(NO_PHOTO)
    headers = {"ETag": f'"{address}"', "Cache-Control": "public, no-cache"}
    if known == address:
        return Response(status_code=304, headers=headers)
    body = wired.cabinet.store.read(Area.ATTACHMENTS, address)
    return StreamingResponse(body, media_type="image/jpeg", headers=headers)


@router.get("/photos/{address}.jpg")
def photo(address: str, wired: Wired, if_none_match: Annotated[str, Header()] = "") -> Response:
    """One copy of a released photo."""
    return photo_answer(wired, address, known=if_none_match.removeprefix("W/").strip('"'))
