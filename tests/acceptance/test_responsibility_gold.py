"""Whose job it is, for every trap of the place: hand-labelled cases, asked as the product asks them.

`expected` is the kind of the decision, or `refused` for positions that cannot be meant; `owner` is the owner's slug,
the code of the question when one is asked, or the field that is refused. Labels say what is true of the place.
"""

import csv
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gis_cas.domain.decision import DecisionKind
from gis_cas.errors import BadInput
from gis_cas.geo.position import Position, stated_position
from gis_cas.service_requests.ask import Responsibility, responsibility
from gis_cas.service_requests.office import Office, open_office
from tests.fixtures.database import Database

GOLD = Path(__file__).parents[1] / "data" / "gold" / "responsibility.csv"
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
    )


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_gold(office: Office, row: dict[str, str]) -> None:
    if row["expected"] == "refused":
        with pytest.raises(BadInput) as refused:
            _asked(office, row)
        assert row["owner"] in refused.value.fields
        return
    decision = _asked(office, row).decision
    question = decision.question.code if decision.question else ""
    answer = decision.owner.slug if decision.owner else question
    assert (decision.kind.value, answer) == (row["expected"], row["owner"]), f"{row['why']}: {decision.reason}"
    assert decision.reason
    if decision.owner is not None:
        assert decision.certain
    if decision.kind is DecisionKind.REFERRED:
        assert decision.owner is not None
        assert decision.owner.address
        assert decision.owner.phone


def test_the_gold_is_large_and_names_each_case_once() -> None:
    assert len(ROWS) >= 110
    assert Counter(row["id"] for row in ROWS).most_common(1)[0][1] == 1
    assert all(row["why"] for row in ROWS)


def test_the_gold_asks_about_many_services_owners_and_questions() -> None:
    assert len({row["service"] for row in ROWS}) >= 25
    owners = {row["owner"] for row in ROWS if row["expected"] in ("assigned", "referred", "private_owner")}
    assert len(owners) >= 25
    questions = {row["owner"] for row in ROWS if row["expected"] == "review" and row["owner"]}
    assert questions == {"which_side", "which_road", "on_road", "at_line", "lamp_tag"}
