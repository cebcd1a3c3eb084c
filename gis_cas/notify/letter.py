"""A message as a letter: where it goes, when it was written, and the sentences around it."""

from collections.abc import Mapping
from dataclasses import dataclass

from gis_cas.domain.city import City
from gis_cas.domain.message import Medium
from gis_cas.errors import WrongState
from gis_cas.notify.spoken_times import day_of_letter
from gis_cas.notify.templates import sentence
from gis_cas.store.outbox_reads import OutboxMessage

_FRAME = ("letter_number", "letter_about", "letter_keep")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is printed around the words; `call` is whom to call when there is no address to post it to (R11)."""

    to: tuple[str, ...]
    day: str
    frame: Mapping[str, str]
    call: str | None


def as_letter(found: OutboxMessage, *, city: City) -> Letter:
    """The letter; raises WrongState when the message is none, or its words were erased."""
    person = found.person
    if person is None or found.row.medium is not Medium.LETTER:
        raise WrongState("This message is not a letter. Make it one first.")
    if found.erased:
        raise WrongState("The words of this letter were erased.")
    language = found.row.language
    address = tuple(line for line in (person.address or "").splitlines() if line.strip())
    return Letter(
        to=(*((person.name,) if person.name else ()), *address),
        day=day_of_letter(found.row.created_at, city, language=language),
        frame={name: sentence(name, language, phone=city.phone) for name in _FRAME},
        call=None if address else person.phone or person.email,
    )
