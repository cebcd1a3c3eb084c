"""Passwords: argon2id with OWASP's parameters, and never more of them at a time than leave the machine its breath."""

import os
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from gis_cas.errors import BadInput

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
LEAST_DISTINCT = 5

MEMORY_KIB = 19 * 1024
PASSES = 2
LANES = 1
"""OWASP's password storage cheat sheet: argon2id with 19 MiB, two passes, one lane."""

AT_ONCE = max(1, (os.cpu_count() or 2) // 2)
"""How many passwords are worked on at once: half of the machine's processors, so that other doors keep the rest."""

_slots = threading.BoundedSemaphore(AT_ONCE)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("nobody has this password")


def hash_password(password: str) -> str:
    """What is kept of a password."""
    with _slots:
        return _hasher().hash(password)


def is_right(stored: str | None, password: str) -> bool:
    """Whether the password is the one kept; without one kept the same work is done, and the answer is no."""
    with _slots:
        try:
            _hasher().verify(stored or _nobodys_hash(), password[:LONGEST_PASSWORD])
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(stored)


def check_password(password: str, *, login: str, field: str = "password") -> None:
    """Raises BadInput when the password is too short, too long, or easily guessed by who knows the login."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadInput({field: f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters."})
    if len(set(password)) < LEAST_DISTINCT or login.lower() in password.lower():
        raise BadInput(
            {field: "This is too easy to guess. Four words that do not belong together make a good password."}
        )
