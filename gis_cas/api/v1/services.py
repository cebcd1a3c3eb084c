"""`GET /api/v1/services`: what can be asked for."""

from fastapi import APIRouter
from starlette.responses import Response

from gis_cas.api.dependencies import Reads
from gis_cas.api.v1.documents import json_answer, services_document

router = APIRouter(prefix="/api/v1", tags=["api"])


@router.get("/services")
def services(reads: Reads) -> Response:
    """Every service with its code, group, and whether it needs a place."""
    return json_answer(services_document(reads.services()))
