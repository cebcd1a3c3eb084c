"""The child that opens pictures: a program of its own, limited, without a network, given one file.

Started by `pictures.py` as a script (`python -I`): the picture is its standard input, the answer its standard output: a
line of JSON, then the copies one after the other. The only place where Pillow and libheif are imported.
"""

import ctypes
import io
import json
import math
import resource
import sys
from typing import Any

import pi_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

_GPS, _EXIF = 0x8825, 0x8769
_LAT_REF, _LAT, _LON_REF, _LON = 1, 2, 3, 4
_TAKEN, _TAKEN_OFFSET = 36867, 36881
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_LONGEST_CLOCK = 40
_QUALITY = {"web": 85, "small": 80}


def main() -> None:
    """Read the picture, answer with clean copies or with the reason why there are none."""
    wanted = json.loads(sys.argv[1])
    pi_heif.register_heif_opener()
    Image.init()
    alone = confine(wanted)
    copies: list[bytes] = []
    try:
        answer, copies = _copies(wanted)
    except Image.DecompressionBombError:
        answer = {"refused": "too_many_pixels"}
    except MemoryError:
        answer = {"refused": "too_heavy"}
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError):
        answer = {"refused": "broken"}  # what Pillow's decoders raise at a file that is not whole or not what it says
    sys.stdout.buffer.write(json.dumps(answer | {"alone": alone}).encode() + b"\n" + b"".join(copies))


def confine(wanted: dict[str, Any]) -> bool:
    """Give up memory, time, disk and, where the kernel lets an ordinary process, the network; whether that went."""
    for kind, most in (
        (resource.RLIMIT_AS, wanted["memory_bytes"]),
        (resource.RLIMIT_CPU, wanted["cpu_s"]),
        (resource.RLIMIT_FSIZE, wanted["answer_bytes"]),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    if sys.platform != "linux":
        return False
    return bool(ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK) == 0)


def _copies(wanted: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    Image.MAX_IMAGE_PIXELS = wanted["pixels"]
    picture: Any = Image.open(sys.stdin.buffer, formats=(wanted["decoder"],))
    if picture.width * picture.height > wanted["pixels"]:
        raise Image.DecompressionBombError
    evidence = _evidence(picture)
    largest = wanted["sizes"]["web"]
    profile = picture.info.get("icc_profile")
    picture.draft(None, (largest, largest))  # a JPEG is then decoded at a fraction of its size
    picture.load()
    if picture.mode in {"P", "1", "PA"}:
        picture = picture.convert("RGBA")
    picture.thumbnail((largest, largest), Image.Resampling.LANCZOS, reducing_gap=3.0)
    picture = _plain(ImageOps.exif_transpose(picture), profile)
    facts, copies = {}, []
    for name, side in wanted["sizes"].items():
        copy = picture.copy()
        copy.thumbnail((side, side), Image.Resampling.LANCZOS)
        encoded = _encoded(copy, _QUALITY[name])
        facts[name] = {"bytes": len(encoded), "width": copy.width, "height": copy.height}
        copies.append(encoded)
    return {"copies": facts, "evidence": evidence}, copies


def _plain(picture: Any, profile: bytes | None) -> Any:
    """The same picture as opaque sRGB: a fresh one, so that nothing the old one carried comes along."""
    if "transparency" in picture.info or picture.mode in {"RGBA", "LA", "RGBa", "La"}:
        seen = picture.convert("RGBA")
        flat = Image.new("RGB", seen.size, "white")
        flat.paste(seen, mask=seen.getchannel("A"))
        return flat
    if profile and picture.mode in {"RGB", "CMYK", "L"}:
        picture = _in_srgb(picture, profile)
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value / 256).convert("L")
    fresh = Image.new("RGB", picture.size)
    fresh.paste(picture.convert("RGB"))
    return fresh


def _in_srgb(picture: Any, profile: bytes) -> Any:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):  # a profile that cannot be read: the colours stay as they are
        return picture


def _encoded(picture: Any, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def _evidence(picture: Any) -> dict[str, Any]:
    """The camera's position and clock; whatever cannot be read is left out, the picture does not suffer for it."""
    found: dict[str, Any] = {}
    try:
        exif = picture.getexif()
        more, gps = exif.get_ifd(_EXIF), exif.get_ifd(_GPS)
        taken, offset = _text(more.get(_TAKEN)), _text(more.get(_TAKEN_OFFSET))
        if taken:
            day, space, clock = taken.partition(" ")
            found["taken_at"] = f"{day.replace(':', '-')}{space}{clock} {offset}".strip()[:_LONGEST_CLOCK]
        lat = _degrees(gps.get(_LAT), gps.get(_LAT_REF), "S")
        lon = _degrees(gps.get(_LON), gps.get(_LON_REF), "W")
        if lat is not None and lon is not None and (lat, lon) != (0, 0) and abs(lat) <= 90 and abs(lon) <= 180:  # noqa: PLR2004
            found |= {"lat": lat, "lon": lon}
    except Exception:  # noqa: BLE001, S110 - EXIF is whatever a stranger wrote there
        pass
    return found


def _text(value: Any) -> str:
    said = value.decode("ascii", "ignore") if isinstance(value, bytes) else value if isinstance(value, str) else ""
    return "".join(character for character in said if " " <= character <= "~").strip()


def _degrees(parts: Any, reference: Any, negative: str) -> float | None:
    if not parts or len(parts) != 3:  # noqa: PLR2004 - degrees, minutes, seconds
        return None
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value):
        return None
    return -value if _text(reference).upper().startswith(negative) else value


if __name__ == "__main__":
    main()
