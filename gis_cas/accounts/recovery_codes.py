"""Ten codes on paper for the day the phone is lost: 80 random bits each, kept as SHA-256, good once."""

import hashlib
import secrets

HOW_MANY = 10
_LETTERS = "abcdefghjkmnpqrstvwxyz0123456789"
"""Thirty-two: without i, l, o and u, which are read as something else."""
_LENGTH = 16
_GROUP = 4
_LOOKALIKES = str.maketrans({"i": "1", "l": "1", "o": "0", "u": "v"})


def new_codes() -> tuple[str, ...]:
    """Ten new codes, such as `4k7d-9x2m-p0ra-tt61`; only their hashes are kept."""
    return tuple(_grouped("".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))) for _ in range(HOW_MANY))


def code_hash(typed: str) -> bytes:
    """The hash of a code however it was typed: spaces, dashes, capitals and look-alike letters do not matter.

    A plain hash is enough: nobody guesses 80 random bits, so there is nothing that a slow hash would protect.
    """
    kept = "".join(character for character in typed.lower() if character.isalnum())
    return hashlib.sha256(kept.translate(_LOOKALIKES).encode()).digest()


def looks_like_one(typed: str) -> bool:
    """Whether this may be a recovery code, not six digits from an app."""
    return sum(character.isalnum() for character in typed) == _LENGTH


def _grouped(code: str) -> str:
    return "-".join(code[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))
