"""What other programs may do without a key."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ApiSettings(BaseSettings):
    """The doors for other programs."""

    model_config = SettingsConfigDict(env_prefix="GIS_CAS_API_", env_ignore_empty=True, frozen=True, extra="forbid")

    key_needed: bool = Field(default=False, description="Take requests from other programs only with a key.")
