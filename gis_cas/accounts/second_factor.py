"""The second factor: an authenticator app, and recovery codes for the day it is lost.

An account that is asked for it gets a session that opens nothing until a code was given. Tries are counted for each
account, so that six digits cannot be guessed, whoever tries from wherever.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from gis_cas.accounts.recovery_codes import HOW_MANY, code_hash, looks_like_one, new_codes
from gis_cas.accounts.sealing import Seal
from gis_cas.accounts.totp import matching_step, new_secret
from gis_cas.errors import BadInput, NotFound
from gis_cas.policy.access import Role
from gis_cas.store import second_factors as rows
from gis_cas.store import sign_in_tries
from gis_cas.store.accounts import by_id, note
from gis_cas.store.grants import standing
from gis_cas.store.sessions import end_all, second_factor_given, token_hash

PURPOSE = "second factor"
"""What the seal of the apps' secrets is for, and where its tries are counted as coming from."""

REQUIRED_OF = frozenset({Role.ADMINISTRATOR, Role.DEPUTY_ADMINISTRATOR, Role.ITS_ADMIN, Role.RECORDS_CLERK})
"""Who changes what others may do, or blanks records, never comes in by a password alone (outside a demonstration)."""

MOST_TRIES = 5
TRIES_COUNT_FOR = timedelta(minutes=15)

NOT_THIS = "This is not the code that the app shows now. Codes change every 30 seconds, and each is good once."
OTHER_PAGE = "This page had lain open too long. Please take the new code below into your app."
ALREADY = "An authenticator app is set up for this account already."


class Verdict(StrEnum):
    """What came of a typed code."""

    BY_APP = "app"
    BY_RECOVERY_CODE = "recovery_code"
    WRONG = "wrong"
    TOO_MANY = "too_many"
    UNREADABLE = "unreadable"

    @property
    def right(self) -> bool:
        """Whether the code was right."""
        return self in {Verdict.BY_APP, Verdict.BY_RECOVERY_CODE}


SENTENCES = {
    Verdict.WRONG: NOT_THIS,
    Verdict.TOO_MANY: "Too many codes were tried. Please wait fifteen minutes and try again.",
    Verdict.UNREADABLE: (
        "What was kept of your app cannot be read any more. Use a recovery code, or ask your administrator to reset "
        "the second factor."
    ),
}


def is_required(roles: Iterable[Role], *, demo: bool) -> bool:
    """Whether somebody with these roles must have a second factor."""
    return not demo and not REQUIRED_OF.isdisjoint(roles)


def is_on(conn: Connection, account_id: int) -> bool:
    """Whether the account has an authenticator app."""
    return rows.app_of(conn, account_id) is not None


def is_asked_of(conn: Connection, account_id: int, *, on: date, demo: bool) -> bool:
    """Whether a session of this account begins with the second factor owed."""
    roles = (Role(grant.role) for grant in standing(conn, account_id, on=on))
    return is_on(conn, account_id) or is_required(roles, demo=demo)


def propose(account_id: int, seal: Seal) -> tuple[str, bytes]:
    """A new secret for the account, and the same sealed; nothing is kept before a code confirms it."""
    secret = new_secret()
    return secret, seal.close(secret.encode(), about=f"proposed {account_id}")


def proposed(account_id: int, sealed: bytes, seal: Seal) -> str:
    """The secret that was proposed; raises BadInput when it was not proposed to this account."""
    secret = seal.open(sealed, about=f"proposed {account_id}")
    if secret is None:
        raise BadInput({"code": OTHER_PAGE})
    return secret.decode()


def enrol(
    conn: Connection, account_id: int, *, session_id: int, secret: str, typed: str, seal: Seal, now: datetime
) -> tuple[str, ...]:
    """Keep the app whose first code was typed and answer the recovery codes; raises BadInput.

    The session in which it happens has given its second factor with it; every other one of the account is over.
    """
    step = matching_step(secret, typed, now=now, used_step=None)
    if step is None:
        raise BadInput({"code": NOT_THIS})
    sealed = seal.close(secret.encode(), about=str(account_id))
    if not rows.add_app(conn, account_id, secret_sealed=sealed, step=step, at=now):
        raise BadInput({"code": ALREADY})
    second_factor_given(conn, session_id, at=now)
    end_all(conn, account_id, at=now, why="second factor turned on", but=session_id)
    _note(conn, account_id, kind="second_factor_on", now=now)
    return renew_codes(conn, account_id, now=now)


def renew_codes(conn: Connection, account_id: int, *, now: datetime) -> tuple[str, ...]:
    """Ten new recovery codes, to be shown this once; the ones before are good no more."""
    codes = new_codes()
    rows.replace_codes(conn, account_id, [code_hash(code) for code in codes], at=now)
    _note(conn, account_id, kind="recovery_codes_made", now=now, how_many=HOW_MANY)
    return codes


def verify(conn: Connection, account_id: int, typed: str, *, seal: Seal, now: datetime) -> Verdict:
    """What a typed code is worth; the caller commits whatever comes out, so that every try counts."""
    tries = sign_in_tries.count_one(
        conn, _tries_of(account_id), PURPOSE, at=now, forgotten_before=now - TRIES_COUNT_FOR
    )
    if tries > MOST_TRIES:
        return Verdict.TOO_MANY
    if looks_like_one(typed):
        taken = rows.take_recovery_code(conn, account_id, code_hash(typed), at=now)
        verdict = Verdict.BY_RECOVERY_CODE if taken else Verdict.WRONG
    else:
        verdict = _by_app(conn, account_id, typed, seal=seal, now=now)
    if verdict.right:
        sign_in_tries.forget(conn, _tries_of(account_id), PURPOSE)
    return verdict


def give(conn: Connection, account_id: int, typed: str, *, session_id: int, seal: Seal, now: datetime) -> Verdict:
    """Give the second factor in a session; commit whatever comes out."""
    verdict = verify(conn, account_id, typed, seal=seal, now=now)
    if verdict.right:
        second_factor_given(conn, session_id, at=now)
    if verdict is Verdict.BY_RECOVERY_CODE:
        _note(conn, account_id, kind="recovery_code_used", now=now, left=rows.codes_left(conn, account_id))
    return verdict


def turn_off(conn: Connection, account_id: int, *, now: datetime) -> None:
    """Forget the account's own app, for which a code was just given, and its recovery codes."""
    rows.forget_app(conn, account_id)
    _note(conn, account_id, kind="second_factor_off", now=now)


def reset(conn: Connection, account_id: int, *, by: str, now: datetime) -> None:
    """Forget the app of somebody who lost it, and end their sessions; raises NotFound when there is none."""
    if not rows.forget_app(conn, account_id):
        raise NotFound("This account has no second factor to reset.")
    sign_in_tries.forget(conn, _tries_of(account_id), PURPOSE)
    end_all(conn, account_id, at=now, why="second factor reset")
    note(conn, account_id, at=now, actor=by, kind="second_factor_reset")


def _by_app(conn: Connection, account_id: int, typed: str, *, seal: Seal, now: datetime) -> Verdict:
    app = rows.app_of(conn, account_id)
    if app is None:
        return Verdict.WRONG
    secret = seal.open(app.secret_sealed, about=str(account_id))
    if secret is None:
        return Verdict.UNREADABLE
    step = matching_step(secret.decode(), typed, now=now, used_step=app.last_step)
    taken = step is not None and rows.take_step(conn, account_id, step)
    return Verdict.BY_APP if taken else Verdict.WRONG


def _tries_of(account_id: int) -> bytes:
    return token_hash(f"{PURPOSE} {account_id}")


def _note(conn: Connection, account_id: int, *, kind: str, now: datetime, **facts: int) -> None:
    row = by_id(conn, account_id)
    note(conn, account_id, at=now, actor=row.login if row is not None else "", kind=kind, facts=facts)
