"""One thing that `gis-cas doctor` looked at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`remedy` says what to do when it is not well."""

    what: str
    well: bool
    says: str
    remedy: str = ""
