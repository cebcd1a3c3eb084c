"""Every translation says what the English says: the same blanks, the same kind of sentence, no markup."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from gis_cas.domain.review import Review, review_in, seal_of
from map_ui.review import main
from map_ui.words import LOCALE, is_reviewed

LANGUAGES = ["es", "ht"]
SAME_IN_BOTH = {
    "es": {"fax", "Director", "Inspector", "No"},
    "ht": set[str](),
}
"""What a language truly writes as English does; anything else that is the same was forgotten."""

_BLANK = re.compile(r"%\(\w+\)s|\{\w*\}")
_WRONG_APOSTROPHE = re.compile(r"\b(?:m|n|l|w|k)['\u2019]")


@dataclass(frozen=True)
class Pair:
    """One English text and what a language says for it; a plural gives one pair for each form."""

    english: str
    said: str
    flags: frozenset[str]
    comments: tuple[str, ...]


def pairs(language: str) -> Iterator[Pair]:
    with (LOCALE / language / "LC_MESSAGES" / "messages.po").open("rb") as stream:
        for message in read_po(stream, locale=language):
            english = message.id if isinstance(message.id, tuple | list) else (message.id,)
            said = message.string if isinstance(message.string, tuple | list) else (message.string,)
            for one, other in zip(english, said, strict=True):
                if one and other:
                    yield Pair(str(one), str(other), frozenset(message.flags), tuple(message.user_comments))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing(language: str) -> None:
    with (LOCALE / language / "LC_MESSAGES" / "messages.po").open("rb") as stream:
        said = {str(message.id): message.string for message in read_po(stream, locale=language) if message.id}
    missing = [english for english, forms in said.items() if not all(forms if isinstance(forms, tuple) else (forms,))]
    assert missing == [], "translate them, and leave them unreviewed: docs/languages.md"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_blank_stays_and_none_is_added(language: str) -> None:
    wrong = [
        pair for pair in pairs(language) if sorted(_BLANK.findall(pair.said)) != sorted(_BLANK.findall(pair.english))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_fuzzy_or_holds_markup_or_lost_spaces(language: str) -> None:
    wrong = [
        pair
        for pair in pairs(language)
        if "fuzzy" in pair.flags or re.search(r"[<>]|&\w+;|  ", pair.said) or pair.said != pair.said.strip()
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_was_left_in_english(language: str) -> None:
    same = {pair.english for pair in pairs(language) if pair.said == pair.english and re.search("[a-z]{2}", pair.said)}
    assert {text for text in same if _BLANK.sub("", text).strip(" .,()")} == SAME_IN_BOTH[language] & same


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_stays_a_sentence_and_a_question_a_question(language: str) -> None:
    wrong = [pair for pair in pairs(language) if _ending(pair.said) != _ending(pair.english)]
    assert wrong == []


def test_spanish_questions_are_opened() -> None:
    assert [pair for pair in pairs("es") if pair.said.count("?") != pair.said.count("¿")] == []


def test_kreyol_is_written_as_the_standard_writes_it() -> None:
    """IPN writes short forms apart, without an apostrophe (`m ap`), and knows no c but in ch, no q and no x."""
    plain = [
        re.sub(
            r"www\S*|application/\S*|example\S*|Ocean\S*|cookies|public-works|first\.last|Seacrest|\blat\b",
            "",
            _BLANK.sub("", pair.said),
        )
        for pair in pairs("ht")
    ]
    assert [said for said in plain if _WRONG_APOSTROPHE.search(said)] == []
    assert [said for said in plain if re.search(r"c(?!h)|[qx](?!\b)", said)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mark_of_review_is_of_the_text_that_stands_there(language: str) -> None:
    with (LOCALE / language / "LC_MESSAGES" / "messages.po").open("rb") as stream:
        for message in read_po(stream, locale=language):
            marks = [comment for comment in message.user_comments if comment.startswith("reviewed")]
            assert not marks or is_reviewed(message), message.id


def test_a_review_does_not_outlive_the_text_that_was_read() -> None:
    seal = seal_of("Show", "Mostrar")
    comment = Review(by="Marie Jean", on=date(2026, 12, 1), seal=seal).comment()
    assert review_in([comment], source="Show", translated="Mostrar") == Review(
        by="Marie Jean", on=date(2026, 12, 1), seal=seal
    )
    assert review_in([comment], source="Show", translated="Ver") is None
    assert review_in([comment], source="Show all", translated="Mostrar") is None


def _ending(text: str) -> str:
    found = re.search(r"[.?:…]?$", text)
    return found[0] if found else ""


def test_a_reader_s_mark_is_put_beside_what_was_read_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "es.po"
    file.write_bytes((LOCALE / "es" / "LC_MESSAGES" / "messages.po").read_bytes())
    said = main([str(file), "--by", "Marie Jean", "--on", "2026-12-01", "--where", "home.html"])
    marked = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("# reviewed")]
    assert said.startswith(f"{len(marked)} translations")
    assert 10 < len(marked) < 40
    assert "0 translations" in main([str(file), "--by", "Marie Jean", "--on", "2026-12-02", "--where", "home.html"])
    with file.open("rb") as stream:
        one = next(message for message in read_po(stream, locale="es") if message.id == "Use my location")
    assert is_reviewed(one)
    one.string = "Otra cosa"
    assert not is_reviewed(one)
