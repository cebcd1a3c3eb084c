"""The service itself: all settings together."""

import hashlib
import ipaddress
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from gis_cas.errors import Misconfigured
from gis_cas.settings.api import ApiSettings
from gis_cas.settings.attachments import AttachmentSettings
from gis_cas.settings.backup import BackupSettings
from gis_cas.settings.database import DatabaseSettings
from gis_cas.settings.log import LogSettings
from gis_cas.settings.mail import MailSettings
from gis_cas.settings.remote_locator import RemoteLocatorSettings
from gis_cas.settings.sign_in import SignInSettings
from gis_cas.store.embedded_place import make_data_dir

CHECKOUT = Path(__file__).resolve().parents[2]
SHORTEST_SECRET = 32
_KNOWN_SECRETS = frozenset({"change-me", "changeme", "secret", "password", "gis-cas", "gis_cas"})


class Settings(BaseSettings):
    """The service itself: where it keeps things, where it listens, which city it serves."""

    model_config = SettingsConfigDict(env_prefix="GIS_CAS_", env_ignore_empty=True, frozen=True, extra="forbid")

    data_dir: Path = Field(
        default_factory=lambda: default_data_dir(),  # noqa: PLW0108 - defined further down
        description="Folder for the private database, attachments, secret key and outbox; one for each checkout.",
    )
    host: str = Field(default="127.0.0.1", description="Address that the web process listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port that the web process listens on.")
    site_url: str | None = Field(
        default=None,
        description="Address that people reach the site by, for links in messages; from host and port if unset.",
    )
    city_folder: Path = Field(
        default=CHECKOUT / "layers" / "boynton_beach", description="Folder that holds everything about the city."
    )
    demo: bool = Field(
        default=False, description="Demonstration: ribbon, demo accounts, nothing sent; only `make run` sets it."
    )
    secret_key: SecretStr | None = Field(
        default=None,
        description="At least 32 characters that sign sessions and forms; a demonstration makes and keeps its own.",
    )
    trusted_proxy: str | None = Field(
        default=None, description="Address or network of the one proxy whose X-Forwarded-* headers are believed."
    )
    metrics_token: SecretStr | None = Field(
        default=None,
        description="Bearer token that reads /metrics from elsewhere; from this machine it is read without one.",
    )
    security_contact: str | None = Field(
        default=None,
        description="Where weaknesses are reported, for security.txt: mailto: or https:; the city's phone if unset.",
    )
    allowed_hosts: str | None = Field(
        default=None,
        description="More host names to answer under, with commas; the site's and this machine's always are.",
    )
    runtime_dir: Path | None = Field(
        default=None,
        validation_alias=AliasChoices("GIS_CAS_RUNTIME_DIR", "XDG_RUNTIME_DIR", "runtime_dir"),
        description="Folder for the private database's socket; /tmp if unset, too long, or when started as root.",
    )
    attachments: AttachmentSettings = Field(
        default_factory=AttachmentSettings, description="See the GIS_CAS_ATTACHMENT_ rows."
    )
    api: ApiSettings = Field(default_factory=ApiSettings, description="See the GIS_CAS_API_ rows.")
    database: DatabaseSettings = Field(default_factory=DatabaseSettings, description="See the GIS_CAS_DATABASE_ rows.")
    log: LogSettings = Field(default_factory=LogSettings, description="See the GIS_CAS_LOG_ rows.")
    backup: BackupSettings = Field(default_factory=BackupSettings, description="See the GIS_CAS_BACKUP_ rows.")
    mail: MailSettings = Field(default_factory=MailSettings, description="See the GIS_CAS_MAIL_ rows.")
    remote_locator: RemoteLocatorSettings = Field(
        default_factory=RemoteLocatorSettings, description="See the GIS_CAS_REMOTE_LOCATOR_ rows."
    )
    sign_in: SignInSettings = Field(default_factory=SignInSettings, description="See the GIS_CAS_SIGN_IN_ rows.")

    @field_validator("data_dir", "city_folder")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("security_contact")
    @classmethod
    def _contact(cls, value: str | None) -> str | None:
        if value is not None and (not value.startswith(("mailto:", "https:", "tel:")) or not value.isprintable()):
            raise ValueError("GIS_CAS_SECURITY_CONTACT begins with mailto:, https: or tel:")
        return value

    @field_validator("trusted_proxy")
    @classmethod
    def _network(cls, value: str | None) -> str | None:
        if value is not None:
            ipaddress.ip_network(value, strict=False)
        return value

    def other_finder(self) -> dict[str, Any] | None:
        """The address finder that is asked besides ours; none in a demonstration, as nothing leaves that."""
        asked = self.remote_locator
        if asked.via == "none" or self.demo:
            return None
        key = asked.key.get_secret_value() if asked.key else None
        return {"via": asked.via, "url": asked.url, "key": key, "timeout_s": asked.timeout_s}

    @property
    def address(self) -> str:
        """The site's address for people, without a slash at the end."""
        return self.site_url.rstrip("/") if self.site_url else self.local_address

    @property
    def local_address(self) -> str:
        """Where this machine itself finds the web process."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        if _is_every_address(self.host):
            host = "127.0.0.1"
        return f"http://{host}:{self.port}"

    def hosts(self) -> frozenset[str] | None:
        """The host names to answer under, beside this machine's own; None when nobody said which they are."""
        listed = {name.strip().lower() for name in (self.allowed_hosts or "").split(",") if name.strip()}
        site = urlsplit(self.site_url).hostname if self.site_url else None
        if site is None and not listed and _is_every_address(self.host):
            return None
        return frozenset(listed | {site or self.host.lower()})

    def environment(self) -> dict[str, str]:
        """The database's addresses as a child process reads them; everything else it inherits."""
        return {
            f"GIS_CAS_DATABASE_{name.upper()}": value
            for name in ("url", "owner_url", "public_url", "worker_url", "records_url")
            if (value := getattr(self.database, name))
        }

    def signing_key(self) -> str:
        """The secret that signs sessions and forms.

        In a demonstration one is made at first use and kept in the data folder (0600); otherwise it must be given.
        Raises Misconfigured when it is missing, short or one that everybody knows.
        """
        if self.secret_key is not None:
            key = self.secret_key.get_secret_value()
            if len(key) < SHORTEST_SECRET or key.lower() in _KNOWN_SECRETS or len(set(key)) < SHORTEST_SECRET // 4:
                raise Misconfigured(
                    f"GIS_CAS_SECRET_KEY must be {SHORTEST_SECRET} or more random characters; make one with: "
                    'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
                )
            return key
        if not self.demo:
            raise Misconfigured(
                "GIS_CAS_SECRET_KEY is not set. Make one with: "
                'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        return _kept_key(self.data_dir / "secret_key")


def load_settings(**given: Any) -> Settings:
    """The settings from the environment, with `given` fields on top; a wrong one is named in one sentence."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise Misconfigured(" ".join(_sentence(problem) for problem in error.errors())) from None


def default_data_dir(*, home: Path | None = None, checkout: Path = CHECKOUT) -> Path:
    """One folder for each checkout; root's lies where PostgreSQL's own user can reach it."""
    name = hashlib.sha256(str(checkout).encode()).hexdigest()[:12]
    if home is None and os.geteuid() == 0:
        return Path("/var/lib/gis-cas") / name
    if home is None and (named := os.environ.get("XDG_DATA_HOME")):
        return Path(named) / "gis-cas" / name
    return (home or Path.home()) / ".local" / "share" / "gis-cas" / name


def _is_every_address(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _sentence(problem: Any) -> str:
    where = ".".join(str(part) for part in problem["loc"])
    text = str(problem["msg"]).removeprefix("Value error, ")
    return f"{where}: {text}." if where else text


def _kept_key(path: Path) -> str:
    make_data_dir(path.parent)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()
