"""What a backup says about itself: from where, of what, and how to tell that everything came back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from gis_cas.errors import BackupFailed

FORMAT = 1
"""Raised by one when an older program could not read what a newer one writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSum:
    """How many rows a table has, and a sum over all of them that knows no order."""

    rows: int
    sum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The first part of every backup; `tables` maps a table's name with its schema to its sum."""

    format: int
    program: str
    migration: str
    postgresql: str
    postgresql_major: int
    extensions: Mapping[str, str]
    city: str
    city_name: str
    kind: str  # live | demo
    created_at: datetime
    encrypted: bool
    signing_key_check: str | None  # argon2: tells whether a key is the one in use then, not what it was
    tables: Mapping[str, TableSum]

    @property
    def requests(self) -> int:
        """How many service requests it holds."""
        found = self.tables.get("cas.service_request")
        return found.rows if found else 0

    def to_json(self) -> bytes:
        """The manifest as people and programs read it."""
        document = asdict(self) | {"created_at": self.created_at.isoformat()}
        return json.dumps(document, indent=1, ensure_ascii=False).encode() + b"\n"

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Read what `to_json` wrote; raises BackupFailed for a newer format and for what is no manifest."""
        try:
            document = json.loads(text)
            found = int(document["format"])
        except (ValueError, KeyError, TypeError):
            raise BackupFailed("This backup does not say what it holds; its first part is damaged.") from None
        if found > FORMAT:
            raise BackupFailed(
                f"This backup was made by a newer gis_cas ({document.get('program')}, format {found}); this one reads "
                f"formats up to {FORMAT}. Install that version or a newer one and try again."
            )
        try:
            document["created_at"] = datetime.fromisoformat(document["created_at"])
            document["tables"] = {name: TableSum(**value) for name, value in document["tables"].items()}
            return cls(**document)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BackupFailed("This backup does not say what it holds; its first part is damaged.") from None
