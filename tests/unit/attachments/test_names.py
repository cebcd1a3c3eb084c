"""A name is for showing: whatever is in it, nothing is found, opened or judged by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_cas.attachments.names import LONGEST, display_name


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("..\\..\\windows\\system32\\photo.png", "photo.jpg"),
        ("C:\\x", "x.jpg"),
        ("C:x.jpeg", "x.jpg"),
        ("a\x00b.jpg", "ab.jpg"),
        ("\x00", "file.jpg"),
        ("x" * 300 + ".jpg", "x" * (LONGEST - 4) + ".jpg"),
        ("holiday\u202egpj.exe", "holidaygpj.jpg"),
        ("\u2066inner\u2069.heic", "inner.jpg"),
        ("", "file.jpg"),
        ("...", "file.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("page.html", "page.jpg"),
        ("<img src=x onerror=alert(1)>.jpg", "_img src=x onerror=alert(1)_.jpg"),
        ('a"; filename="b.exe', "a_; filename=_b.jpg"),
        ("line\r\nSet-Cookie: x=1.jpg", "x=1.jpg"),
        ("bache en la calle 3.HEIC", "bache en la calle 3.jpg"),
        ("twou nan lari a é.png", "twou nan lari a é.jpg"),
    ],
)
def test_a_stated_name_becomes_a_harmless_one(stated: str, shown: str) -> None:
    assert display_name(stated, suffix=".jpg") == shown


@given(st.text(max_size=400), st.sampled_from([".jpg", ".pdf", ".docx"]))
def test_whatever_was_stated(stated: str, suffix: str) -> None:
    shown = display_name(stated, suffix=suffix)
    assert shown.endswith(suffix)
    assert len(suffix) < len(shown) <= LONGEST
    assert shown.isprintable()
    assert not set(shown) & set('/\\:<>"|?*\x00')
    assert not shown.startswith((".", " "))
