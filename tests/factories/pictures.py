"""Pictures as people send them, honest and otherwise, made on the spot."""

import io
import struct
import zlib
from functools import cache
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

LON, LAT = -80.0655, 26.5195
"""Where the camera of these pictures says it was: on South Seacrest Boulevard."""

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless file that every virus scanner reports."""

SECRET = "OwnerName-7431"  # noqa: S105 - a word to look for
"""What must not be found in any copy."""


def exif(*, orientation: int = 1, lon: float = LON, lat: float = LAT) -> Image.Exif:
    """Position, clock, maker's note and owner, as a phone writes them."""
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x013B] = SECRET
    made[0x010F] = "Phone"
    more = made.get_ifd(0x8769)
    more[36867] = "2026:11:22 18:05:09"
    more[36881] = "-05:00"
    more[0xA430] = SECRET
    gps = made.get_ifd(0x8825)
    gps[1], gps[2] = "N" if lat >= 0 else "S", _sexagesimal(abs(lat))
    gps[3], gps[4] = "E" if lon >= 0 else "W", _sexagesimal(abs(lon))
    return made


def _sexagesimal(value: float) -> tuple[float, float, float]:
    degrees = int(value)
    minutes = int((value - degrees) * 60)
    return float(degrees), float(minutes), round((value - degrees - minutes / 60) * 3600, 4)


def scene(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Left half red, right half blue, so that turning shows."""
    picture = Image.new("RGB", (width, height), "#d03020")
    picture.paste("#2040c0", (width // 2, 0, width, height))
    return picture.convert(mode)


def photo(kind: str = "JPEG", *, width: int = 640, height: int = 480, mode: str = "RGB", **more: Any) -> bytes:
    """A picture in a format, with everything a phone puts into it."""
    out = io.BytesIO()
    extra: dict[str, Any] = {"exif": exif(), "icc_profile": _profile()} | more
    if kind == "JPEG":
        extra = {"comment": SECRET.encode(), "xmp": f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()} | extra
    if kind == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Author", SECRET)
        extra["pnginfo"] = notes
    if kind == "GIF":
        extra = {"comment": SECRET.encode()}
    scene(width, height, mode).save(out, kind, **extra)
    return out.getvalue()


@cache
def _profile() -> bytes:
    """One for all: each new one carries the second it was made in."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few hundred kilobytes that unpacks to side x side pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack("!I", len(body)) + name + body + struct.pack("!I", zlib.crc32(name + body))

    header = struct.pack("!IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compressobj(9)
    line = b"\0" + bytes((side + 7) // 8)
    body = b"".join(rows.compress(line) for _ in range(side)) + rows.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def polyglots() -> dict[str, bytes]:
    """Pictures that are something else as well."""
    script = b"<html><script>alert('" + SECRET.encode() + b"')</script></html>"
    archive = b"PK\x03\x04" + SECRET.encode() + b"PK\x05\x06" + bytes(18)
    document = b"%PDF-1.7\n" + SECRET.encode() + b"\n%%EOF\n"
    return {
        "a JPEG with a page in its comment": photo(comment=script),
        "a JPEG with a page after it": photo() + script,
        "a JPEG with an archive after it": photo() + archive,
        "a JPEG with a PDF after it": photo() + document,
        "a GIF with a script after it": photo("GIF") + b"/*" + script + b"*/",
        "a PNG with an archive after it": photo("PNG") + archive,
    }


def pdf() -> bytes:
    """The least that is a PDF."""
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
