"""Task `notify`: tell everyone an event concerns."""

from gis_cas.notify.tell import tell
from gis_cas.work.hands import Hands


def run(hands: Hands, event_id: int) -> None:
    """Send what one event asks for."""
    tell(hands.desk(), event_id, now=hands.clock())
