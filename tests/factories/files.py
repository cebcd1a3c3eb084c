"""Files as they arrive, and a cabinet to keep them in."""

import io
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image

from gis_cas.attachments.arrived import Arrived, Arriving
from gis_cas.attachments.cabinet import Cabinet, Plan, open_cabinet
from gis_cas.attachments.stores import Area
from gis_cas.domain.attachment import Outcome
from gis_cas.service_requests.attach import attach
from gis_cas.service_requests.office import Office


def cabinet_in(folder: Path, **more: Any) -> Cabinet:
    """A cabinet in a folder, nothing scanned unless a scanner is named."""
    plan: dict[str, Any] = {"folder": folder, "reserve_bytes": 0, "most_bytes": 20_000_000, "most_files": 5} | more
    return open_cabinet(Plan(**plan))


def arrived(content: bytes, name: str = "photo.jpg", *, most_bytes: int = 20_000_000) -> Arrived:
    """A file that came over the wire, in pieces."""
    arriving = Arriving(name=name, most_bytes=most_bytes)
    for start in range(0, len(content), 65_536):
        arriving.write(content[start : start + 65_536])
    found = arriving.arrived()
    assert found is not None
    return found


def sent(
    office: Office, cabinet: Cabinet, number: str, *contents: bytes, name: str = "photo.jpg", now: datetime, **more: Any
) -> tuple[Outcome, ...]:
    """Put these on a request as the public does, and give their temporary files back."""
    with ExitStack() as files:
        given = [files.enter_context(closing(arrived(content, name))) for content in contents]
        return attach(office, cabinet, number, given, now=now, **({"actor": "public"} | more))


def kept(cabinet: Cabinet) -> list[tuple[str, str]]:
    """(area, sha256) of every file in the cabinet."""
    return sorted((one.area.value, one.sha256) for one in cabinet.store.files())


def body(cabinet: Cabinet, sha256: str, area: Area = Area.ATTACHMENTS) -> bytes:
    """One file's bytes."""
    return b"".join(cabinet.store.read(area, sha256))


def picture(content: bytes) -> Image.Image:
    """A copy as anybody would open it."""
    opened = Image.open(io.BytesIO(content))
    opened.load()
    return opened
