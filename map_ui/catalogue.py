"""Keeps the catalogue current: `python -m map_ui.catalogue` extracts every phrase and updates each language's file."""

from collections.abc import Iterator
from configparser import ConfigParser
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from map_ui.words import LOCALE

ROOT = Path(__file__).parents[1]
TEMPLATE = LOCALE / "messages.pot"
_FIXED = datetime(2026, 1, 1, tzinfo=UTC)
"""The files are compared as text: the time of writing would be a difference without a meaning."""
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}


def extracted() -> Catalog:
    """Every phrase in the templates and modules of the pages, with the files it stands in."""
    catalog = Catalog(
        project="gis_cas",
        version="1",
        header_comment="# The phrases of the public and staff pages; written by python -m map_ui.catalogue",
        last_translator="gis_cas",
        language_team="gis_cas",
        msgid_bugs_address="gis_cas",
        creation_date=_FIXED,
        charset="utf-8",
        fuzzy=False,
    )
    for name, phrase in sorted(_phrases(), key=lambda found: (found[0], str(found[1]))):
        catalog.add(phrase, locations=[(name, 0)])
    return catalog


def _phrases() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for folder, methods, options in _mapping():
        found = extract_from_dir(
            ROOT / folder, method_map=methods, options_map=options, keywords=_KEYWORDS, comment_tags=()
        )
        for name, _line, phrase, _comments, _context in found:
            yield f"{folder}/{name}", phrase


def _mapping() -> Iterator[tuple[str, list[tuple[str, str]], dict[str, dict[str, str]]]]:
    """For each package its ways of reading, as babel.cfg says."""
    config = ConfigParser()
    config.read(ROOT / "babel.cfg", encoding="utf-8")
    sections = [section.rpartition(": ")[::2] for section in config.sections()]
    for folder in dict.fromkeys(pattern.partition("/")[0] for _, pattern in sections):
        inside = [(method, pattern) for method, pattern in sections if pattern.startswith(f"{folder}/")]
        yield (
            folder,
            [(pattern.removeprefix(f"{folder}/"), method) for method, pattern in inside],
            {pattern.removeprefix(f"{folder}/"): dict(config[f"{method}: {pattern}"]) for method, pattern in inside},
        )


def write() -> None:
    """Write the template and bring every language's file up to it, keeping what is translated."""
    template = extracted()
    _write(TEMPLATE, template)
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/messages.po")):
        language = path.parts[-3]
        with path.open("rb") as stream:
            catalog = read_po(stream, locale=language)
        catalog.update(template, no_fuzzy_matching=True)
        _write(path, catalog)


def _write(path: Path, catalog: Catalog) -> None:
    with path.open("wb") as stream:
        write_po(
            stream, catalog, width=120, sort_output=True, omit_header=False, include_lineno=False, ignore_obsolete=True
        )


if __name__ == "__main__":
    write()
