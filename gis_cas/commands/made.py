"""What was made in the private cluster: a mark on each database, and the making of an empty one."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from gis_cas.store import migrate
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.embedded_locks import release, wait_alone
from gis_cas.store.roles import DATABASE, OWNER


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The comment that set-up writes on a database: what it holds, from what, and since when."""

    kind: str  # live | demo | template
    made_at: str
    made_from: str = ""

    @classmethod
    def read(cls, comment: str | None) -> "Mark | None":
        """The mark in a database's comment; None when there is none or it is somebody else's."""
        try:
            return cls(**json.loads(comment or ""))
        except (ValueError, TypeError):
            return None

    def text(self) -> str:
        """The mark as a comment."""
        return json.dumps(asdict(self))


def make_database(cluster: EmbeddedCluster, *, kind: str, now: datetime) -> None:
    """An empty database with roles and schema, unless there is one; several processes may ask for it at once."""
    with one_at_a_time(cluster.place.data_dir):
        if cluster.has_database():
            return
        cluster.create_roles()
        cluster.create_database(DATABASE)
        cluster.set_comment(Mark(kind=kind, made_at=now.isoformat()).text())
        migrate.upgrade(cluster.url(OWNER))


@contextmanager
def one_at_a_time(data_dir: Path) -> Iterator[None]:
    """Wait until nobody else makes databases in this data folder."""
    lock = wait_alone(data_dir / "making.lock")
    try:
        yield
    finally:
        release(lock)


def utc_now() -> datetime:
    """The present instant; commands are doors and may ask."""
    return datetime.now(UTC)
