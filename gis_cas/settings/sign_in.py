"""The city's own sign-in."""

from typing import Self

from authlib.common.security import is_secure_transport
from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SignInSettings(BaseSettings):
    """The city's identity provider (OpenID Connect), for people who sign in to everything else there too."""

    model_config = SettingsConfigDict(env_prefix="GIS_CAS_SIGN_IN_", env_ignore_empty=True, frozen=True, extra="forbid")

    issuer: str | None = Field(
        default=None, description="The provider's issuer, an https address; no such sign-in if unset."
    )
    client_id: str | None = Field(default=None, description="What this service is called at the provider.")
    client_secret: SecretStr | None = Field(default=None, description="The secret that the provider gave it.")
    scopes: str = Field(default="openid email profile", description="What is asked of the provider; openid is a must.")
    button: str = Field(default="City sign-in", description="What the sign-in is called on its button.")
    links_by_email: bool = Field(
        default=False,
        description="Link an account at its first sign-in by an e-mail address that the provider has verified.",
    )
    groups_claim: str | None = Field(
        default=None, description="The claim that lists a person's groups; groups do not matter if unset."
    )
    role_groups: str | None = Field(
        default=None,
        description="Roles that also need a group, as role=group,role=group; a group alone never gives a role.",
    )

    @field_validator("issuer")
    @classmethod
    def _secure(cls, value: str | None) -> str | None:
        if value is not None and not is_secure_transport(value):
            raise ValueError("The issuer must be an https address, such as https://login.example.gov.")
        return value

    @field_validator("scopes")
    @classmethod
    def _openid(cls, value: str) -> str:
        if "openid" not in value.split():
            raise ValueError("The scopes must hold openid, such as: openid email profile.")
        return value

    @field_validator("role_groups")
    @classmethod
    def _pairs(cls, value: str | None) -> str | None:
        for pair in _split(value):
            role, _, group = pair.partition("=")
            if not (role.strip() and group.strip()):
                raise ValueError("Roles and groups are written as role=group,role=group.")
        return value

    @model_validator(mode="after")
    def _all_or_none(self) -> Self:
        if len({self.issuer is None, self.client_id is None, self.client_secret is None}) > 1:
            raise ValueError(
                "GIS_CAS_SIGN_IN_ISSUER, GIS_CAS_SIGN_IN_CLIENT_ID and GIS_CAS_SIGN_IN_CLIENT_SECRET go together."
            )
        if (self.groups_claim is None) != (self.role_groups is None):
            raise ValueError("GIS_CAS_SIGN_IN_GROUPS_CLAIM and GIS_CAS_SIGN_IN_ROLE_GROUPS go together.")
        return self

    @property
    def group_of_role(self) -> dict[str, str]:
        """The group that each named role needs."""
        pairs = (pair.partition("=") for pair in _split(self.role_groups))
        return {role.strip(): group.strip() for role, _, group in pairs}


def _split(value: str | None) -> list[str]:
    return [pair for pair in (value or "").split(",") if pair.strip()]
