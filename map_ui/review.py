"""Marks translations as read and approved: `python -m map_ui.review FILE.po --by NAME --on DAY [--where PART]`.

Every translation in the file that is not marked yet is taken, or, with `--where`, those that stand in a file or belong
to a service whose name holds PART. The mark holds as long as neither text changes.
"""

import argparse
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po, write_po

from gis_cas.domain.review import Review, seal_of
from map_ui.words import is_reviewed, sealed_texts


def review(path: Path, *, by: str, on: date, where: str = "") -> int:
    """Mark what stands in one file; how many translations were marked."""
    language = next(part for part in (path.stem, *reversed(path.parts)) if len(part) == len("es"))
    with path.open("rb") as stream:
        catalog = read_po(stream, locale=language)
    marked = 0
    for message in catalog:
        english, said = sealed_texts(message)
        if not (english and said) or is_reviewed(message) or where not in _places(message):
            continue
        kept = [comment for comment in message.user_comments if not comment.startswith("reviewed ")]
        message.user_comments = [*kept, Review(by=by, on=on, seal=seal_of(english, said)).comment()]
        marked += 1
    with path.open("wb") as stream:
        write_po(stream, catalog, width=120, include_lineno=False)
    return marked


def _places(message: Message) -> str:
    return " ".join((*(name for name, _ in message.locations), *message.auto_comments))


def main(arguments: Iterable[str] | None = None) -> str:
    """Read the command line, and say what was done."""
    parser = argparse.ArgumentParser(prog="python -m map_ui.review", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path, help="a language's .po file")
    parser.add_argument("--by", required=True, help="who has read the translations")
    parser.add_argument("--on", required=True, type=date.fromisoformat, help="the day, such as 2026-12-01")
    parser.add_argument("--where", default="", help="only what stands here, such as report.html or 'service pothole'")
    given = parser.parse_args(None if arguments is None else list(arguments))
    marked = review(given.file, by=given.by, on=given.on, where=given.where)
    return f"{marked} translations in {given.file} are now reviewed by {given.by}.\n"


if __name__ == "__main__":
    sys.stdout.write(main())
