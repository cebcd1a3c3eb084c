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
    slow_statement_ms: int = Field(
        default=500, ge=1, description="Statements that take so many milliseconds are written, without their values."
    )
    json_lines: bool = Field(default=False, description="Write one JSON object a line instead of plain text.")
