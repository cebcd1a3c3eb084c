"""In the demonstration: messages sent, failed and to print; layers that contradict themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import text

from gis_cas.domain.request import Person
from gis_cas.notify.message import Came, Message, Outcome
from gis_cas.notify.postman import Postman
from gis_cas.notify.tell import tell
from gis_cas.service_requests.office import Office, open_office
from gis_cas.store.embedded import EmbeddedCluster
from tests.factories.desk import STATE_ROAD, write
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


FOUND = {"overlapping ranges": 20, "wrong parity": 3, "fishbone": 30, "duplicate address": 10}
"""How many of each kind: together more than a page of the list holds."""
_FOUND = text("""
    WITH newest AS (
        SELECT l.locator, max(v.id) AS id FROM cas.layer AS l JOIN cas.layer_version AS v ON v.layer_slug = l.slug
         WHERE l.locator IN ('streets', 'address_points') GROUP BY l.locator
    )
    INSERT INTO cas.locator_finding (layer_version_id, kind, feature_keys, sentence, geom)
    SELECT CASE WHEN :kind = 'fishbone' THEN (SELECT max(id) FROM newest) ELSE n.id END, :kind,
           ARRAY[f.feature_key], :kind || ' number ' || row_number() OVER (ORDER BY f.id),
           CASE WHEN :kind = 'fishbone'
                THEN ST_MakeLine(f.geom, ST_Translate(f.geom, 0.0003, 0.0002)) ELSE f.geom END
      FROM newest AS n JOIN cas.layer_feature AS f ON f.layer_version_id = n.id
     WHERE n.locator = :locator ORDER BY f.id LIMIT :times
""")


def find_some(cluster: EmbeddedCluster) -> None:
    """Let streets and address points of the browser tests contradict themselves."""
    with _office(cluster) as office, office.engine.begin() as conn:
        for kind, times in FOUND.items():
            locator = "address_points" if kind in {"fishbone", "duplicate address"} else "streets"
            conn.execute(_FOUND, {"kind": kind, "locator": locator, "times": times})


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
