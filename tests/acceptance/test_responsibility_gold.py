"""Whose job it is, for every trap of the place: hand-labelled cases, asked as the product asks them.

`expected` is the kind of the decision, or `refused` for positions that cannot be meant; `owner` is the owner's slug,
the code of the question when one is asked, or the field that is refused; `beside` who else has a part in a split.
Labels say what is true of the place.
"""

import csv
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gis_cas.domain.decision import Decision, DecisionKind
from gis_cas.domain.service import Locus
from gis_cas.errors import BadInput
from gis_cas.geo.position import Position, stated_position
from gis_cas.service_requests.ask import Responsibility, responsibility
from gis_cas.service_requests.office import Office, open_office
from tests.fixtures.database import Database

GOLD = Path(__file__).parents[1] / "data" / "gold" / "responsibility.csv"
DOCS = Path(__file__).parents[2] / "docs"
SILENT_AT_LEAST = 0.85
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def _rows() -> list[dict[str, str]]:
    with GOLD.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


ROWS = _rows()


@pytest.fixture(scope="module")
def office(shared_database: Database) -> Office:
    return open_office(engine=shared_database.app, public_engine=shared_database.public)


def _asked(office: Office, row: dict[str, str]) -> Responsibility:
    position: Position | None = None
    if row["lat"]:
        city = office.city
        position = stated_position(
            lat=float(row["lat"]),
            long=float(row["lon"]),
            surroundings=city.surroundings,
            place_name=city.surroundings_name,
        )
    return responsibility(
        office,
        service_code=row["service"],
        now=NOW,
        position=position,
        words=row["words"] or None,
        radius_ft=float(row["radius_ft"]) if row["radius_ft"] else None,
        answers=dict(pair.split("=") for pair in row["answers"].split() if pair),
        valid_on=date.fromisoformat(row["valid_on"]) if row["valid_on"] else None,
    )


@pytest.fixture(scope="module")
def asked(office: Office) -> dict[str, Decision]:
    """What the product decides for each case, by its id; positions that are refused are none."""
    return {row["id"]: _asked(office, row).decision for row in ROWS if row["expected"] != "refused"}


@pytest.mark.parametrize("row", [row for row in ROWS if row["expected"] == "refused"], ids=lambda row: row["id"])
def test_a_position_that_cannot_be_meant_is_refused(office: Office, row: dict[str, str]) -> None:
    with pytest.raises(BadInput) as refused:
        _asked(office, row)
    assert row["owner"] in refused.value.fields


@pytest.mark.parametrize("row", [row for row in ROWS if row["expected"] != "refused"], ids=lambda row: row["id"])
def test_gold(asked: dict[str, Decision], row: dict[str, str]) -> None:
    decision = asked[row["id"]]
    question = decision.question.code if decision.question else ""
    answer = decision.owner.slug if decision.owner else question
    assert (decision.kind.value, answer) == (row["expected"], row["owner"]), f"{row['why']}: {decision.reason}"
    assert [owner.slug for owner in decision.beside] == row["beside"].split()
    assert decision.reason
    if decision.owner is not None:
        assert decision.certain
    named = (decision.owner, *decision.beside) if decision.kind is DecisionKind.REFERRED else decision.beside
    for owner in named:
        assert owner is not None
        assert owner.address
        assert owner.phone


def test_silent_and_wrong_is_never_and_silence_is_the_rule(asked: dict[str, Decision]) -> None:
    """Of the cases as they are first asked, nearly all of them traps; docs/responsibility.md states the shares."""
    first = [(row, asked[row["id"]]) for row in ROWS if row["expected"] != "refused" and not row["answers"]]
    silent = [(row, decision) for row, decision in first if decision.owner is not None]
    wrong = [row["id"] for row, decision in silent if decision.owner and decision.owner.slug != row["owner"]]
    questions = sum(decision.question is not None for _, decision in first)
    people = len(first) - len(silent) - questions
    assert wrong == []
    assert len(silent) / len(first) >= SILENT_AT_LEAST
    stated = f"{len(first)} first asked: {len(silent)} silent, {questions} with a question, {people} for a person"
    assert stated in (DOCS / "responsibility.md").read_text(encoding="utf-8"), stated


def test_the_gold_is_large_and_names_each_case_once() -> None:
    assert len(ROWS) >= 250
    assert Counter(row["id"] for row in ROWS).most_common(1)[0][1] == 1
    assert all(row["why"] for row in ROWS)


def test_the_gold_asks_for_every_service_locus_kind_and_question(office: Office) -> None:
    services = office.reference.ruleset.services
    assert {row["service"] for row in ROWS} == set(services)
    assert {services[row["service"]].locus for row in ROWS} == set(Locus)
    assert {row["expected"] for row in ROWS} == {*(kind.value for kind in DecisionKind), "refused"}
    owners = {row["owner"] for row in ROWS if row["expected"] in ("assigned", "referred", "private_owner", "split")}
    assert len(owners) >= 40
    questions = {row["owner"] for row in ROWS if row["expected"] == "review" and row["owner"]}
    assert questions == {"which_side", "which_road", "on_road", "at_line", "lamp_tag", "boat_lies"}
