"""`gis-cas geocode` from the command line to the file it writes."""

import csv
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from gis_cas.commands import geocode
from gis_cas.errors import BadInput
from tests.fixtures.database import Database

RUNNER = CliRunner()


@pytest.fixture
def door(shared_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> typer.Typer:
    for name, engine in (
        ("", shared_database.app),
        ("OWNER_", shared_database.owner),
        ("PUBLIC_", shared_database.public),
    ):
        address = engine.url.render_as_string(hide_password=False)
        monkeypatch.setenv(f"GIS_CAS_DATABASE_{name}URL", address)
    monkeypatch.setenv("GIS_CAS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("GIS_CAS_SECRET_KEY", "0123456789abcdef0123456789abcdef")
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(geocode.command)
    return app


def test_a_file_comes_back_with_its_places(door: typer.Typer, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text('id,Address\n7,"100 E Ocean Ave, Boynton Beach"\n8,130 3rd St\n9,nowhere\n', encoding="utf-8")

    result = RUNNER.invoke(door, [str(source), "--out", str(target)], catch_exceptions=False)

    assert result.exit_code == 0
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["id"], row["answer"]) for row in rows] == [("7", "found"), ("8", "ambiguous"), ("9", "not_found")]
    assert float(rows[0]["lat"]) == pytest.approx(26.526, abs=0.001)
    assert float(rows[0]["long"]) == pytest.approx(-80.064, abs=0.001)
    assert rows[1]["label"].count(" | ") == 3
    assert (rows[1]["lat"], rows[1]["long"]) == ("", "")


def test_several_processes_give_the_same_rows_in_the_same_order(door: typer.Typer, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    words = ["100 E Ocean Ave", "130 3rd St", "nowhere", "SR 804 & Seacrest"]
    source.write_text("\n".join(["Address", *(words * 300)]) + "\n", encoding="utf-8")
    for jobs in ("1", "2"):
        out = str(tmp_path / f"{jobs}.csv")
        assert RUNNER.invoke(door, [str(source), "--out", out, "--jobs", jobs], catch_exceptions=False).exit_code == 0
    one, two = ((tmp_path / f"{jobs}.csv").read_text(encoding="utf-8") for jobs in ("1", "2"))
    assert one == two
    assert len(one.splitlines()) == 1 + 1200


def test_standard_input_goes_to_standard_output(door: typer.Typer) -> None:
    result = RUNNER.invoke(door, ["-", "--column", "where"], input="where\nSR 804 & Seacrest\n", catch_exceptions=False)
    assert result.exit_code == 0
    assert "Boynton Beach Blvd & Seacrest Blvd" in result.stdout


def test_a_file_that_is_not_there_is_said_in_words(door: typer.Typer, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        RUNNER.invoke(door, [str(tmp_path / "missing.csv")], catch_exceptions=False)


def test_a_missing_column_is_said_in_words(door: typer.Typer) -> None:
    with pytest.raises(BadInput, match="no column"):
        RUNNER.invoke(door, ["-"], input="a,b\n1,2\n", catch_exceptions=False)
