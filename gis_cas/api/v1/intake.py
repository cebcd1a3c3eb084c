"""What the intake door promises: its statuses, and its body for the OpenAPI description."""

from typing import Any

STATUS = {"created": 201, "replayed": 200, "being_located": 202}


def _text(description: str, longest: int) -> dict[str, Any]:
    return {"type": "string", "maxLength": longest, "description": description}


def _number(description: str) -> dict[str, Any]:
    return {"type": "number", "description": description}


_PERSON = {
    "type": "object",
    "description": "Who asks; all of it optional, none of it public.",
    "properties": {
        "name": _text("Name", 200),
        "address": _text("Postal address", 300),
        "phone": _text("Phone", 40),
        "email": _text("E-mail; a public record under Florida law", 254),
    },
}

BODY_DESCRIPTION: dict[str, Any] = {
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "schema": _text("The same key and body within seven days mean the same request", 200),
        }
    ],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["service_code", "description"],
                    "properties": {
                        "service_code": _text("A code from /api/v1/services", 80),
                        "description": _text("What the requester sees", 4000),
                        "lat": _number("Degrees, EPSG:4326"),
                        "long": _number("Degrees, EPSG:4326"),
                        "accuracy_ft": _number("The phone's accuracy in feet (68 %)"),
                        "accuracy_95": {"type": "boolean", "description": "accuracy_ft is already a 95 % radius"},
                        "zoom": _number("The zoom at which a pin was placed by hand"),
                        "source": {"type": "string", "enum": ["pin", "phone", "address"]},
                        "address": _text("Where, in words: an address or crossing", 200),
                        "address_id": _text("Where, as an id from /api/v1/geocode", 100),
                        "answers": {
                            "type": "object",
                            "description": "Answers to questions: code to option",
                            "additionalProperties": {"type": "string"},
                        },
                        "language": {"type": "string", "enum": ["en", "es", "ht"]},
                        "requester": _PERSON,
                    },
                }
            }
        },
    },
}
