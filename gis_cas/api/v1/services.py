"""`GET /api/v1/services`: what can be asked for."""

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from gis_cas.api.dependencies import QueryFields, Reads, Wired, described
from gis_cas.api.v1.documents import json_answer
from gis_cas.api.v1.said import asked_phrases, plain
from gis_cas.domain.service import KEYWORDS_APART
from gis_cas.store.public_rows import PublicService
from map_ui.phrasebook import Phrasebook

router = APIRouter(prefix="/api/v1", tags=["api"])


@router.get("/services", openapi_extra=described(lang="The language of names, groups and keywords: en, es or ht"))
def services(fields: QueryFields, wired: Wired, reads: Reads) -> Response:
    """Every service with its code, group, and whether it needs a place."""
    return json_answer(services_document(reads.services(), asked_phrases(fields, wired)))


def services_document(services: Iterable[PublicService], phrases: Phrasebook | None = None) -> dict[str, Any]:
    """Every service that can be asked for, named in the phrases' language."""
    return {
        "services": [
            {
                "service_code": service.code,
                "service_name": plain(phrases, service.name),
                "description": plain(phrases, service.description),
                "group": plain(phrases, service.group_name),
                "location": service.location,
                "locus": service.locus,
                "urgency": service.urgency,
                "keywords": _keywords(service, phrases),
            }
            for service in services
        ]
    }


def _keywords(service: PublicService, phrases: Phrasebook | None) -> list[str]:
    line = KEYWORDS_APART.join(service.keywords)
    return plain(phrases, line).split(KEYWORDS_APART) if line else []
