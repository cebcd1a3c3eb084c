"""Six digits from an authenticator app (RFC 6238): SHA-1, thirty seconds a step, one step either way."""

import hmac
from datetime import datetime

import pyotp

STEP_S = 30
DIGITS = 6
STEPS_EITHER_WAY = 1


def new_secret() -> str:
    """160 random bits in base32, as an app takes them typed."""
    return pyotp.random_base32()


def typed_in_fours(secret: str) -> str:
    """The secret in groups of four, to be read off a screen."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def otpauth_uri(secret: str, *, login: str, service: str) -> str:
    """What the QR code says: the secret, whose it is and for which service."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=service)


def code_at(secret: str, at: datetime) -> str:
    """The six digits an app shows at an instant."""
    return pyotp.TOTP(secret).at(at)


def matching_step(secret: str, typed: str, *, now: datetime, used_step: int | None) -> int | None:
    """The step whose code was typed; None when it is none of the present ones.

    A step up to `used_step`, the last one taken, is never taken again: whoever read a code over a shoulder, or off the
    wire, comes too late with it.
    """
    digits = "".join(typed.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    present = int(now.timestamp()) // STEP_S
    app = pyotp.TOTP(secret)
    matching = None
    for step in range(present - STEPS_EITHER_WAY, present + STEPS_EITHER_WAY + 1):
        same = hmac.compare_digest(app.generate_otp(step), digits)
        if same and (used_step is None or step > used_step):
            matching = step
    return matching
