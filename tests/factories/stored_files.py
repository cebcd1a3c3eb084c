"""A file in the store and the row that names it, as they are once somebody's photo was looked at."""

import hashlib
import io
from pathlib import Path

from sqlalchemy import Engine, text

from gis_cas.attachments.folder_store import FolderStore
from gis_cas.attachments.stores import Area, key_of

ROW = text("""
    INSERT INTO cas.attachment (request_id, added_at, actor, name, received_sha256, media_type, state, scan, sha256)
    SELECT id, now(), 'resident', 'photo.jpg', :received, 'image/jpeg', :state, 'not_scanned', :kept
      FROM cas.service_request WHERE number = :number
""")


def attached(engine: Engine, number: str, root: Path, content: bytes, *, waiting: bool = False) -> Path:
    """Put `content` into the store below `root` and add its row; returns where the file lies."""
    sha256 = hashlib.sha256(content).hexdigest()
    area = Area.QUARANTINE if waiting else Area.ATTACHMENTS
    FolderStore(root).put(area, sha256, io.BytesIO(content))
    with engine.begin() as connection:
        connection.execute(
            ROW,
            {
                "number": number,
                "received": sha256,
                "state": "waiting" if waiting else "kept",
                "kept": None if waiting else sha256,
            },
        )
    return root / key_of(area, sha256)
