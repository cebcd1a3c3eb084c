"""In the demonstration: a message that was sent, one that failed, a letter to print; and decisions put right."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from gis_cas.domain.request import Person
from gis_cas.notify.message import Came, Message, Outcome
from gis_cas.notify.postman import Postman
from gis_cas.notify.tell import tell
from gis_cas.service_requests.correct import not_ours
from gis_cas.service_requests.office import Office, open_office
from gis_cas.store.embedded import EmbeddedCluster
from tests.factories.desk import STATE_ROAD, write
from tests.factories.misroutes import beside
from tests.factories.post import desk as desk_of
from tests.factories.post import event_id
from tests.factories.service_requests import received
from tests.fixtures.database import open_database


class Picky:
    """A mail server that knows one mailbox only."""

    name = "picky"

    def send(self, message: Message) -> Outcome:
        known = message.to == "ana@example.org"
        return Outcome(came=Came.TAKEN, code="250") if known else Outcome(came=Came.NEVER, code="550")

    def rest(self) -> None:
        """Nothing is held."""


PEOPLE = (
    Person(name="Ana Resident", email="ana@example.org", language="es"),
    Person(
        name="Jean Resident", email="gone@example.org", address="12 Ocean Ave\nBoynton Beach, FL 33435", language="ht"
    ),
    Person(name="A. Neighbour", address="1 Main St\nBoynton Beach, FL 33435"),
)


def tell_some(cluster: EmbeddedCluster) -> None:
    """Write the messages into the database of the browser tests; each call writes them once more."""
    with _office(cluster) as office:
        _tell(office)


def put_some_right(cluster: EmbeddedCluster) -> None:
    """Put some decisions right in the database of the browser tests."""
    with _office(cluster) as office:
        _put_right(office)


@contextmanager
def _office(cluster: EmbeddedCluster) -> Iterator[Office]:
    database = open_database(cluster, "test_browser")
    office = open_office(engine=database.app, public_engine=database.public)
    write(office, "UPDATE cas.agency SET verified_on = '2026-11-01'")
    office.shelf.look_again()
    yield office
    write(office, "UPDATE cas.agency SET verified_on = NULL")  # as the other tests of the same database know them
    database.dispose()


def _tell(office: Office) -> None:
    now = datetime.now(UTC)
    for who in PEOPLE:
        received(office, now=now, person=who, place=STATE_ROAD)
        tell(desk_of(office), event_id(office, "located"), now=now)
    Postman(engine=office.engine, sender=Picky(), name="test", clock=lambda: now).round()


def _put_right(office: Office) -> None:
    """Two beside the city limits that were the county's, one whose road it was not, and one that nobody knew whose."""
    now = datetime.now(UTC)
    for inside_ft in (12, 15):
        number = beside(office, now=now, inside_ft=inside_ft)
        not_ours(office, number, to="palm-beach-county", actor="public-works", reason="County land.", now=now)
    road = received(office, now=now, place=STATE_ROAD, person=Person()).number
    not_ours(office, road, to="public-works", actor="admin", reason="A city street runs beside it.", now=now)
    nobody = received(office, now=now, person=Person()).number
    not_ours(office, nobody, actor="public-works", reason="Not on our list of streets.", now=now)
