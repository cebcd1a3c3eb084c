"""Values as the JSON that stands in docs/api.md; what a program may rely on changes only here."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import orjson
from starlette.responses import Response

from gis_cas.api.v1.said import part, plain
from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.domain.decision import Decision, Question
from gis_cas.domain.directory import Owner
from gis_cas.domain.place import Place, PlaceSource
from gis_cas.geocoding.suggesting import Suggestion
from gis_cas.service_requests.ask import Responsibility
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.receive import Receipt
from gis_cas.store.district_values import district_document
from gis_cas.store.public_rows import ListedRequest, PublicRequest
from map_ui.phrasebook import Phrasebook

GEOCODE_VERSION = "0.1.0"
_DECIMALS = 7


def json_answer(document: Any, *, status: int = 200, media_type: str = "application/json") -> Response:
    """A document as a JSON answer."""
    return Response(orjson.dumps(document), status_code=status, media_type=media_type)


def responsibility_document(asked: Responsibility, phrases: Phrasebook | None = None) -> dict[str, Any]:
    """Whose job it is, and everything to prove it by; reasons and the question in the phrases' language."""
    return decision_document(asked.decision, phrases) | {
        "places": [_place(place) for place in asked.places],
        "valid_on": asked.valid_on.isoformat(),
    }


def decision_document(decision: Decision, phrases: Phrasebook | None = None) -> dict[str, Any]:
    """A decision; `owner` is null when nobody is certain. The trace is evidence, and stays in English."""
    return {
        "kind": decision.kind.value,
        "certain": decision.certain,
        "proposed": decision.proposed,
        "owner": _owner(decision.owner),
        "beside": [_owner(owner) for owner in decision.beside],
        "question": question_document(decision.question, phrases) if decision.question else None,
        "reason": plain(phrases, decision.reason),
        "rule": decision.rule_id,
        "trace": [{"rule": one.rule_id, "outcome": one.outcome.value, "detail": one.detail} for one in decision.trace],
        "candidates": [
            {"owner": _owner(one.owner), "share": one.share, "rule": one.rule_id, "reason": plain(phrases, one.reason)}
            for one in decision.candidates
        ],
        "districts": [district_document(one) for one in decision.districts],
        "publications": dict(decision.publications),
        "ruleset": decision.ruleset_id,
        "algorithm": decision.algorithm_version,
    }


def receipt_document(receipt: Receipt) -> dict[str, Any]:
    """What a requester's program is told at once."""
    return {
        "number": receipt.number,
        "status": receipt.status,
        "received_at": _instant(receipt.received_at),
        "due_at": _instant(receipt.due_at),
        "url": f"/requests/{receipt.number}",
        "notice": receipt.notice,
        "decision": decision_document(receipt.decision) if receipt.decision else None,
    }


def request_document(row: PublicRequest) -> dict[str, Any]:
    """One request as the public sees it."""
    return {
        "number": row.number,
        "service_code": row.service_code,
        "service_name": row.service_name,
        "group": row.group_name,
        "status": row.status,
        "state": row.state,
        "received_at": _instant(row.received_at),
        "updated_at": _instant(row.updated_at),
        "due_at": _instant(row.due_at),
        "first_answered_at": _instant(row.first_answered_at),
        "closed_at": _instant(row.closed_at),
        "located": row.located,
        "kind": row.decision_kind,
        "owner": {
            "type": row.owner_type,
            "slug": row.owner_slug,
            "name": row.owner_name,
            "address": row.owner_address,
            "phone": row.owner_phone,
            "verified_on": row.owner_verified_on,
        },
        "parts": list(row.parts),
        "reason": row.reason,
        "place": {
            "label": row.place_label,
            "precision": row.place_precision,
            "lat": round(row.position.lat, _DECIMALS) if row.position else None,
            "long": round(row.position.lon, _DECIMALS) if row.position else None,
        },
        "text": row.released_text,
        "demo": row.demo,
        "events": [{"at": _instant(event.at), "kind": event.kind, "facts": event.facts} for event in row.events],
    }


def nearby_document(rows: Iterable[ListedRequest]) -> dict[str, Any]:
    """Open requests by nearness; `distance_ft` is true ground distance."""
    return {
        "requests": [
            {
                "number": row.number,
                "service_code": row.service_code,
                "service_name": row.service_name,
                "state": row.state,
                "received_at": _instant(row.received_at),
                "due_at": _instant(row.due_at),
                "owner_name": row.owner_name,
                "place_label": row.place_label,
                "distance_ft": None if row.distance_ft is None else round(row.distance_ft, 1),
                "lat": round(row.position.lat, _DECIMALS) if row.position else None,
                "long": round(row.position.lon, _DECIMALS) if row.position else None,
                "url": f"/requests/{row.number}",
            }
            for row in rows
        ]
    }


def candidates_document(found: Iterable[Candidate], *, locator_version: int) -> dict[str, Any]:
    """What the locator found, best first."""
    return {"candidates": [_candidate(one) for one in found], "locator_version": locator_version}


def areas_document(found: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The areas that hold a position, by layer: town, district, zone, park."""
    return {"areas": [{"layer": layer, "name": name} for layer, name in found]}


def suggestions_document(found: Iterable[Suggestion]) -> dict[str, Any]:
    """What may be meant by words that are not finished."""
    return {"suggestions": [{"words": one.words, "kind": one.kind, "whole": one.whole} for one in found]}


def candidates_in(shape: str, found: Iterable[Candidate], *, query: str, office: Office) -> Response:
    """The candidates in the format asked for: our own JSON, or GeocodeJSON."""
    if shape == "geocodejson":
        document = geocodejson_document(found, query=query, attribution=office.city.name)
        return json_answer(document, media_type="application/geo+json")
    return json_answer(candidates_document(found, locator_version=office.locator.version))


def geocodejson_document(found: Iterable[Candidate], *, query: str, attribution: str) -> dict[str, Any]:
    """The same as GeocodeJSON: a FeatureCollection, longitude first."""
    return {
        "type": "FeatureCollection",
        "geocoding": {"version": GEOCODE_VERSION, "attribution": attribution, "query": query},
        "features": [
            {
                "type": "Feature",
                "geometry": {
                    "type": "Point",
                    "coordinates": [round(one.position.lon, _DECIMALS), round(one.position.lat, _DECIMALS)],
                },
                "properties": {
                    "geocoding": {
                        "type": _GEOCODE_TYPES.get(one.match_type, "other"),
                        "label": one.label,
                        "accuracy": round(one.error_radius_ft * 1200 / 3937, 1),
                        "score": round(one.score, 1),
                        "match_type": one.match_type.value,
                        "error_radius_ft": round(one.error_radius_ft, 1),
                    }
                },
            }
            for one in found
        ],
    }


_GEOCODE_TYPES: Mapping[MatchType, str] = {
    MatchType.POINT_ADDRESS: "house",
    MatchType.SUBADDRESS: "house",
    MatchType.STREET_ADDRESS: "house",
    MatchType.STREET_ADDRESS_EXT: "house",
    MatchType.STREET_MID_BLOCK: "street",
    MatchType.STREET_BETWEEN: "street",
    MatchType.STREET_NAME: "street",
}


def _owner(owner: Owner | None) -> dict[str, Any] | None:
    if owner is None:
        return None
    return {
        "slug": owner.slug,
        "name": owner.name,
        "address": owner.address,
        "phone": owner.phone,
        "class": owner.owner_class,
        "type": owner.type.value,
        "verified_on": owner.verified_on.isoformat() if owner.verified_on else None,
    }


def question_document(question: Question, phrases: Phrasebook | None = None) -> dict[str, Any]:
    """A question with its options, which always hold `unsure`."""
    options = [{"code": code, "label": part(phrases, label)} for code, label in question.options.items()]
    return {"code": question.code, "text": plain(phrases, question.text), "options": options}


def _place(place: Place) -> dict[str, Any]:
    stated = place.source is not PlaceSource.ADDRESS
    return {
        "label": place.label,
        "lat": round(place.position.lat, _DECIMALS),
        "long": round(place.position.lon, _DECIMALS),
        "error_radius_ft": round(place.radius_ft, 1),
        "match_type": (MatchType.LAT_LONG if stated or place.match_type is None else place.match_type).value,
        "score": 100.0 if stated else place.score,
    }


def _candidate(one: Candidate) -> dict[str, Any]:
    return {
        "label": one.label,
        "lat": round(one.position.lat, _DECIMALS),
        "long": round(one.position.lon, _DECIMALS),
        "score": round(one.score, 1),
        "match_type": one.match_type.value,
        "error_radius_ft": round(one.error_radius_ft, 1),
        "address_id": one.address_key,
        "segment_id": one.segment_key,
        "side": one.side,
        "note": one.note,
    }


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
