"""Our own files under `/static`, each asked for by its content so that a browser may keep it."""

from functools import cache
from hashlib import sha256
from pathlib import Path

STATIC = Path(__file__).parent / "static"
"""What the wire serves under `/static`."""


@cache
def asset(path: str) -> str:
    """The address of one file below `static/`, with the first digits of its SHA-256."""
    digest = sha256((STATIC / path).read_bytes()).hexdigest()[:12]
    return f"/static/{path}?v={digest}"
