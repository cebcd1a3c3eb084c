"""What a file is: told by its content alone, never by its name or by what the sender calls it."""

import codecs
import zipfile
from dataclasses import dataclass
from typing import IO

_HEAD = 4096
_TAIL = 2048
_CHUNK = 1 << 16
_MOST_MEMBERS = 2000
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_TEXT_CONTROLS = frozenset(b"\t\n\r\f")
_NO_TEXT = bytes(code for code in range(32) if code not in _TEXT_CONTROLS) + b"\x7f"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file. `decoder` is Pillow's name for an image format; without one the file is a download only."""

    media_type: str
    suffix: str
    decoder: str | None = None

    @property
    def is_image(self) -> bool:
        """Whether it becomes a clean picture."""
        return self.decoder is not None


JPEG = Kind("image/jpeg", ".jpg", "JPEG")
PNG = Kind("image/png", ".png", "PNG")
GIF = Kind("image/gif", ".gif", "GIF")
WEBP = Kind("image/webp", ".webp", "WEBP")
HEIF = Kind("image/heic", ".heic", "HEIF")
PDF = Kind("application/pdf", ".pdf")
TEXT = Kind("text/plain", ".txt")
DOCX = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx")

BY_MEDIA_TYPE = {kind.media_type: kind for kind in (JPEG, PNG, GIF, WEBP, HEIF, PDF, TEXT, DOCX)}


def kind_of(file: IO[bytes]) -> Kind | None:
    """The kind of a seekable file; None when it is none of those that are taken."""
    file.seek(0)
    head = file.read(_HEAD)
    image = _image(head)
    if image is not None:
        return image
    if head.startswith(b"%PDF-"):
        return PDF if b"%%EOF" in _tail(file) else None
    if head.startswith(b"PK\x03\x04"):
        return DOCX if _is_document(file) else None
    return TEXT if _is_text(file) else None


def _image(head: bytes) -> Kind | None:
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return HEIF
    return None


def _tail(file: IO[bytes]) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    return file.read(_TAIL)


def _is_document(file: IO[bytes]) -> bool:
    """A Word document without macros; only the list of its parts is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as parts:
            names = parts.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    if len(names) > _MOST_MEMBERS or any("vba" in name.lower() for name in names):
        return False
    return {"[Content_Types].xml", "word/document.xml"} <= set(names)


def _is_text(file: IO[bytes]) -> bool:
    """UTF-8 without control characters, to its end."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    anything = False
    while chunk := file.read(_CHUNK):
        anything = True
        if chunk.translate(None, _NO_TEXT) != chunk:
            return False
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            return False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return anything
