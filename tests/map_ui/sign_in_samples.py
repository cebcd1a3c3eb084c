"""The pages around signing in, filled with hostile words."""

from typing import Any

from map_ui.page import Pages
from map_ui.sign_in_views import (
    ForgottenView,
    NewAppView,
    NewPasswordView,
    OwnFactorView,
    RecoveryCodesView,
    SecondFactorView,
    SignInStoppedView,
)
from tests.map_ui.samples import HOSTILE, NONCE, NOW


def sign_in_pages(pages: Pages, *, demo: bool) -> dict[str, str]:
    """Each page around signing in by its name."""
    frame: dict[str, Any] = {"now": NOW, "demo": demo, "csrf": "token"}
    code = {"": HOSTILE, "code": HOSTILE, "old-code": HOSTILE}
    views = {
        "second_factor": SecondFactorView(next=HOSTILE, errors=code, **frame),
        "new_app": NewAppView(
            uri=f"otpauth://totp/{HOSTILE}",
            secret=HOSTILE,
            sealed=HOSTILE,
            next=HOSTILE,
            owed=True,
            errors=code,
            **frame,
        ),
        "recovery_codes": RecoveryCodesView(login=HOSTILE, codes=(HOSTILE, HOSTILE), **frame),
        "own_factor": OwnFactorView(on=NOW, codes_left=1, owed=True, errors=code, **frame),
        "no_factor": OwnFactorView(**frame),
        "forgotten": ForgottenView(email=HOSTILE, errors={"email": HOSTILE}, **frame),
        "asked_for_link": ForgottenView(asked=True, **frame),
        "new_password": NewPasswordView(
            link=HOSTILE, login=HOSTILE, shortest=12, errors={"password": HOSTILE, "again": HOSTILE}, **frame
        ),
        "first_password": NewPasswordView(link=HOSTILE, login=HOSTILE, shortest=12, first=True, **frame),
        "stopped": SignInStoppedView(sentence=HOSTILE, **frame),
        "unknown": SignInStoppedView(sentence=HOSTILE, kind="unknown", **frame),
        "link_over": SignInStoppedView(sentence=HOSTILE, kind="link", **frame),
    }
    return {name: pages.way_in(view, nonce=NONCE) for name, view in views.items()}
