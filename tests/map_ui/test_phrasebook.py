"""Sentences made elsewhere are found again and said in another language; the rest stays, marked as English."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from gis_cas.domain.city import CityWords
from gis_cas.domain.directory import Owner, OwnerType
from map_ui.labels import Labels
from map_ui.phrasebook import Phrasebook
from map_ui.times import CityTimes
from map_ui.words import catalogue

COUNTY_ROAD = "Calle del condado: {road}, {where}; {layer} v{version}."
CITY = CityWords(
    names={"Litter": "Basura suelta"},
    sentences={"County road: {road}, {where}; {layer} v{version}.": COUNTY_ROAD},
    reviewed=False,
)
NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def spanish() -> Phrasebook:
    return Phrasebook(language="es", sentences=catalogue("es").sentences, city=CITY)


def test_a_name_and_a_sentence_are_looked_up_as_they_stand(spanish: Phrasebook) -> None:
    assert spanish.sentence("Litter") == "Basura suelta"
    assert spanish.sentence("Please choose what it is about.") == "Elija de qué se trata."


def test_a_sentence_with_values_is_found_by_the_phrase_it_was_made_from(spanish: Phrasebook) -> None:
    said = spanish.sentence("The name can have up to 200 characters; this has 1,204. Please shorten it.")
    assert said == "El nombre puede tener hasta 200 caracteres; aquí hay 1,204. Hágalo más corto."


def test_a_reason_is_said_part_by_part_and_its_names_stay(spanish: Phrasebook) -> None:
    reason = (
        "County road: Lawrence Rd (CR 109), 12 ft from its centreline, inside the 30 ft right-of-way half-width; "
        "streets v7. City Manager's Office looks at it."
    )
    assert spanish.sentence(reason) == (
        "Calle del condado: Lawrence Rd (CR 109), a 12 pies de su línea central, "
        "dentro de los 30 pies de vía pública a cada lado; streets v7. City Manager's Office lo revisa."
    )


def test_a_reason_of_which_a_part_is_unknown_stays_whole(spanish: Phrasebook) -> None:
    unknown = "Someone wrote this by hand. City Manager's Office looks at it."
    assert spanish.sentence(unknown) is None
    assert spanish.said(unknown) == '<span lang="en">' + unknown.replace("'", "&#39;") + "</span>"


def test_what_somebody_wrote_is_only_ever_text(spanish: Phrasebook) -> None:
    assert "<script>" not in spanish.said("<script>alert(1)</script>")
    said = spanish.said("There is no request under <b>1</b>. Please check the nine digits, or call us.")
    assert "&lt;b&gt;" in said
    assert "No hay ninguna solicitud" in said


def test_the_answers_to_a_question_keep_their_roads(spanish: Phrasebook) -> None:
    assert spanish.part("I'm not sure") == "No estoy seguro"
    assert spanish.part("On Congress Ave") == "En Congress Ave"
    assert spanish.part("SE 5th Ave or S Seacrest Blvd") == "SE 5th Ave o S Seacrest Blvd"
    assert spanish.part("N Federal Hwy (US 1)") == "N Federal Hwy (US 1)"


def test_in_english_every_sentence_is_what_it_is() -> None:
    english = Phrasebook(language="en", sentences={}, city=None)
    assert english.said("A & B") == "A &amp; B"
    assert english.plain("Anything at all.") == "Anything at all."


@pytest.mark.parametrize(
    ("language", "moment", "next_year", "day"),
    [
        ("en", "Thursday 26 Nov, 2:10 pm", "Saturday 2 Jan 2027, 12:00 pm", "3 Nov"),
        ("es", "jueves 26 de noviembre, 2:10 p. m.", "sábado 2 de enero de 2027, 12:00 p. m.", "3 de noviembre"),
        ("ht", "jedi 26 novanm, 2:10 pm", "samdi 2 janvye 2027, 12:00 pm", "3 novanm"),
    ],
)
def test_a_promise_names_day_and_time_as_the_language_does(
    language: str, moment: str, next_year: str, day: str
) -> None:
    times = CityTimes(zone=ZoneInfo("America/New_York"), language=language)
    plain = [
        times.moment(datetime(2026, 11, 26, 19, 10, tzinfo=UTC), now=NOW),
        times.moment(datetime(2027, 1, 2, 17, 0, tzinfo=UTC), now=NOW),
        times.day(datetime(2026, 11, 3, 17, 0, tzinfo=UTC), now=NOW),
    ]
    assert [text.replace("\u202f", " ").replace("\xa0", " ") for text in plain] == [moment, next_year, day]
    assert f"3 {times.months()[10]}" == day


def test_a_private_owner_is_named_in_the_language_and_an_office_by_its_own_name() -> None:
    labels = Labels(catalogue("es").words)
    private = Owner(slug="private", type=OwnerType.PRIVATE, name="Private owner (landowner)", owner_class="private")
    office = Owner(slug="pbc", type=OwnerType.AGENCY, name="Palm Beach County (Traffic)", owner_class="county")
    assert labels.owner(private) == "Dueño privado"
    assert labels.owner(office) == "Palm Beach County"
    assert labels.event("reassigned", {"owner": "Private owner (landowner)"}) == "Pasada a Dueño privado"
    assert labels.event("reassigned", {"owner": "Utilities (water)"}) == "Pasada a Utilities"


def test_a_text_longer_than_any_phrase_makes_is_not_searched(spanish: Phrasebook) -> None:
    assert spanish.sentence("1 2. " * 20_000) is None
    assert spanish.part("x or y" + " or z" * 20_000).startswith("x or y")
