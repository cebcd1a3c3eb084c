"""A log-in tried out of the way of other doors: threads of its own for the password, and none while waiting."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from gis_cas.accounts.come_in import Try, come_in, hash_of, slowed_by
from gis_cas.api.forms import EXPIRED, Form, SentForm
from gis_cas.api.problems import problem_of
from gis_cas.api.staff.known_browser import known_browser
from gis_cas.api.wiring import now_of, wiring_of
from gis_cas.errors import NotAllowed

_REFUSED = 403


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedIn:
    """What became of a sent log-in: the account's id, or a sentence and the status it is shown with."""

    form: Form
    login_hash: bytes = b""
    account_id: int | None = None
    problem: str = ""
    status: int = _REFUSED


async def _tried(request: Request, form: SentForm) -> TriedIn:
    if not form.genuine:
        return TriedIn(form=form, problem=EXPIRED)
    wired, now = wiring_of(request.app), now_of(request.app)
    login = form.fields.get("login", "")
    given = Try(
        login=login,
        password=form.fields.get("password", ""),
        client=request.client.host if request.client else "",
        known_browser=known_browser(request, wired.tokens, hash_of(login)),
    )

    def check() -> TriedIn:
        with wired.office.statements.connect() as conn:
            try:
                account_id = come_in(conn, given, now=now, demo=wired.demo)
            except NotAllowed as error:
                status = problem_of(error).status
                return TriedIn(form=form, login_hash=given.login_hash, problem=error.message, status=status)
        return TriedIn(form=form, login_hash=given.login_hash, account_id=account_id)

    def slowed() -> timedelta:
        with wired.office.statements.connect() as conn:
            return slowed_by(conn, given, now=now)

    await wired.sign_ins.rest(await wired.sign_ins.run(slowed))
    return await wired.sign_ins.run(check)


SignInTried = Annotated[TriedIn, Depends(_tried)]
"""The outcome of a sent log-in; raises Unavailable when too many wait in line."""
