"""What any page of the desk needs, and who may see which request."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Query
from sqlalchemy import Connection

from gis_cas.accounts.account import Account
from gis_cas.api.dependencies import Language, Nonce, Now, Wired, at_the_door
from gis_cas.api.forms import AskingBrowser, Browser
from gis_cas.api.reading import Fields
from gis_cas.api.staff.session import SignedIn
from gis_cas.api.wiring import Wiring
from gis_cas.errors import NotAllowed
from gis_cas.store.staff_case import StaffCase, staff_case
from gis_cas.store.staff_reads import StaffQueue

ELSEWHERE = "This request is with another department. The administrator can show it to you or give it to you."
LAST_PAGE = 400
INSPECTOR = "-inspector"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAsked:
    """A page of one of the desk's queues, or of what words are found in."""

    queue: StaffQueue = StaffQueue.DUE
    words: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSheet:
    """What any page of the desk needs: who asks, when, and with what it is drawn."""

    wired: Wiring
    account: Account
    browser: Browser
    now: datetime
    nonce: str
    language: str

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection of the app role, each statement by itself."""
        with self.wired.office.statements.connect() as conn:
            yield conn

    def case(self, number: str) -> StaffCase:
        """One request; raises UnknownRequest, NotAllowed when it is another department's."""
        with self.reading() as conn:
            case = staff_case(conn, number, now=self.now)
        if not self.may_see(case.owner_slug):
            raise NotAllowed(ELSEWHERE)
        return case

    def may_see(self, owner_slug: str) -> bool:
        """A department's staff see what lies on their own desk and with their inspectors; others see everything."""
        own = self.account.department_slug
        return own is None or owner_slug in {own, own + INSPECTOR}


def _sheet(
    wired: Wired, account: SignedIn, browser: AskingBrowser, now: Now, nonce: Nonce, language: Language
) -> DeskSheet:
    return DeskSheet(wired=wired, account=account, browser=browser, now=now, nonce=nonce, language=language)


def _asked(
    queue: Annotated[str, Query()] = "", q: Annotated[str, Query()] = "", page: Annotated[str, Query()] = ""
) -> ListAsked:
    fields = Fields({"queue": queue, "q": q, "page": page})
    asked = ListAsked(
        queue=fields.one_of("queue", {one.value: one for one in StaffQueue}, called="queue") or StaffQueue.DUE,
        words=fields.text("q", longest=200, called="The search") or "",
        page=fields.whole("page", least=1, most=LAST_PAGE, default=1, called="page"),
    )
    fields.done()
    return asked


Sheet = Annotated[DeskSheet, at_the_door(_sheet)]
Asked = Annotated[ListAsked, at_the_door(_asked)]
