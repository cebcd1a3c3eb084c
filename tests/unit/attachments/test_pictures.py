"""Pictures go through the limited child: clean copies come back, or a reason."""

import io
import re
import tempfile
import time
from typing import IO, Any

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from gis_cas.attachments import pictures
from gis_cas.attachments.kinds import kind_of
from gis_cas.attachments.pictures import SMALL_PIXELS, WEB_PIXELS, Busy, Copy, Picture, Refused, clean_copies
from gis_cas.domain.attachment import PhotoEvidence, Refusal
from tests.factories.pictures import LAT, LON, SECRET, bomb, exif, photo, polyglots, scene
from tests.house.tree import ROOT

HEIC = (ROOT / "tests/data/photo.heic").read_bytes()


def as_file(content: bytes) -> IO[bytes]:
    file = tempfile.SpooledTemporaryFile(max_size=1 << 18)  # noqa: SIM115 - closed with the test's process
    file.write(content)
    return file


def cleaned(content: bytes, **more: Any) -> Picture:
    with as_file(content) as file:
        kind = kind_of(file)
        assert kind is not None
        return clean_copies(file, kind, **more)


def refused(content: bytes, **more: Any) -> Refusal:
    with pytest.raises(Refused) as error:
        cleaned(content, **more)
    return error.value.refusal


def read_back(copy: Copy) -> Image.Image:
    """The copy as anybody else would open it; nothing in it but the picture."""
    picture = Image.open(io.BytesIO(copy.body))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (copy.width, copy.height))
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert not picture.getexif()
    markers = set(re.findall(rb"\xff([\xe1-\xef\xfe])", copy.body[: copy.body.index(b"\xff\xda")]))
    assert markers == set(), "no EXIF, XMP, ICC, maker's or comment segment"
    for word in (SECRET.encode(), b"Exif", b"http://ns.adobe.com", b"ICC_PROFILE", b"<script", b"%PDF", b"PK\x03\x04"):
        assert word not in copy.body
    picture.load()
    return picture


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "HEIC"])
def test_every_copy_is_free_of_everything_but_the_picture(kind: str) -> None:
    found = cleaned(HEIC if kind == "HEIC" else photo(kind))
    for copy in (found.web, found.small):
        picture = read_back(copy)
        left, right = picture.getpixel((5, 50)), picture.getpixel((picture.width - 5, 50))
        assert isinstance(left, tuple)
        assert isinstance(right, tuple)
        assert left[0] > left[2], "the left half is red"
        assert right[2] > right[0], "the right half is blue"
    assert (found.small.width, found.small.height) == (SMALL_PIXELS, SMALL_PIXELS * 3 // 4)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_position_and_clock_are_told_apart_from_the_copies(kind: str) -> None:
    found = cleaned(HEIC if kind == "HEIC" else photo(kind)).evidence
    assert found.position is not None
    assert (found.position.lon, found.position.lat) == pytest.approx((LON, LAT), abs=1e-6)
    assert found.taken_at == "2026-11-22 18:05:09 -05:00"


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(0.0, 0.0), (IFDRational(0, 0), 26.5), (250.0, 26.5), (80.0, 95.0)],
    ids=["null island", "nothing by nothing", "too far east", "beyond the pole"],
)
def test_a_position_that_cannot_be_is_left_out(lon: Any, lat: float) -> None:
    written = exif()
    gps = written.get_ifd(0x8825)
    gps[2], gps[4] = (lat, 0.0, 0.0), (lon, 0.0, 0.0)
    assert cleaned(photo(exif=written)).evidence.position is None


@pytest.mark.parametrize("content", [b"Exif\0\0garbage" * 40, b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + bytes(60)])
def test_exif_that_is_garbage_costs_the_evidence_not_the_picture(content: bytes) -> None:
    found = cleaned(photo(exif=content))
    assert found.evidence == PhotoEvidence()
    read_back(found.web)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(orientation: int) -> None:
    transposed = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    turned = scene(600, 400)
    if orientation in transposed:
        turned = turned.transpose(Image.Transpose(transposed[orientation]))
    out = io.BytesIO()
    turned.save(out, "JPEG", exif=exif(orientation=orientation), quality=95)
    picture = read_back(cleaned(out.getvalue()).web)
    assert picture.size == (600, 400)
    left = picture.getpixel((20, 200))
    assert isinstance(left, tuple)
    assert left[0] > 150 > left[2]


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
def test_other_colours_in_a_jpeg(mode: str) -> None:
    read_back(cleaned(photo(mode=mode, icc_profile=None)).web)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_other_colours_in_a_png(mode: str) -> None:
    out = io.BytesIO()
    made = scene(300, 200, "L").convert("I;16") if mode == "I;16" else scene(300, 200, mode)
    made.save(out, "PNG")
    read_back(cleaned(out.getvalue()).web)


def test_what_is_clear_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(out, "PNG")
    assert read_back(cleaned(out.getvalue()).web).getpixel((50, 50)) == (255, 255, 255)


def test_a_large_photo_becomes_a_web_size_and_a_thumbnail() -> None:
    found = cleaned(photo(width=6000, height=4000))
    assert max(found.web.width, found.web.height) == WEB_PIXELS
    assert max(found.small.width, found.small.height) == SMALL_PIXELS


def test_a_small_one_is_not_blown_up() -> None:
    found = cleaned(photo(width=40, height=30))
    assert (found.web.width, found.small.width) == (40, 40)


@pytest.mark.parametrize("name", polyglots())
def test_a_polyglot_ends_as_a_clean_picture(name: str) -> None:
    found = cleaned(polyglots()[name])
    read_back(found.web)
    read_back(found.small)


def test_a_photo_bomb_is_refused_before_it_unpacks() -> None:
    content = bomb()
    assert len(content) < 1_000_000
    began = time.monotonic()
    assert refused(content) is Refusal.TOO_MANY_PIXELS
    assert time.monotonic() - began < 10


def test_a_picture_that_needs_more_memory_than_there_is_ends_its_child_not_us() -> None:
    out = io.BytesIO()
    Image.new("RGB", (7000, 7000), "gray").save(out, "PNG", compress_level=1)
    assert refused(out.getvalue(), memory_bytes=160 << 20) is Refusal.TOO_HEAVY


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIC"])
@pytest.mark.parametrize("share", [0.3, 0.7])
def test_a_picture_that_is_not_whole_is_refused(kind: str, share: float) -> None:
    whole = HEIC if kind == "HEIC" else photo(kind, width=1200, height=900)
    assert refused(whole[: int(len(whole) * share)]) is Refusal.BROKEN


def test_a_head_without_a_picture_is_refused() -> None:
    for head in (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x20\0\0\0WEBPVP8 "):
        assert refused(head + b"<html>not a picture</html>" * 20) is Refusal.BROKEN


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "WALL_S", 0.05)
    assert refused(photo()) is Refusal.TOO_HEAVY


def test_who_gets_no_turn_is_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PATIENCE_S", 0.05)
    taken = [pictures._TURNS.acquire() for _ in range(pictures.AT_ONCE)]  # noqa: SLF001 - the turns are the test
    try:
        with pytest.raises(Busy):
            cleaned(photo())
    finally:
        pictures._TURNS.release(len(taken))  # noqa: SLF001


def test_a_file_that_was_read_before_is_handed_over_from_its_beginning() -> None:
    content = photo(width=3000, height=2000, quality=98)
    assert len(content) > 1 << 16
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        file.read(10)
        kind = kind_of(file)
        assert kind is not None
        file.seek(0)
        file.read(4096)
        read_back(clean_copies(file, kind).web)


def test_where_the_kernel_lets_it_the_child_has_no_network() -> None:
    import subprocess  # noqa: PLC0415 - only to ask the kernel
    import sys  # noqa: PLC0415

    asked = subprocess.run(
        [sys.executable, "-c", "import ctypes; print(ctypes.CDLL(None).unshare(0x50000000) == 0)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert cleaned(photo()).alone is (asked.stdout.strip() == "True")
