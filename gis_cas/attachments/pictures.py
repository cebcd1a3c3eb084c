"""From whatever a stranger sent as a picture to clean copies of it, made by a limited child process."""

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from gis_cas.attachments.kinds import Kind
from gis_cas.domain.attachment import PhotoEvidence, Refusal
from gis_cas.errors import BadInput
from gis_cas.geo.position import Position

log = logging.getLogger(__name__)

WEB_PIXELS, SMALL_PIXELS = 2048, 320
"""The longer side of a copy is at most this."""

MOST_PIXELS = 64_000_000
MEMORY_BYTES = 1 << 30
CPU_S = 20
WALL_S = 40.0
LARGEST_ANSWER = 12_000_000
AT_ONCE = 2
PATIENCE_S = 20.0

_CHILD = Path(__file__).with_name("picture_child.py")
_TURNS = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One clean copy: JPEG, upright, without metadata; width and height in pixels."""

    body: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The copies of one picture and what its EXIF said; `alone`: the child had no network at all."""

    web: Copy
    small: Copy
    evidence: PhotoEvidence
    alone: bool


class Refused(Exception):
    """The file cannot be kept, and why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class Busy(Exception):
    """Too many pictures are being opened; this one can wait in quarantine."""


def clean_copies(
    file: IO[bytes], kind: Kind, *, most_pixels: int = MOST_PIXELS, memory_bytes: int = MEMORY_BYTES
) -> Picture:
    """The picture's copies, each at most so many pixels long; raises Refused, or Busy when no turn came in time."""
    if not _TURNS.acquire(timeout=PATIENCE_S):
        raise Busy
    try:
        return _asked(file, kind, most_pixels=most_pixels, memory_bytes=memory_bytes)
    finally:
        _TURNS.release()


def _asked(file: IO[bytes], kind: Kind, *, most_pixels: int, memory_bytes: int) -> Picture:
    wanted = {
        "decoder": kind.decoder,
        "pixels": most_pixels,
        "sizes": {"web": WEB_PIXELS, "small": SMALL_PIXELS},
        "memory_bytes": memory_bytes,
        "cpu_s": CPU_S,
        "answer_bytes": LARGEST_ANSWER,
    }
    file.flush()
    opened = file.fileno()
    os.lseek(opened, 0, os.SEEK_SET)  # past Python's own buffer, which the child does not share
    with tempfile.TemporaryFile() as answer:
        try:
            ended = subprocess.run(  # noqa: S603 - our own interpreter, our own script
                [sys.executable, "-I", str(_CHILD), json.dumps(wanted)],
                stdin=opened,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env={"LC_ALL": "C.UTF-8"},
                cwd=tempfile.gettempdir(),
                timeout=WALL_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Refused(Refusal.TOO_HEAVY) from None
        if ended.returncode != 0:
            log.info("a picture ended its child with status %d", ended.returncode)
            raise Refused(Refusal.TOO_HEAVY)
        answer.seek(0)
        return _read(answer)


def _read(answer: IO[bytes]) -> Picture:
    facts = json.loads(answer.readline(10_000))
    if "refused" in facts:
        raise Refused(Refusal(facts["refused"]))
    web, small = (_copy(answer, facts["copies"][name]) for name in ("web", "small"))
    return Picture(web=web, small=small, evidence=_evidence(facts["evidence"]), alone=bool(facts["alone"]))


def _copy(answer: IO[bytes], facts: Mapping[str, Any]) -> Copy:
    body = answer.read(int(facts["bytes"]))
    if not body.startswith(b"\xff\xd8\xff"):
        raise Refused(Refusal.BROKEN)
    return Copy(body=body, width=int(facts["width"]), height=int(facts["height"]))


def _evidence(facts: Mapping[str, Any]) -> PhotoEvidence:
    position = None
    if "lat" in facts:
        try:
            position = Position(lon=float(facts["lon"]), lat=float(facts["lat"]))
        except BadInput:
            position = None
    return PhotoEvidence(position=position, taken_at=facts.get("taken_at"))
