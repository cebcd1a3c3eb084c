"""Task `notify` puts into the outbox what an event asks for; chore `deliver` sends what is due in it."""

from gis_cas.notify.tell import tell
from gis_cas.work.hands import Hands


def run(hands: Hands, event_id: int) -> None:
    """Write the messages of one event."""
    tell(hands.desk(), event_id, now=hands.clock())


def deliver(hands: Hands) -> None:
    """One round of the outbox."""
    hands.postman.round()
