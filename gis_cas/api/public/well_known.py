"""What machines ask of every site: whom to tell about a weakness, and where crawlers have no business."""

from datetime import UTC, datetime, timedelta

from fastapi import APIRouter
from starlette.responses import PlainTextResponse

from gis_cas.api.dependencies import Now, Wired
from gis_cas.api.wiring import Wiring

router = APIRouter(include_in_schema=False)

GOOD_FOR = timedelta(days=180)
ROBOTS = """User-agent: *
Disallow: /staff
Disallow: /api
Disallow: /requests
Disallow: /find
Disallow: /map/features
Disallow: /tiles
"""
"""The map and the form may be found; what citizens reported is read here, not kept by search engines."""


@router.get("/.well-known/security.txt")
def security_txt(wired: Wired, now: Now) -> PlainTextResponse:
    """Whom to tell about a weakness (RFC 9116)."""
    return PlainTextResponse(_contact(wired, now))


@router.get("/robots.txt")
def robots_txt() -> PlainTextResponse:
    """Where crawlers have no business."""
    return PlainTextResponse(ROBOTS)


def _contact(wired: Wiring, now: datetime) -> str:
    city = wired.office.city
    contact = wired.whereabouts.security_contact or "tel:" + "".join(c for c in city.phone if c.isdigit() or c in "+-")
    until = (now + GOOD_FOR).astimezone(UTC).replace(microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {until.isoformat().replace('+00:00', 'Z')}",
        f"Preferred-Languages: {', '.join(city.languages)}",
        f"Canonical: {wired.whereabouts.site}/.well-known/security.txt",
    ]
    return "\n".join(lines) + "\n"
