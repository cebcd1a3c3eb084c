"""locale/LANGUAGE.po: what this city's services and rules are called in the other languages of its pages.

The English text is the key, so that a translation never stands for another sentence than the one it was made from.
`gis-cas city words FOLDER` brings the files up to the folder; each translation that a person approved carries the mark
of `gis_cas.domain.review`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from gis_cas.domain.review import review_in
from gis_cas.domain.rules import Rule
from gis_cas.domain.service import KEYWORDS_APART, Service
from layers.problem import Problem

LOCALE = "locale"
SOURCE = "en"
NAMES, SENTENCES, REVIEWS = "names", "sentences", "reviews"

_FIXED = datetime(2026, 1, 1, tzinfo=UTC)
"""The files are compared as text: the time of writing would be a difference without a meaning."""
_BLANK = re.compile(r"\{\w*\}")


def read_words(
    folder: Path, languages: Iterable[str], services: Iterable[Service], rules: Iterable[Rule], problems: list[Problem]
) -> dict[str, Any]:
    """By language its names, its sentences and their reviews, as `city_from` reads them; gaps are remarked on."""
    known = list(_phrases(services, rules))
    words: dict[str, Any] = {}
    for language in languages:
        path = folder / LOCALE / f"{language}.po"
        if language == SOURCE:
            continue
        if not path.is_file():
            problems.append(_remark(path, f"There is none yet: pages in {language!r} name services in English."))
            continue
        catalog = _read(path, language, problems)
        words[language] = _words(catalog, path, known, problems)
    return words


def write_words(
    folder: Path, languages: Iterable[str], services: Iterable[Service], rules: Iterable[Rule]
) -> list[Path]:
    """Bring each language's file up to the folder, keeping what is translated and reviewed; the files written."""
    known = list(_phrases(services, rules))
    written = []
    for language in languages:
        if language == SOURCE:
            continue
        path = folder / LOCALE / f"{language}.po"
        before = _read(path, language, []) if path.is_file() else Catalog(locale=language)
        catalog = _catalog(language)
        for text, where, _ in known:
            old = before.get(text)
            comments = tuple(old.user_comments) if old else ()
            catalog.add(text, old.string if old else "", auto_comments=[where], user_comments=comments)
        written.append(_write(path, catalog))
    return written


def export_words(folder: Path, words: Mapping[str, Any]) -> list[Path]:
    """Write the words that lie in the database back as a folder's files."""
    written = []
    for language, own in words.items():
        catalog = _catalog(language)
        for text, said in {**own[NAMES], **own[SENTENCES]}.items():
            mark = own[REVIEWS].get(text)
            catalog.add(text, said, user_comments=[mark] if mark else [])
        written.append(_write(folder / LOCALE / f"{language}.po", catalog))
    return written


def _phrases(services: Iterable[Service], rules: Iterable[Rule]) -> Iterator[tuple[str, str, str]]:
    """English text, where it stands, and what it is; each text once."""
    seen: set[str] = set()
    for text, where, kind in (*_of_services(services), *_of_rules(rules)):
        if text and text not in seen:
            seen.add(text)
            yield text, where, kind


def _of_services(services: Iterable[Service]) -> Iterator[tuple[str, str, str]]:
    for service in services:
        where = f"service {service.code}"
        yield service.group, f"{where}, group", NAMES
        yield service.name, f"{where}, name", NAMES
        yield service.description, f"{where}, description", SENTENCES
        yield KEYWORDS_APART.join(service.keywords), f"{where}, keywords", SENTENCES
        for question in service.questions:
            yield question.text, f"{where}, question {question.code}", SENTENCES
            for code, label in question.options:
                yield label, f"{where}, question {question.code}, answer {code}", SENTENCES


def _of_rules(rules: Iterable[Rule]) -> Iterator[tuple[str, str, str]]:
    for rule in rules:
        yield rule.reason, f"rule {rule.id}, reason", SENTENCES


def _words(
    catalog: Catalog, path: Path, known: Iterable[tuple[str, str, str]], problems: list[Problem]
) -> dict[str, Any]:
    words: dict[str, Any] = {NAMES: {}, SENTENCES: {}, REVIEWS: {}}
    missing = []
    for text, where, kind in known:
        message = catalog.get(text)
        said = str(message.string) if message is not None and message.string else ""
        if message is None or not said or message.fuzzy:
            missing.append(where)
            continue
        if sorted(_BLANK.findall(said)) != sorted(_BLANK.findall(text)):
            sentence = (
                f"The translation has other blanks than the English, {', '.join(_BLANK.findall(text)) or 'none'}."
            )
            problems.append(Problem(where=f"{LOCALE}/{path.name}, {where}", sentence=sentence))
        words[kind][text] = said
        review = review_in(message.user_comments, source=text, translated=said)
        if review is not None:
            words[REVIEWS][text] = review.comment()
    if missing:
        some = f"{missing[0]}{f' and {len(missing) - 1} more' if len(missing) > 1 else ''}"
        problems.append(_remark(path, f"Not translated, and shown in English: {some}."))
    texts = {text for text, _, _ in known}
    problems += [
        _remark(path, f"{str(message.id)[:60]!r} stands nowhere in the folder any more.")
        for message in catalog
        if message.id and message.id not in texts
    ]
    return words


def _read(path: Path, language: str, problems: list[Problem]) -> Catalog:
    try:
        with path.open("rb") as stream:
            return read_po(stream, locale=language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        problems.append(Problem(where=f"{LOCALE}/{path.name}", sentence=f"It is no gettext catalogue: {error}."))
        return Catalog(locale=language)


def _catalog(language: str) -> Catalog:
    header = "# What the city's services and rules are called; brought up to date by gis-cas city words"
    return Catalog(
        locale=language,
        project="city",
        version="1",
        header_comment=header,
        charset="utf-8",
        fuzzy=False,
        creation_date=_FIXED,
        revision_date=_FIXED,
        last_translator="city",
        language_team="city",
        msgid_bugs_address="city",
    )


def _write(path: Path, catalog: Catalog) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        write_po(stream, catalog, width=120, omit_header=False, include_lineno=False)
    return path


def _remark(path: Path, sentence: str) -> Problem:
    return Problem(where=f"{LOCALE}/{path.name}", sentence=sentence, grave=False)
