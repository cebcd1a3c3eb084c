"""What the pages around signing in show, as frozen values; each names its template."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from map_ui.views import PageView


@dataclass(frozen=True, slots=True, kw_only=True)
class WayInView(PageView):
    """A page on the way in. errors: a sentence per field, `""` for one that belongs to none."""

    TEMPLATE: ClassVar[str]

    csrf: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorView(WayInView):
    """`/staff/second-factor`: the code of the app, or a recovery code."""

    TEMPLATE: ClassVar[str] = "staff/second_factor.html"

    next: str = "/staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAppView(WayInView):
    """`/staff/second-factor/new`. uri: what the QR code says; secret: to be typed; sealed: what the form brings back.

    owed: the account's role needs a second factor, and nothing else opens before it has one.
    """

    TEMPLATE: ClassVar[str] = "staff/new_app.html"

    uri: str
    secret: str
    sealed: str
    next: str = "/staff"
    owed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodesView(WayInView):
    """The recovery codes, shown this once."""

    TEMPLATE: ClassVar[str] = "staff/recovery_codes.html"

    login: str
    codes: tuple[str, ...]
    next: str = "/staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFactorView(WayInView):
    """`/staff/second-factor/own`: on since when, how many recovery codes are left; on is None while there is none."""

    TEMPLATE: ClassVar[str] = "staff/own_factor.html"

    on: datetime | None = None
    codes_left: int = 0
    owed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenView(WayInView):
    """`/staff/forgotten`; asked: the answer, the same whoever asked."""

    TEMPLATE: ClassVar[str] = "staff/forgotten.html"

    email: str = ""
    asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPasswordView(WayInView):
    """`/staff/password`, from a link by mail. first: an invitation, so it is the account's first password."""

    TEMPLATE: ClassVar[str] = "staff/new_password.html"

    link: str
    login: str
    shortest: int
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInStoppedView(WayInView):
    """Why nobody was signed in. kind: `unknown`, `link`, or anything else for the sentence alone."""

    TEMPLATE: ClassVar[str] = "staff/sign_in_stopped.html"

    sentence: str
    kind: str = ""
