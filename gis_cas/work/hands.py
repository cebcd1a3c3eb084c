"""What every task and every chore is handed; built once by the worker's door."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine

from gis_cas.attachments.cabinet import Cabinet
from gis_cas.geocoding.remote import Remote
from gis_cas.notify.postman import Postman
from gis_cas.notify.tell import Desk
from gis_cas.service_requests.office import Office, open_office
from gis_cas.work.keeper import Keeper


@dataclass(kw_only=True)
class Hands:
    """The engine, the postman, the cabinet of files, the present time, and the office, which is opened at first use.

    `name` tells this worker from every other; `site` is the address that people reach the service by.
    """

    engine: Engine
    postman: Postman
    cabinet: Cabinet
    site: str
    name: str
    clock: Callable[[], datetime]
    demo: bool = False
    remote: Remote | None = None
    keeper: Keeper = field(default_factory=Keeper)
    _office: Office | None = field(default=None, init=False)

    def office(self) -> Office:
        """The office; raises Misconfigured while no city is loaded."""
        if self._office is None:
            self._office = open_office(
                engine=self.engine, public_engine=self.engine, demo=self.demo, remote=self.remote
            )
        return self._office

    def desk(self) -> Desk:
        """Where messages come from, with the services' names as they stand now."""
        reference = self.office().reference
        names = {code: service.name for code, service in reference.ruleset.services.items()}
        return Desk(engine=self.engine, city=reference.city, service_names=names, site=self.site)

    def end(self) -> None:
        """Let what runs long in a thread come to its end."""
        self.postman.end()
