"""Whatever a decision says to the public can be said in every language: asked of all gold cases, none is left out."""

import csv
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gis_cas.domain.decision import Decision
from gis_cas.errors import BadInput
from gis_cas.geo.position import stated_position
from gis_cas.service_requests.ask import responsibility
from gis_cas.service_requests.office import Office, open_office
from map_ui.page import Pages
from tests.fixtures.database import Database

GOLD = Path(__file__).parents[1] / "data" / "gold" / "responsibility.csv"
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LANGUAGES = ["es", "ht"]
_ENGLISH = re.compile(r"\b(?:the|its|from|inside|looks?|could|which|these|sure|beside|told)\b")


@pytest.fixture(scope="module")
def office(shared_database: Database) -> Office:
    return open_office(engine=shared_database.app, public_engine=shared_database.public)


@pytest.fixture(scope="module")
def decisions(office: Office) -> list[Decision]:
    """Every gold case, as it is asked; and again with each answer to its question, and with a place too vague."""
    with GOLD.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    found: list[Decision] = []
    for row in rows:
        for radius in (row["radius_ft"], "130", "900"):
            try:
                first = _asked(office, row, radius, {})
            except BadInput:
                continue
            options = first.question.options if first.question else {}
            answered = [_asked(office, row, radius, {first.question.code: code}) for code in options if first.question]
            found += [first, *answered]
    return found


def _asked(office: Office, row: dict[str, str], radius_ft: str, answers: dict[str, str]) -> Decision:
    city = office.city
    position = (
        stated_position(
            lat=float(row["lat"]),
            long=float(row["lon"]),
            surroundings=city.surroundings,
            place_name=city.surroundings_name,
        )
        if row["lat"]
        else None
    )
    return responsibility(
        office,
        service_code=row["service"],
        now=NOW,
        position=position,
        words=row["words"] or None,
        radius_ft=float(radius_ft) if radius_ft and position else None,
        answers=answers,
    ).decision


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_said(office: Office, decisions: list[Decision], language: str) -> None:
    phrases = Pages(city=office.city).phrasebook(language)
    reasons = {decision.reason for decision in decisions}
    reasons |= {candidate.reason for decision in decisions for candidate in decision.candidates}
    assert len(reasons) > 150
    assert sorted(reason for reason in reasons if phrases.sentence(reason) is None) == []
    assert [said for reason in reasons if _ENGLISH.search((said := phrases.plain(reason)).lower())] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_and_its_answers_are_said(office: Office, decisions: list[Decision], language: str) -> None:
    phrases = Pages(city=office.city).phrasebook(language)
    questions = [decision.question for decision in decisions if decision.question]
    assert len({question.code for question in questions}) >= 4
    assert [question.text for question in questions if phrases.sentence(question.text) is None] == []
    fixed = {"I'm not sure", "On the road", "Beside it", "At it", "Away from it", "Not on it"}
    offered = {label for question in questions for label in question.options.values()}
    assert [label for label in offered & fixed if phrases.part(label) == label] == []
    assert [label for label in offered if _ENGLISH.search(phrases.part(label).lower())] == []
