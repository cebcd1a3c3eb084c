"""What this service and its identity provider agreed on when the service was registered there."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """One client of one provider.

    `groups_claim` names the claim that lists a person's groups, and `role_groups` which group a role needs; both empty:
    groups do not matter. `links_by_email`: an account may be linked to its person by an e-mail that the provider
    verified.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    scopes: str = "openid email profile"
    button: str = "City sign-in"
    links_by_email: bool = False
    groups_claim: str | None = None
    role_groups: Mapping[str, str] = field(default_factory=dict)
