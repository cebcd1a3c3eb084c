"""`gis-cas route` from the command line to the file it writes, against the decisions of the service itself."""

import csv
import random
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import typer
from sqlalchemy import text
from typer.testing import CliRunner

from gis_cas.commands import route
from gis_cas.domain.decision import Decision
from gis_cas.errors import BadInput, UnknownService
from gis_cas.geo.position import Position
from gis_cas.service_requests.ask import responsibility
from gis_cas.service_requests.office import Office, open_office
from layers.bulk.answer import ANSWERS, told
from tests.fixtures.database import Database

RUNNER = CliRunner()
DAY = "2026-11-23"
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
HEADER = "id,lat,long,service_code,accuracy_ft"


@pytest.fixture(scope="module")
def index_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for the module, so that the index is built once."""
    return tmp_path_factory.mktemp("route")


@pytest.fixture
def door(shared_database: Database, monkeypatch: pytest.MonkeyPatch, index_folder: Path) -> typer.Typer:
    for name, engine in (
        ("", shared_database.app),
        ("OWNER_", shared_database.owner),
        ("PUBLIC_", shared_database.public),
    ):
        monkeypatch.setenv(f"GIS_CAS_DATABASE_{name}URL", engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("GIS_CAS_DATA_DIR", str(index_folder))
    monkeypatch.setenv("GIS_CAS_SECRET_KEY", "0123456789abcdef0123456789abcdef")
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(route.command)
    return app


@pytest.fixture
def asked(shared_database: Database) -> Office:
    return open_office(engine=shared_database.app, public_engine=shared_database.public)


def routed(door: typer.Typer, folder: Path, source: str | bytes, *options: str) -> list[dict[str, str]]:
    """What the command makes of a file."""
    given, target = folder / "in.csv", folder / "out.csv"
    given.write_bytes(source.encode() if isinstance(source, str) else source)
    arguments = [str(given), "--out", str(target), "--valid-on", DAY, *options]
    assert RUNNER.invoke(door, arguments, catch_exceptions=False).exit_code == 0
    with target.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told_by(decision: Decision, *, trace: bool = False) -> list[str]:
    return next(csv.reader([told(decision, trace=trace)]))


def spots(office: Office, database: Database, count: int) -> list[tuple[Position, float]]:
    """Spots around true edges and lines, some of them anywhere, with the radii of every source."""
    chance = random.Random(7)
    with database.app.connect() as conn:
        points = conn.execute(
            text(
                "SELECT ST_X(p.geom), ST_Y(p.geom) FROM cas.layer_feature AS f"
                " CROSS JOIN LATERAL ST_DumpPoints(f.geom_ft) AS p ORDER BY f.id, p.path"
            )
        ).all()
    found = []
    for _ in range(count):
        x, y = chance.choice(points)
        away = chance.choice([1.0, 8.0, 40.0, 300.0])
        x, y = x + chance.gauss(0, away), y + chance.gauss(0, away)
        place = office.projection.to_position(x_ft=x, y_ft=y)
        found.append(
            (Position(round(place.lon, 7), round(place.lat, 7)), chance.choice([0.3, 2, 10, 33, 65, 150, 400]))
        )
    return [one for one in found if office.city.surroundings.holds(one[0])]


def test_every_row_gets_the_decision_that_the_service_would_make(
    door: typer.Typer, tmp_path: Path, asked: Office, shared_database: Database
) -> None:
    codes = list(asked.reference.ruleset.services)
    chance = random.Random(11)
    rows = [(place, radius, chance.choice(codes)) for place, radius in spots(asked, shared_database, 3_000)]
    lines = [f"{n},{p.lat:.7f},{p.lon:.7f},{code},{radius}" for n, (p, radius, code) in enumerate(rows)]
    answers = routed(door, tmp_path, "\n".join([HEADER, *lines]) + "\n", "--accuracy-95", "--trace")
    assert [row["id"] for row in answers] == [str(number) for number in range(len(rows))]
    differ = []
    for (place, radius, code), answer in zip(rows, answers, strict=True):
        expected = responsibility(
            asked, service_code=code, now=NOW, position=place, radius_ft=radius, valid_on=date.fromisoformat(DAY)
        ).decision
        want, got = told_by(expected, trace=True), [answer[name] for name in (*ANSWERS, "trace")]
        if not _same(want, got):
            differ.append((place, radius, code, want, got))
    assert len(rows) > 2_000
    assert differ == []


def _same(want: list[str], got: list[str]) -> bool:
    """Equal but for a foot in a sentence, a millionth of a share, or the street by which a border's side is asked."""
    want, got = ([re.sub(r"^which_side: .*", "which_side", field) for field in fields] for fields in (want, got))
    number = re.compile(r"\d+(?:\.\d+)?")
    if [number.sub("#", one) for one in want] != [number.sub("#", one) for one in got]:
        return False
    pairs = zip(number.findall(" ".join(want)), number.findall(" ".join(got)), strict=True)
    return all(one == two or abs(float(one) - float(two)) <= (1.1e-6 if "." in one else 1) for one, two in pairs)


def test_several_processes_and_quoted_fields_give_the_same_rows(
    door: typer.Typer, tmp_path: Path, asked: Office, shared_database: Database
) -> None:
    lines = [f"{p.lat:.7f},{p.lon:.7f},pothole,{r}" for p, r in spots(asked, shared_database, 400)]
    plain = "\n".join(["lat,long,service_code,accuracy_ft", *lines]) + "\n"
    one = routed(door, tmp_path, plain)
    assert routed(door, tmp_path, plain, "--jobs", "2") == one
    assert routed(door, tmp_path, plain.replace("\n", "\r\n")) == one
    quoted = [f'{line},"a, ""b""\nand c"' for line in lines]
    again = routed(door, tmp_path, "\ufefflat,long,service_code,accuracy_ft,note\n" + "\n".join(quoted))
    assert {row.pop("note") for row in again} == {'a, "b"\nand c'}
    assert again == one


def test_a_row_that_cannot_be_used_says_why_and_none_is_lost(door: typer.Typer, tmp_path: Path) -> None:
    rows = routed(
        door,
        tmp_path,
        HEADER
        + "\n"
        + "1,26.5262,-80.0640,pothole,33\n"
        + "2,-80.0640,26.5262,pothole,33\n"
        + "3,26.5262,-80.0640,potholes,33\n"
        + "4,26.5262,-80.0640,,33\n"
        + "5,26.5262,,pothole,33\n"
        + "6,north,-80.0640,pothole,33\n"
        + "7,26.5262,-80.0640,pothole,-1\n"
        + "8,0,0,pothole,33\n"
        + "9,40.7,-74.0,pothole,33\n"
        + "10,26.5262,-80.0640,pothole,33,too much\n"
        + "11,26.5262\n"
        + "\n"
        + "12,26.5262,-80.0640, pothole , 33 \n"
        + "13,nan,inf,pothole,\n"
        + "14,2.65262e1,-80.0640,pothole,\n",
    )
    assert [row["id"] for row in rows] == [str(number) for number in range(1, 15)]
    errors = {row["id"]: row["error"] for row in rows if row["error"]}
    assert set(errors) == {"2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "13"}
    assert all(row["kind"] == "" for row in rows if row["error"])
    assert "swapped" in errors["2"]
    assert "potholes" in errors["3"]
    assert "both lat and long" in errors["5"]
    assert "must be numbers" in errors["6"]
    assert "60,000" in errors["7"]
    assert "placeholder" in errors["8"]
    assert "not in or around" in errors["9"]
    assert errors["10"] == "The row has 6 fields and the header 5."
    assert (rows[0]["kind"], rows[0]["owner"], rows[0]["certain"]) == ("assigned", "public-works", "yes")
    assert {row["reason"] for row in rows if row["id"] in ("1", "12", "14")} == {rows[0]["reason"]}


def test_a_place_in_words_or_none_is_decided_as_a_request_would_be(
    door: typer.Typer, tmp_path: Path, asked: Office
) -> None:
    rows = [("100 E Ocean Ave", "pothole"), ("130 3rd St", "litter"), ("nowhere", "litter"), ("", "pothole")]
    rows += [("", "voting"), ("", "general_question"), ("649 E SR 804", "pothole")]
    lines = [f"{words},{code}" for words, code in rows]
    answers = routed(door, tmp_path, "\n".join(["Address,service_code", *lines]))
    for (words, code), answer in zip(rows, answers, strict=True):
        expected = responsibility(
            asked, service_code=code, now=NOW, words=words or None, valid_on=date.fromisoformat(DAY)
        ).decision
        assert told_by(expected) == [answer[name] for name in ANSWERS], (words, code)
    assert answers[-1]["owner"] == "fdot-d4"
    rounded = routed(door, tmp_path, "lat,long,address,service_code\n27,-80,649 E SR 804,pothole\n27,-80,,pothole\n")
    assert rounded[0]["owner"] == "fdot-d4"
    assert "not in or around" in rounded[1]["error"] or "Whole degrees" in rounded[1]["error"]


def test_addresses_are_decided_in_blocks_as_each_request_would_be(
    door: typer.Typer, tmp_path: Path, asked: Office, shared_database: Database
) -> None:
    with shared_database.app.connect() as conn:
        on_file = "SELECT DISTINCT number, street FROM cas.locator_address WHERE until IS NULL ORDER BY 2, 1"
        known = conn.execute(text(on_file)).all()
        names = sorted({row.street for row in known})
    chance = random.Random(5)
    words = [f"{row.number} {row.street}" for row in chance.sample(known, 250)]
    words += [f"{chance.choice(names)} and {chance.choice(names)}" for _ in range(40)] + names[:20]
    words += [f"{row.number + 2} {row.street.lower()}" for row in chance.sample(known, 40)]
    codes = list(asked.reference.ruleset.services)
    rows = [(one, chance.choice(codes)) for one in words]
    source = "\n".join(["address,service_code", *(f'"{one}",{code}' for one, code in rows)])
    answers = routed(door, tmp_path, source, "--trace")
    differ = []
    for (one, code), answer in zip(rows, answers, strict=True):
        expected = responsibility(asked, service_code=code, now=NOW, words=one, valid_on=date.fromisoformat(DAY))
        want, got = told_by(expected.decision, trace=True), [answer[name] for name in (*ANSWERS, "trace")]
        if not _same(want, got):
            differ.append((one, code, want, got))
    assert differ == []
    assert any("the street that the address names" in answer["reason"] for answer in answers)
    assert len({answer["kind"] for answer in answers}) > 3


def test_a_run_that_was_broken_off_goes_on_after_its_last_whole_row(
    door: typer.Typer, tmp_path: Path, asked: Office, shared_database: Database
) -> None:
    lines = [f'{p.lat:.7f},{p.lon:.7f},"a\nb"' for p, _ in spots(asked, shared_database, 60)]
    source = "lat,long,note\n" + "\n".join(lines) + "\n"
    options = ("--service", "litter")
    whole_rows = routed(door, tmp_path, source, *options)
    whole = (tmp_path / "out.csv").read_bytes()
    for cut in (len(whole) - 7, len(whole) // 2, len(whole) // 3, 20, len(whole)):
        (tmp_path / "out.csv").write_bytes(whole[:cut])
        assert routed(door, tmp_path, source, *options, "--resume") == whole_rows
        assert (tmp_path / "out.csv").read_bytes() == whole


def test_columns_of_an_earlier_run_are_written_anew(door: typer.Typer, tmp_path: Path) -> None:
    rows = routed(door, tmp_path, "kind,lat,long,reason\nold,26.5262,-80.0640,older\n", "--service", "litter")
    assert rows[0]["kind"] == "assigned"
    assert list(rows[0])[:3] == ["lat", "long", "kind"]


def test_the_day_and_what_was_known_then_choose_the_layers(door: typer.Typer, tmp_path: Path) -> None:
    source = "lat,long\n26.5262,-80.0640\n"
    before = routed(door, tmp_path, source, "--service", "litter", "--known-at", "2025-01-01T00:00:00-05:00")
    assert before[0]["kind"] == "review"
    assert "not in force" in routed(
        door, tmp_path, source, "--service", "litter", "--trace", "--known-at", "2025-01-01T00:00:00-05:00"
    )[0]["trace"]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "source", "sentence"),
    [
        ((), "lat,long\n1,2\n", "no column service_code or service"),
        (("--service", "litter"), "a,b\n1,2\n", "no column with a position or an address"),
        (("--service", "litter", "--lat", "north"), "lat,long\n1,2\n", "no column north"),
        (("--service", "litter", "--valid-on", "soon"), "lat,long\n1,2\n", "must be a day"),
        (("--service", "litter", "--known-at", "2026-01-01"), "lat,long\n1,2\n", "must be an instant"),
        (("--service", "litter", "--known-at", "2999-01-01T00:00:00Z"), "lat,long\n1,2\n", "in the future"),
        (("--service", "litter"), 'lat,long,note\n1,2,"open\n' + "x" * 200_000, "not closed in time"),
        (("--service", "litter"), "", "it has no header"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(
    door: typer.Typer, tmp_path: Path, options: tuple[str, ...], source: str, sentence: str
) -> None:
    given = tmp_path / "in.csv"
    given.write_text(source, encoding="utf-8")
    with pytest.raises(BadInput, match=sentence):
        RUNNER.invoke(door, [str(given), *options], catch_exceptions=False)


def test_a_service_that_is_not_there_is_said_at_once(door: typer.Typer, tmp_path: Path) -> None:
    given = tmp_path / "in.csv"
    given.write_text("lat,long\n26.5262,-80.0640\n", encoding="utf-8")
    with pytest.raises(UnknownService, match="potholes"):
        RUNNER.invoke(door, [str(given), "--service", "potholes"], catch_exceptions=False)
