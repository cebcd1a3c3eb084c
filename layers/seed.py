"""An empty database becomes the city that its folder describes."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection


def seed(connection: Connection, *, folder: Path, now: datetime) -> None:
    """Load the folder's directory, services, rules and layers, and publish every layer."""
