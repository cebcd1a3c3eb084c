"""What is written down while the service runs."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class LogSettings(BaseSettings):
    """What is written while the service runs, and how much."""

    model_config = SettingsConfigDict(env_prefix="GIS_CAS_LOG_", env_ignore_empty=True, frozen=True, extra="forbid")

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="The least important messages that are still written."
    )
    json_lines: bool = Field(default=False, description="Write one JSON object a line instead of plain text.")
