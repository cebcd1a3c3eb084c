"""The cabinet: where files are kept, who looks at them first, and how much of them is taken."""

import hashlib
import io
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from gis_cas.attachments.bucket_store import BucketStore
from gis_cas.attachments.folder_store import FolderStore
from gis_cas.attachments.kinds import Kind, kind_of
from gis_cas.attachments.pictures import Picture, Refused, clean_copies
from gis_cas.attachments.scanners import Clamd, NoScanner, Scanner
from gis_cas.attachments.sealing import Seal
from gis_cas.attachments.stores import Area, Store
from gis_cas.domain.attachment import Refusal, Scan

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A file that may be kept: its kind, the scanner's word, and the copies that stand for an image."""

    kind: Kind
    scan: Scan
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cabinet:
    """`most_bytes` in one file, `most_files` in one sending; without a `seal` what arrived is not kept."""

    store: Store
    scanner: Scanner
    most_bytes: int
    most_files: int
    seal: Seal | None = None

    def kind(self, file: IO[bytes]) -> Kind:
        """What the file is; raises Refused when it is nothing that is taken."""
        found = kind_of(file)
        if found is None:
            raise Refused(Refusal.UNKNOWN_KIND)
        return found

    def look(self, file: IO[bytes], kind: Kind) -> Looked:
        """Scan it, and open it when it is a picture; raises Refused, ScannerAway, Busy."""
        scan = self.scanner.scan(file)
        if scan is Scan.FOUND:
            raise Refused(Refusal.VIRUS)
        return Looked(kind=kind, scan=scan, picture=clean_copies(file, kind) if kind.is_image else None)

    def keep_copy(self, body: bytes) -> str:
        """Keep one clean copy and answer its hash."""
        sha256 = hashlib.sha256(body).hexdigest()
        self.store.put(Area.ATTACHMENTS, sha256, io.BytesIO(body))
        return sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a cabinet is opened from; the settings' own words."""

    folder: Path
    reserve_bytes: int
    most_bytes: int
    most_files: int
    bucket: str | None = None
    endpoint: str | None = None
    region: str | None = None
    access_key: str | None = None
    secret_key: str | None = None
    clamd: str | None = None
    records_recipient: str | None = None


def open_cabinet(plan: Plan) -> Cabinet:
    """The cabinet of a plan; nothing is connected before it is used. Raises Misconfigured for an unfit recipient."""
    store: Store = FolderStore(plan.folder, reserve_bytes=plan.reserve_bytes)
    if plan.bucket is not None:
        keys = {"access_key": plan.access_key, "secret_key": plan.secret_key}
        store = BucketStore(plan.bucket, endpoint=plan.endpoint, region=plan.region, **keys)
    return Cabinet(
        store=store,
        scanner=Clamd(plan.clamd) if plan.clamd else NoScanner(),
        most_bytes=plan.most_bytes,
        most_files=plan.most_files,
        seal=Seal(plan.records_recipient) if plan.records_recipient else None,
    )
