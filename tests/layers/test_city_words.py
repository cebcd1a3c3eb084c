"""A city's words in other languages: gaps are remarked on, what is wrong is refused, what is reviewed stays so."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from gis_cas.domain.review import Review, seal_of
from gis_cas.errors import BadInput
from layers.city_folder import CityFolder, parse_city_folder, read_city_folder
from layers.city_words import export_words, write_words
from layers.problem import Problem
from tests.fixtures.database import CITY_FOLDER, TINY_CITY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tiny city, which also speaks Spanish."""
    mine = tmp_path / "city"
    shutil.copytree(TINY_CITY, mine)
    settings = mine / "city.toml"
    settings.write_text(settings.read_text().replace('languages = ["en"]', 'languages = ["en", "es"]'))
    return mine


def written(folder: Path) -> Path:
    city = read_city_folder(folder)
    (path,) = write_words(folder, city.city.languages, city.services, city.rules)
    return path


def remarks(folder: Path) -> list[str]:
    problems: list[Problem] = []
    assert parse_city_folder(folder, problems) is not None
    assert not [problem for problem in problems if problem.grave]
    return [str(problem) for problem in problems if "locale" in problem.where]


def translated(folder: Path, said: str = "Dicho: {} fin.") -> Path:
    """Every entry translated, its blanks kept."""
    path = written(folder)
    lines = path.read_text(encoding="utf-8").split("\n\n", 1)
    entries = []
    for entry in lines[1].strip().split("\n\n"):
        english = entry.split('msgid "', 1)[1].split('"\nmsgstr', 1)[0].replace('"\n"', "")
        entries.append(f'msgid "{english}"\nmsgstr "{said.replace("{}", english)}"')
    path.write_text(lines[0] + "\n\n" + "\n\n".join(entries) + "\n", encoding="utf-8")
    return path


def test_a_language_without_a_file_is_remarked_on_and_stops_nothing(folder: Path) -> None:
    assert remarks(folder) == ["locale/es.po: There is none yet: pages in 'es' name services in English."]


def test_the_file_is_written_and_what_is_not_translated_is_counted(folder: Path) -> None:
    written(folder)
    (remark,) = remarks(folder)
    assert remark.startswith("locale/es.po: Not translated, and shown in English: service ")
    assert read_city_folder(folder).city.words["es"].names == {}


def test_what_is_translated_is_the_city_s_own_and_not_reviewed(folder: Path) -> None:
    translated(folder)
    assert remarks(folder) == []
    words = read_city_folder(folder).city.words["es"]
    first = read_city_folder(folder).services[0]
    assert words.names[first.name] == f"Dicho: {first.name} fin."
    assert not words.reviewed


def test_another_blank_than_in_english_is_refused(folder: Path) -> None:
    translated(folder, "Dicho: {} {street}")
    with pytest.raises(BadInput, match="other blanks than the English"):
        read_city_folder(folder)


def test_what_stands_nowhere_any_more_is_remarked_on_and_goes(folder: Path) -> None:
    path = translated(folder)
    path.write_text(path.read_text(encoding="utf-8") + '\nmsgid "Gone"\nmsgstr "Ido"\n', encoding="utf-8")
    assert remarks(folder) == ["locale/es.po: 'Gone' stands nowhere in the folder any more."]
    written(folder)
    assert remarks(folder) == []
    assert "Ido" not in path.read_text(encoding="utf-8")


def test_a_broken_file_is_refused_in_words(folder: Path) -> None:
    written(folder).write_text('msgid "half\n', encoding="utf-8")
    with pytest.raises(BadInput, match="no gettext catalogue"):
        read_city_folder(folder)


def test_reviews_survive_the_next_writing_and_the_export(folder: Path, tmp_path: Path) -> None:
    path = translated(folder)
    text = path.read_text(encoding="utf-8")
    name = read_city_folder(folder).services[0].name
    seal = seal_of(name, f"Dicho: {name} fin.")
    mark = Review(by="Ann Lee", on=date(2026, 12, 1), seal=seal).comment()
    path.write_text(text.replace(f'msgid "{name}"', f'# {mark}\nmsgid "{name}"'), encoding="utf-8")
    written(folder)
    assert mark in path.read_text(encoding="utf-8")
    (exported,) = export_words(tmp_path / "out", read_city_folder(folder).words)
    with exported.open("rb") as stream:
        message = read_po(stream).get(name)
    assert message is not None
    assert message.user_comments == [mark]


@pytest.mark.parametrize("language", ["es", "ht"])
def test_the_demonstration_city_says_everything_in(language: str) -> None:
    problems: list[Problem] = []
    city = parse_city_folder(CITY_FOLDER, problems)
    assert isinstance(city, CityFolder)
    assert [str(problem) for problem in problems if "locale" in problem.where] == []
    words = city.city.words[language]
    assert {service.name for service in city.services} | {service.group for service in city.services} == set(
        words.names
    )
    assert {rule.reason for rule in city.rules} <= set(words.sentences)
    assert [english for english, said in words.names.items() if said == english] == []
