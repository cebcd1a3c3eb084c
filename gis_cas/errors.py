"""Everything that can go wrong in a way a person should hear about.

    GisCasError
    ├── BadInput               what somebody gave us cannot be used; one sentence per field
    │   └── OtherBody          an idempotency key came again with another body
    ├── NotFound               the thing asked for is not on file
    │   ├── UnknownService
    │   ├── UnknownRequest
    │   └── UnknownMessage
    ├── NotAllowed             this account may not do that
    │   └── TooSoon            after wrong tries, the next one has to wait
    │   └── SignInRefused      the city's sign-in says who came, but not in a way to be believed
    ├── WrongState             the request is no longer (or not yet) in a state that allows it
    ├── Unavailable            something outside the process does not answer; the caller may try again
    │   ├── StoreUnavailable
    │   ├── LocatorUnavailable
    │   ├── DirectoryUnavailable
    │   └── FilesUnavailable
    ├── BackupFailed           a backup could not be made, read or brought back; what was there before is untouched
    └── Misconfigured          a setting, city folder or database is not fit to start with

No HTTP in here: `gis_cas/api/problems.py` holds the one table from class to status. Messages are written for the person
who sees them; what only an operator should know goes to the log.
"""

from collections.abc import Mapping
from datetime import timedelta
from math import ceil

_MINUTE_S = 60


class GisCasError(Exception):
    """The root; `message` is a plain sentence that may be shown to anyone."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadInput(GisCasError):
    """Input that cannot be used: `fields` names each field and says what would be right."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


class OtherBody(BadInput):
    """The same idempotency key was used before with another body."""


class NotFound(GisCasError):
    """Nothing is on file under what was asked for."""


class UnknownService(NotFound):
    """No service has this code."""


class UnknownRequest(NotFound):
    """No service request has this number."""


class UnknownMessage(NotFound):
    """The outbox has no such message."""


class NotAllowed(GisCasError):
    """The account is known but may not do this."""


class SignInRefused(NotAllowed):
    """An answer of the identity provider was not believed; `why` is one word for the audit."""

    def __init__(self, message: str, *, why: str) -> None:
        super().__init__(message)
        self.why = why


class TooSoon(NotAllowed):
    """Several wrong tries came before; `wait` is what is left until the next one is looked at."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        seconds = ceil(wait.total_seconds())
        length = f"{seconds} seconds" if seconds < 2 * _MINUTE_S else f"{ceil(seconds / _MINUTE_S)} minutes"
        super().__init__(
            f"There were several wrong tries with this name from here. Please wait {length} and try again; "
            "nothing is locked."
        )


class WrongState(GisCasError):
    """The request is not in a state in which this can be done."""


class Unavailable(GisCasError):
    """Something we depend on does not answer now; nothing already acknowledged is lost."""


class StoreUnavailable(Unavailable):
    """The database does not answer."""


class LocatorUnavailable(Unavailable):
    """The locator does not answer in time; the request is kept and located later."""


class DirectoryUnavailable(Unavailable):
    """The city's identity provider does not answer; signing in with a password goes on."""


class FilesUnavailable(Unavailable):
    """The store of files does not answer, or a file that should be there is not; the request itself is untouched."""


class BackupFailed(GisCasError):
    """A backup could not be made, read or brought back; what was there before is untouched."""


class Misconfigured(GisCasError):
    """The service refuses to start, and says what to set."""
