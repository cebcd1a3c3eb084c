"""Every text in every language asks for the same, and only for what there is; what a machine wrote says so."""

from pathlib import Path

import pytest

from gis_cas.notify import templates
from gis_cas.notify.samples import SAMPLES
from gis_cas.notify.templates import FRAME, LANGUAGES, render, sentence, text_of

FOLDER = Path(templates.__file__).parent / "messages"
FILES = sorted(FOLDER.rglob("*.txt"))
VALUES = {name: f"<{name}>" for name in SAMPLES}
ABOUT_A_REQUEST = {"receipt", "receipt_open", "answered", "resolved", "referral", "private_owner", "part_referral"}


def filled(_language: str) -> dict[str, str]:
    return VALUES


def test_there_is_a_text_for_every_event() -> None:
    assert set(templates.names()) >= ABOUT_A_REQUEST


@pytest.mark.parametrize("name", templates.names())
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_asks_for_the_same(name: str, language: str) -> None:
    text, source = text_of(name, language), text_of(name, "en")
    assert text is not None, f"{name} is missing in {language}"
    assert source is not None
    assert text.placeholders == source.placeholders
    assert text.placeholders <= set(SAMPLES)
    assert ("number" in text.placeholders) == (name in ABOUT_A_REQUEST)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_file_is_a_known_text_with_its_header(path: Path) -> None:
    if path.stem == FRAME:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert [line.partition(":")[0] for line in lines] == [
            line.partition(":")[0] for line in (FOLDER / "en" / "frame.txt").read_text(encoding="utf-8").splitlines()
        ]
        return
    text = text_of(path.stem, path.parent.name)
    assert text is not None
    assert bool(text.reviewed_by) == bool(text.reviewed_on)
    subject, body = text.filled(VALUES)
    assert subject
    assert body
    assert "$" not in subject + body


def test_r11_the_referral_names_agency_address_and_phone_in_every_language() -> None:
    for language in LANGUAGES:
        said = render("referral", language=language, values=filled).body
        for fact in ("agency_name", "agency_address", "agency_phone"):
            assert f"<{fact}>" in said


def test_r48_what_nobody_has_read_says_so_and_carries_the_english() -> None:
    said = render("receipt", language="es", values=filled)
    english = render("receipt", language="en", values=filled)
    assert said.machine_made
    assert not english.machine_made
    assert said.body.startswith(sentence("machine_made", "es"))
    assert said.body.endswith(english.body)


def test_r48_what_somebody_has_read_stands_alone_until_a_word_of_it_changes() -> None:
    text = text_of("receipt", "ht")
    assert text is not None
    said = render("receipt", language="ht", values=filled, reviewed={("receipt", "ht", text.hash)})
    assert not said.machine_made
    assert said.body == text.filled(VALUES)[1]
    assert render("receipt", language="ht", values=filled, reviewed={("receipt", "ht", "another")}).machine_made


@pytest.mark.parametrize("language", ["xx", "../en", ""])
def test_a_language_without_texts_gets_english(language: str) -> None:
    assert render("receipt", language=language, values=filled) == render("receipt", language="en", values=filled)


def test_an_unknown_template_is_a_fault() -> None:
    with pytest.raises(KeyError):
        render("../../settings", language="en", values=filled)


def test_a_gap_is_a_fault() -> None:
    with pytest.raises(KeyError):
        render("receipt", language="en", values=lambda _language: {})
