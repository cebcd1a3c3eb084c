"""Come in by login and password, with growing waits after wrong tries and never a lock that strangers could turn.

Wrong tries are counted for each login *and* where they come from: a browser that this login has used before counts by
itself, any other by its network. So who guesses at somebody's password slows down their own network and nobody else;
and a person behind the same address as the guesser comes in with the browser they always use. An unknown login is
counted and answered like a known one.
"""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from gis_cas.accounts.authenticate import as_login, authenticate
from gis_cas.errors import NotAllowed, TooSoon
from gis_cas.store import sessions, sign_in_tries

FREE = 5
"""Wrong tries that cost no wait: who mistypes is not punished."""

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)
SESSIONS_KEPT_FOR = timedelta(days=30)

BUSY = 30
"""Wrong tries of different logins or origins within a minute, above which everyone unknown is answered more slowly."""

SLOWEST = timedelta(seconds=3)
_V6_PREFIX = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """A login and password as typed, and where from: `known_browser` names a browser that this login used before."""

    login: str
    password: str
    client: str
    known_browser: str | None = None

    @property
    def login_hash(self) -> bytes:
        """What is kept of the login."""
        return hash_of(self.login)

    @property
    def origin(self) -> str:
        """What the wrong tries are counted by besides the login."""
        return f"browser {self.known_browser}" if self.known_browser else f"network {network_of(self.client)}"


def hash_of(login: str) -> bytes:
    """What is kept of a login as typed: it may be a password that went into the wrong field."""
    return hashlib.sha256(as_login(login).encode("utf-8", "replace")).digest()


def come_in(conn: Connection, tried: Try, *, now: datetime, demo: bool) -> int:
    """The id of the account; raises NotAllowed in one sentence, TooSoon with the seconds still to wait.

    Each statement is committed by itself: what is refused is counted all the same.
    """
    wait = left_to_wait(conn, tried, now=now)
    if wait > timedelta():
        raise TooSoon(wait)
    try:
        account_id = authenticate(conn, tried.login, tried.password, demo=demo)
    except NotAllowed:
        sign_in_tries.count_one(conn, tried.login_hash, tried.origin, at=now, forgotten_before=now - FORGOTTEN_AFTER)
        raise
    sign_in_tries.forget(conn, tried.login_hash, tried.origin)
    sign_in_tries.forget_old(conn, before=now - FORGOTTEN_AFTER)
    sessions.forget(conn, expired_before=now - SESSIONS_KEPT_FOR)
    return account_id


def left_to_wait(conn: Connection, tried: Try, *, now: datetime) -> timedelta:
    """How long this login may not be tried from there: nothing, or what is left of the wait."""
    row = sign_in_tries.counted(conn, tried.login_hash, tried.origin)
    if row is None or row.failures < FREE or now - row.last_at >= FORGOTTEN_AFTER:
        return timedelta()
    rest: timedelta = wait_after(row.failures) - (now - row.last_at)
    return max(timedelta(), rest)


def wait_after(failures: int) -> timedelta:
    """The wait after so many wrong tries: it doubles, up to a quarter of an hour."""
    if failures < FREE:
        return timedelta()
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << min(failures - FREE, 20)))


def slowed_by(conn: Connection, tried: Try, *, now: datetime) -> timedelta:
    """How much later this try is answered because many are guessing everywhere; a browser known here waits never."""
    if tried.known_browser is not None:
        return timedelta()
    many = sign_in_tries.since(conn, now - timedelta(minutes=1)) - BUSY
    return min(SLOWEST, timedelta(milliseconds=50) * max(0, many))


def network_of(client: str) -> str:
    """The address, for IPv6 the /64 that one subscriber has; whatever else it is called by."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client[:100]
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, _V6_PREFIX), strict=False))
