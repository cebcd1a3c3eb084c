"""How people are told."""

from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LONGEST_TIMEOUT_S = 45
"""Twelve answers of a server must fit into the time that a message may be in hand."""


class MailSettings(BaseSettings):
    """How people are told: unless a mail server is named, messages are files and nothing leaves the machine."""

    model_config = SettingsConfigDict(env_prefix="GIS_CAS_MAIL_", env_ignore_empty=True, frozen=True, extra="forbid")

    via: Literal["file", "smtp", "console"] = Field(
        default="file",
        description="`file`: .eml files in the data folder's outbox; `smtp`: the mail server; `console`: written to "
        "the background's output. A demonstration always uses files.",
    )
    host: str | None = Field(default=None, description="Name of the mail server; needed for `smtp`.")
    port: int = Field(default=587, ge=1, le=65535, description="Port of the mail server.")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="How the way to the mail server is kept private; with `none` no login is sent.",
    )
    user: str | None = Field(default=None, description="Login at the mail server; none if unset.")
    password: SecretStr | None = Field(default=None, description="Password for that login.")
    sender: str = Field(default="no-reply@localhost", description="Address that messages come from.")
    sender_name: str | None = Field(default=None, description="Name beside it, such as City of Boynton Beach.")
    reply_to: str | None = Field(default=None, description="Address that answers go to; the sender's if unset.")
    timeout_s: float = Field(
        default=30, gt=0, le=LONGEST_TIMEOUT_S, description="Seconds to wait for each answer of the mail server."
    )
    most_per_minute: int | None = Field(
        default=None,
        ge=1,
        description="E-mails sent in a minute at the most, by all processes together; no limit if unset.",
    )

    @field_validator("sender", "reply_to")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and (
            value.count("@") != 1 or not value.isascii() or not value.isprintable() or " " in value
        ):
            raise ValueError(
                "GIS_CAS_MAIL_SENDER and GIS_CAS_MAIL_REPLY_TO are e-mail addresses, such as cas@example.gov."
            )
        return value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.via == "smtp" and self.host is None:
            raise ValueError("GIS_CAS_MAIL_VIA=smtp needs GIS_CAS_MAIL_HOST, the name of the mail server.")
        if (self.user is None) != (self.password is None):
            raise ValueError("GIS_CAS_MAIL_USER and GIS_CAS_MAIL_PASSWORD are set together, or neither.")
        if self.user is not None and self.security == "none":
            raise ValueError(
                "GIS_CAS_MAIL_USER needs GIS_CAS_MAIL_SECURITY=starttls or tls: a password is not sent in the clear."
            )
        return self
