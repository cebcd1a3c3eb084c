"""Where the database is."""

from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class DatabaseSettings(BaseSettings):
    """A server of one's own; without `url` a private cluster in the data folder is used, and there is no third way."""

    model_config = SettingsConfigDict(
        env_prefix="GIS_CAS_DATABASE_", env_ignore_empty=True, frozen=True, extra="forbid"
    )

    url: str | None = Field(
        default=None, repr=False, description="Address of your own server for the web process (role gis_cas_app)."
    )
    owner_url: str | None = Field(default=None, repr=False, description="The same for migrations (role gis_cas_owner).")
    public_url: str | None = Field(
        default=None, repr=False, description="The same for everything a stranger sees (role gis_cas_public_read)."
    )
    worker_url: str | None = Field(
        default=None,
        repr=False,
        description="The same for the background process (role gis_cas_worker); the web process's if unset.",
    )
    records_url: str | None = Field(
        default=None,
        repr=False,
        description="The same for lawful disposition of records (role gis_cas_records); no such role if unset.",
    )
    pool_size: int = Field(
        default=8, ge=1, le=50, description="Connections each process keeps and never exceeds, for each role it uses."
    )
    statement_timeout_ms: int = Field(
        default=5000, ge=100, description="Milliseconds after which the database ends a statement of the web process."
    )

    @model_validator(mode="after")
    def _all_or_none(self) -> Self:
        if self.url is None and (self.owner_url or self.public_url or self.worker_url or self.records_url):
            raise ValueError("GIS_CAS_DATABASE_URL must be set when another GIS_CAS_DATABASE_…_URL is.")
        if self.url is not None and (self.owner_url is None or self.public_url is None):
            raise ValueError(
                "With GIS_CAS_DATABASE_URL also set GIS_CAS_DATABASE_OWNER_URL and GIS_CAS_DATABASE_PUBLIC_URL; "
                "gis-cas doctor --sql prints the script that makes their roles."
            )
        return self

    @property
    def embedded(self) -> bool:
        """Whether the private cluster is used."""
        return self.url is None
