"""What is kept so that everything can be got back."""

from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class BackupSettings(BaseSettings):
    """Where backups go, how many are kept, what locks them, and whether the database's journal is archived too."""

    model_config = SettingsConfigDict(env_prefix="GIS_CAS_BACKUP_", env_ignore_empty=True, frozen=True, extra="forbid")

    folder: Path | None = Field(
        default=None,
        description="Folder for backups; when it is set the background work makes one every night.",
    )
    keep: int = Field(default=14, ge=1, description="How many backups the nightly one leaves in the folder.")
    passphrase: SecretStr | None = Field(
        default=None, description="Passphrase that encrypts backups; at least 12 characters."
    )
    passphrase_file: Path | None = Field(
        default=None, description="File whose first line is the passphrase, instead of the variable."
    )
    archive: Path | None = Field(
        default=None,
        description="Folder for base copies and the journal of the private database, to go back to any minute.",
    )

    @field_validator("folder", "passphrase_file", "archive")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return value.expanduser().absolute() if value else None
