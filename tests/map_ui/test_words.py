"""The catalogue is current, and a language is offered when it works."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from gis_cas.domain.city import City
from map_ui import words
from map_ui.catalogue import TEMPLATE, extracted
from map_ui.page import TEMPLATES, Pages
from map_ui.views import HomeView, OpenCounts
from map_ui.words import LOCALE, catalogue, offered
from tests.map_ui.samples import NONCE, NOW, every_page


def phrases(path: Path) -> set[str]:
    with path.open("rb") as stream:
        return {str(message.id) for message in read_po(stream) if message.id}


def test_the_template_holds_every_phrase_and_no_other() -> None:
    now = {str(message.id) for message in extracted() if message.id}
    assert phrases(TEMPLATE) == now, "run python -m map_ui.catalogue"
    assert len(now) > 150


@pytest.mark.parametrize("path", sorted(LOCALE.glob("*/LC_MESSAGES/messages.po")), ids=lambda path: path.parts[-3])
def test_every_language_s_file_follows_the_template(path: Path) -> None:
    assert phrases(path) == phrases(TEMPLATE), "run python -m map_ui.catalogue"


def test_only_languages_with_a_catalogue_are_offered() -> None:
    assert offered(("en", "ht", "xx")) == (("en", "English"), ("ht", "Kreyòl"))


def test_a_single_language_is_not_offered_as_a_choice(city: City) -> None:
    assert "Español" in every_page(Pages(city=city))["home"]
    assert "Español" not in every_page(Pages(city=replace(city, languages=("en",))))["home"]


def test_a_translated_phrase_is_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, city: City) -> None:
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Show"\nmsgstr "Ver"\n\nmsgid "Closed"\nmsgstr "Cerrado"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(words, "LOCALE", tmp_path)
    catalogue.cache_clear()
    try:
        view = HomeView(now=NOW, language="es", counts=OpenCounts(open=1, past_promise=0))
        page = Pages(city=city).home(view, nonce=NONCE)
    finally:
        catalogue.cache_clear()
    assert 'lang="es"' in page
    assert ">Ver<" in page
    assert '"closed": "Cerrado"' in page


def test_every_refusal_on_a_page_is_said_in_its_language() -> None:
    unsaid = re.compile(r"\{\{ ?view\.(?:problem|errors[^|}]*|happened|safe|do) ?\}\}")
    found = {path.name: unsaid.findall(path.read_text(encoding="utf-8")) for path in TEMPLATES.rglob("*.html")}
    assert {name: places for name, places in found.items() if places} == {}
