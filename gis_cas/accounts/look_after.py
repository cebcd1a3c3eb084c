"""Lock and unlock an account, and change a password: each in its history, each ending sessions at once."""

from datetime import datetime

from sqlalchemy import Connection, Row

from gis_cas.accounts.account import Account
from gis_cas.accounts.grant import NO_ACCOUNT
from gis_cas.accounts.passwords import check_password, hash_password, is_right
from gis_cas.errors import BadInput, NotFound, WrongState
from gis_cas.store.accounts import by_id, change, note
from gis_cas.store.sessions import end_all


def lock_account(conn: Connection, account_id: int, *, by: str, now: datetime) -> None:
    """Let nobody in by this account, and end its sessions; raises NotFound, WrongState (locked already, one's own)."""
    row = _row(conn, account_id)
    if row.login == by:
        raise WrongState("Nobody locks their own account. Ask another administrator.")
    if row.locked_at is not None:
        raise WrongState("This account is locked already.")
    change(conn, account_id, locked_at=now)
    end_all(conn, account_id, at=now, why="account locked")
    note(conn, account_id, at=now, actor=by, kind="locked")


def unlock_account(conn: Connection, account_id: int, *, by: str, now: datetime) -> None:
    """Let the account in again; raises NotFound, WrongState when it is not locked."""
    if _row(conn, account_id).locked_at is None:
        raise WrongState("This account is not locked.")
    change(conn, account_id, locked_at=None)
    note(conn, account_id, at=now, actor=by, kind="unlocked")


def change_password(conn: Connection, account: Account, *, present: str, new: str, again: str, now: datetime) -> None:
    """Change one's own password; every other session of the account ends. Raises BadInput with a sentence per field."""
    row = _row(conn, account.id)
    if not is_right(row.password_hash, present):
        raise BadInput({"present": "This is not your present password. Please type it once more."})
    if new != again:
        raise BadInput({"again": "The two are not the same. Please type the new password twice."})
    if new == present:
        raise BadInput({"new": "This is your present password. Please choose another one."})
    check_password(new, login=account.login, field="new")
    change(conn, account.id, password_hash=hash_password(new), must_change_password=False)
    end_all(conn, account.id, at=now, why="password changed", but=account.session_id)
    note(conn, account.id, at=now, actor=account.login, kind="password_changed")


def _row(conn: Connection, account_id: int) -> Row[object]:
    row = by_id(conn, account_id)
    if row is None:
        raise NotFound(NO_ACCOUNT)
    return row
