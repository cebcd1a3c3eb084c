"""What pages show of files, as frozen values. Photos go by the address of their content."""

from dataclasses import dataclass
from datetime import datetime

from gis_cas.domain.attachment import AttachmentState, PhotoEvidence, Refusal, Scan


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLimits:
    """How much is taken at once: files, megabytes in each, million pixels in a picture."""

    most_files: int = 5
    megabytes: int = 20
    megapixels: int = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPhoto:
    """A photo that was released: served at `/photos/ADDRESS.jpg`; width and height of the larger copy in pixels."""

    address: str
    small_address: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFile:
    """One file of a request as the desk sees it; `evidence` is what a photo said about itself."""

    id: int
    name: str
    state: AttachmentState
    scan: Scan
    added_at: datetime
    actor: str
    is_image: bool
    refusal: Refusal | None = None
    byte_size: int | None = None
    width: int | None = None
    height: int | None = None
    released_at: datetime | None = None
    erased: bool = False
    evidence: PhotoEvidence | None = None
