"""Where files that people send are kept, and how much of them is taken."""

from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LARGEST_SENDING = 150_000_000
"""Bytes that all files of one sending may have together, whatever the settings say."""


class AttachmentSettings(BaseSettings):
    """A folder of this machine, or an S3-compatible bucket when one is named."""

    model_config = SettingsConfigDict(
        env_prefix="GIS_CAS_ATTACHMENT_", env_ignore_empty=True, frozen=True, extra="forbid"
    )

    folder: Path | None = Field(
        default=None, description="Folder that attachments/ and quarantine/ lie in; the data folder if unset."
    )
    reserve_mb: int = Field(
        default=1000, ge=0, description="Megabytes of that folder's disk that files never take from everything else."
    )
    most_bytes: int = Field(default=20_000_000, ge=1, description="Bytes that one file may have.")
    most_files: int = Field(default=5, ge=1, le=20, description="Files that may be sent at once.")
    bucket: str | None = Field(
        default=None, description="Name of an S3-compatible bucket that takes the folder's place."
    )
    endpoint: str | None = Field(
        default=None, description="Address of the bucket's server, for one that is not Amazon's."
    )
    region: str | None = Field(default=None, description="Region of the bucket.")
    access_key: str | None = Field(default=None, description="Access key id for the bucket.")
    secret_key: SecretStr | None = Field(default=None, description="Secret access key for the bucket.")
    clamd: str | None = Field(
        default=None,
        description="Address of a clamd virus scanner, as tcp://host:3310 or unix:///path; unset: nothing is scanned.",
    )
    records_recipient: str | None = Field(
        default=None,
        description="The Clerk's age recipient, for whom photos are also kept as they came; unset: copies only.",
    )

    @field_validator("folder")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return value.expanduser().absolute() if value else None

    @field_validator("clamd")
    @classmethod
    def _clamd_address(cls, value: str | None) -> str | None:
        if value is not None:
            parts = urlsplit(value)
            if not (parts.scheme == "unix" and parts.path) and not (parts.scheme == "tcp" and parts.hostname):
                raise ValueError("must be tcp://host:3310 or unix:///path/to/the/socket")
        return value

    @model_validator(mode="after")
    def _together(self) -> Self:
        if self.most_bytes * self.most_files > LARGEST_SENDING:
            raise ValueError(f"most_bytes times most_files must be at most {LARGEST_SENDING:,} bytes")
        if self.bucket is None and (self.endpoint or self.access_key or self.secret_key or self.region):
            raise ValueError("GIS_CAS_ATTACHMENT_BUCKET must be set when the bucket's other settings are")
        if (self.access_key is None) != (self.secret_key is None):
            raise ValueError("access_key and secret_key belong together")
        return self

    def cabinet(self, data_dir: Path) -> dict[str, Any]:
        """The values of the cabinet's plan."""
        given = {name: getattr(self, name) for name in ("bucket", "endpoint", "region", "access_key", "clamd")}
        return given | {
            "folder": self.folder or data_dir,
            "reserve_bytes": self.reserve_mb * 1_000_000,
            "most_bytes": self.most_bytes,
            "most_files": self.most_files,
            "secret_key": self.secret_key.get_secret_value() if self.secret_key else None,
            "records_recipient": self.records_recipient,
        }
