"""What any page of the desk needs, and who may see which request."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Query
from sqlalchemy import Connection

from gis_cas.accounts.account import Account
from gis_cas.api.dependencies import Language, Nonce, Now, Wired, at_the_door
from gis_cas.api.forms import AskingBrowser, Browser
from gis_cas.api.reading import Fields
from gis_cas.api.staff.session import allowed
from gis_cas.api.wiring import Wiring
from gis_cas.errors import UnknownRequest
from gis_cas.policy.access import Door
from gis_cas.policy.tracking_number import grouped
from gis_cas.store.staff_case import StaffCase, staff_case
from gis_cas.store.staff_reads import StaffQueue

ELSEWHERE = "Nothing under {number} is on your desk. The CAS administrator knows whose it is."
LAST_PAGE = 400


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
        """One request; raises UnknownRequest, in the same words when it is there but not for this account to see."""
        with self.reading() as conn:
            found = staff_case(conn, number, now=self.now, sight=self.account.sight)
        if found is None:
            raise UnknownRequest(ELSEWHERE.format(number=grouped(number)))
        return found


def sheet_behind(door: Door) -> Any:
    """What a page behind this door needs, for whom it is open; raises SignedOut, NotAllowed."""

    async def sheet(
        wired: Wired,
        account: Annotated[Account, allowed(door)],
        browser: AskingBrowser,
        now: Now,
        nonce: Nonce,
        language: Language,
    ) -> DeskSheet:
        return DeskSheet(wired=wired, account=account, browser=browser, now=now, nonce=nonce, language=language)

    return Depends(sheet)


def page_asked(fields: Fields) -> int:
    """Which page of a list, where nothing else is asked; raises BadInput."""
    page = fields.whole("page", least=1, most=LAST_PAGE, default=1, called="page")
    fields.done()
    return page


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


Sheet = Annotated[DeskSheet, sheet_behind(Door.DESK)]
Asked = Annotated[ListAsked, at_the_door(_asked)]
