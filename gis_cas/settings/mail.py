"""How people are told."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class MailSettings(BaseSettings):
    """How people are told: messages are files in the data folder's outbox; nothing leaves the machine by itself."""

    model_config = SettingsConfigDict(env_prefix="GIS_CAS_MAIL_", env_ignore_empty=True, frozen=True, extra="forbid")

    sender: str = Field(default="no-reply@localhost", description="Address that the messages in the outbox come from.")
