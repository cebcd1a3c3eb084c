"""`lang`: what a person will read in an answer, said in the language asked for; codes and evidence stay as they are."""

from gis_cas.api.reading import Fields
from gis_cas.api.wiring import Wiring
from map_ui.phrasebook import Phrasebook
from map_ui.words import NAMES


def asked_phrases(fields: Fields, wired: Wiring) -> Phrasebook | None:
    """The phrasebook of the language in `lang`; None, at no cost, where English is meant; raises BadInput."""
    language = fields.one_of("lang", {code: code for code in NAMES}, called="lang")
    fields.done()
    return wired.pages.phrasebook(wired.pages.language(language)) if language else None


def plain(phrases: Phrasebook | None, text: str) -> str:
    """A sentence in the language asked for; in English when it is not known in it."""
    return text if phrases is None else phrases.plain(text)


def part(phrases: Phrasebook | None, text: str) -> str:
    """A few words in the language asked for."""
    return text if phrases is None else phrases.part(text)
