"""Files in an S3-compatible bucket. The web process pays for its library only when a bucket is set."""

from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from gis_cas.attachments.folder_store import AWAY, MISSING
from gis_cas.attachments.stores import Area, StoredFile, key_of
from gis_cas.errors import FilesUnavailable

_LIMITS: Any = {"timeout": "20s", "connect_timeout": "5s"}
_TRIES: Any = {"max_retries": 2}


class BucketStore:
    """A bucket answers a put only once it has it for good, so nothing more is needed before the row commits."""

    def __init__(
        self,
        bucket: str,
        *,
        endpoint: str | None = None,
        region: str | None = None,
        access_key: str | None = None,
        secret_key: str | None = None,
    ) -> None:
        import obstore  # noqa: PLC0415 - see the module's sentence
        from obstore.exceptions import BaseError  # noqa: PLC0415
        from obstore.store import S3Store  # noqa: PLC0415

        given = {
            "endpoint": endpoint,
            "region": region or "us-east-1",
            "access_key_id": access_key,
            "secret_access_key": secret_key,
        }
        config: Any = {name: value for name, value in given.items() if value}
        plain = (endpoint or "").startswith("http://")
        options: Any = {**_LIMITS, "allow_http": plain}
        self._obstore = obstore
        self._faults = (BaseError, OSError)
        self._bucket = S3Store(bucket, config=config, client_options=options, retry_config=_TRIES)

    def put(self, area: Area, sha256: str, content: IO[bytes]) -> None:
        """Keep the file; one that is there already is not sent again."""
        if self.has(area, sha256):
            return
        content.seek(0)
        try:
            self._obstore.put(self._bucket, key_of(area, sha256), content)
        except self._faults as error:
            raise FilesUnavailable(AWAY) from error

    def read(self, area: Area, sha256: str) -> Iterator[bytes]:
        """The file in pieces."""
        try:
            found = self._obstore.get(self._bucket, key_of(area, sha256))
        except FileNotFoundError as error:
            raise FilesUnavailable(MISSING) from error
        except self._faults as error:
            raise FilesUnavailable(AWAY) from error
        return (bytes(piece) for piece in found.stream())

    def has(self, area: Area, sha256: str) -> bool:
        """Whether the file is there."""
        try:
            self._obstore.head(self._bucket, key_of(area, sha256))
        except FileNotFoundError:
            return False
        except self._faults as error:
            raise FilesUnavailable(AWAY) from error
        return True

    def remove(self, area: Area, sha256: str) -> None:
        """Take the file away."""
        try:
            self._obstore.delete(self._bucket, key_of(area, sha256))
        except FileNotFoundError:
            return
        except self._faults as error:
            raise FilesUnavailable(AWAY) from error

    def sweep_aside(self, before: datetime) -> int:  # noqa: ARG002 - a bucket never shows half a file
        """Nothing is ever written aside."""
        return 0

    def files(self) -> Iterator[StoredFile]:
        """Every file in every area."""
        try:
            for area in Area:
                for found in self._obstore.list(self._bucket, f"{area.value}/"):
                    for one in found:
                        name = one["path"].rpartition("/")[2]
                        yield StoredFile(area=area, sha256=name, stored_at=one["last_modified"])
        except self._faults as error:
            raise FilesUnavailable(AWAY) from error
