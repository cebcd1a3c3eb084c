"""Task `locate`: place and route a request that was not located while its reporter waited."""

from contextlib import suppress

from gis_cas.errors import UnknownRequest
from gis_cas.service_requests.locate import locate
from gis_cas.work.hands import Hands


def run(hands: Hands, number: str) -> None:
    """Locate one request; a number that nobody has is no work."""
    with suppress(UnknownRequest):
        locate(hands.office(), number, now=hands.clock())
