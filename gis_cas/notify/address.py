"""E-mail addresses as an envelope can carry them."""

import re

LONGEST = 254
_PART = re.compile(r"[^\s\x00-\x1f\x7f@<>()\[\],;:\\\"]{1,64}")
_DOMAIN = re.compile(
    r"(?=.{1,253}\Z)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)


def envelope_address(text: str) -> str | None:
    """The address with its domain in ASCII (IDNA); None when no server could take it.

    One address and nothing else: no spaces, no line ends, no second address, nothing that could become a header.
    """
    given = text.strip()
    local, at, domain = given.rpartition("@")
    if not at or len(given) > LONGEST or not _PART.fullmatch(local) or ".." in local or local[0] == "." == local[-1]:
        return None
    try:
        named = domain.encode("idna").decode("ascii") if domain else ""
    except UnicodeError:
        return None
    return f"{local}@{named}" if _DOMAIN.fullmatch(named) else None
