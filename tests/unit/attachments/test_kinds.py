"""The content decides what a file is."""

import io
import zipfile

import pytest

from gis_cas.attachments import kinds
from gis_cas.attachments.kinds import kind_of
from tests.factories.pictures import pdf, photo
from tests.house.tree import ROOT


def document(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name in ("[Content_Types].xml", "word/document.xml", *names):
            parts.writestr(name, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (photo("JPEG"), kinds.JPEG),
        (photo("PNG"), kinds.PNG),
        (photo("GIF"), kinds.GIF),
        (photo("WEBP"), kinds.WEBP),
        ((ROOT / "tests/data/photo.heic").read_bytes(), kinds.HEIF),
        (pdf(), kinds.PDF),
        (document(), kinds.DOCX),
        ("Dear Commissioner, à bientôt.\r\n".encode(), kinds.TEXT),
        (b"<html><script>alert(1)</script></html>", kinds.TEXT),
        ("é".encode() * 40_000, kinds.TEXT),
    ],
    ids=lambda value: value.media_type if isinstance(value, kinds.Kind) else "",
)
def test_what_is_taken(content: bytes, kind: kinds.Kind) -> None:
    assert kind_of(io.BytesIO(content)) == kind


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"MZ\x90\x00\x03", id="a program"),
        pytest.param(b"\x7fELF\x02\x01\x01", id="another program"),
        pytest.param(b"%PDF-1.7 and no end", id="half a PDF"),
        pytest.param(document("word/vbaProject.bin"), id="a document with macros"),
        pytest.param(document()[:-30], id="half a document"),
        pytest.param(b"PK\x03\x04" + bytes(100), id="an archive"),
        pytest.param(b"text with a bell \x07", id="control characters"),
        pytest.param("Latin-1 é".encode("latin-1"), id="text in another encoding"),
        pytest.param("half a character é".encode()[:-1], id="half a character"),
        pytest.param(b"\x00\x00\x00\x20ftypisom" + bytes(40), id="a film"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'>\x00</svg>", id="a drawing with a zero in it"),
    ],
)
def test_what_is_not_taken(content: bytes) -> None:
    assert kind_of(io.BytesIO(content)) is None
