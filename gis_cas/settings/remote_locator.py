"""Whether another address finder is asked when the city's own is not sure."""

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class RemoteLocatorSettings(BaseSettings):
    """Another address finder, off unless named: what people typed then leaves the city's machines."""

    model_config = SettingsConfigDict(
        env_prefix="GIS_CAS_REMOTE_LOCATOR_", env_ignore_empty=True, frozen=True, extra="forbid"
    )

    via: Literal["none", "nominatim", "pelias", "arcgis"] = Field(
        default="none", description="Which other address finder is asked when ours is not sure; it never decides."
    )
    url: str | None = Field(default=None, description="Its address; that finder's public one if unset.")
    key: SecretStr | None = Field(default=None, description="Key for it, where it wants one.")
    timeout_s: float = Field(default=2.0, gt=0, le=10, description="Seconds that it is waited for.")
