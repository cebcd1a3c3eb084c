"""`gis-cas city` and `gis-cas layers`, as an operator types them."""

from pathlib import Path

import pytest
import typer
from sqlalchemy import text
from typer.testing import CliRunner, Result

from gis_cas.commands import city, layers
from gis_cas.domain.request import Person
from gis_cas.errors import BadInput, GisCasError, NotAllowed, WrongState
from gis_cas.service_requests.office import open_office
from gis_cas.settings import load_settings
from gis_cas.store import roles
from tests.factories.desk import answer, shown
from tests.factories.service_requests import pin, received
from tests.fixtures.clock import MONDAY_MORNING
from tests.fixtures.database import TINY_CITY, Database
from tests.layers.tiny import change, tiny_copy

app = typer.Typer()
app.add_typer(city.app, name="city")
app.add_typer(layers.app, name="layers")


def use(monkeypatch: pytest.MonkeyPatch, database: Database, folder: Path = TINY_CITY) -> None:
    monkeypatch.setenv("GIS_CAS_DATABASE_URL", database.url(roles.APP))
    monkeypatch.setenv("GIS_CAS_DATABASE_OWNER_URL", database.url(roles.OWNER))
    monkeypatch.setenv("GIS_CAS_DATABASE_PUBLIC_URL", database.url(roles.PUBLIC_READ))
    monkeypatch.setenv("GIS_CAS_CITY_FOLDER", str(folder))


def run(*words: str | Path, refused: type[GisCasError] | None = None) -> Result:
    result = CliRunner().invoke(app, [str(word) for word in words])
    if refused is None:
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    else:
        assert isinstance(result.exception, refused), result.exception
    return result


def test_check_names_every_problem_and_ends_with_status_1(tmp_path: Path) -> None:
    sound = run("city", "check", TINY_CITY)
    assert sound.exit_code == 0
    assert "0 problems, 1 remarks." in sound.output
    folder = tiny_copy(tmp_path)
    change(folder / "services.toml", 'locus = "roadway"', 'locus = "road"')
    change(folder / "data/streets.geojson", '"maintainer":"town"', '"maintainer":"nobody-knows"')
    change(folder / "data/parks.geojson", '"park_id"', '"park_no"')
    faulty = run("city", "check", folder)
    assert faulty.exit_code == 1
    assert "services.toml, line 8, service 1 (pothole), locus: 'road' is none of the possible values" in faulty.output
    assert "layer streets, feature S3: The owner 'nobody-knows'" in faulty.output
    assert "manifests/parks.toml, key: data/parks.geojson has no column 'park_id'" in faulty.output
    assert "3 problems, 1 remarks." in faulty.output


def test_load_fills_an_empty_database_and_later_compares(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tiny_copy(tmp_path)
    use(monkeypatch, empty_database, folder)
    assert run("city", "load").exit_code == 0
    assert "Folder and database say the same." in run("city", "load").output
    change(folder / "departments.csv", "555-0102", "555-0199")
    assert "department streets changes in phone" in run("city", "load", folder, "--dry-run").output
    assert "department streets changes in phone" in run("city", "load", folder).output
    assert "Folder and database say the same." in run("city", "load", folder).output
    with empty_database.app.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM cas.layer_publication")) == 6


def test_seed_is_what_a_first_start_calls(empty_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, empty_database)
    city.seed(load_settings())
    with empty_database.public.connect() as connection:
        assert connection.scalar(text("SELECT slug FROM published.city")) == "alder-falls"
    with empty_database.owner.connect() as connection:
        analyzed = connection.scalar(
            text("SELECT reltuples FROM pg_class WHERE oid = CAST('cas.layer_feature' AS regclass)")
        )
    assert analyzed == 15, "the planner knows how much lies there"


def test_export_writes_what_load_finds_the_same(
    tiny_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tiny_database)
    folder = tiny_copy(tmp_path)
    for name in ("city.toml", "services.toml", "responsibility.toml", "departments.csv", "agencies.csv"):
        (folder / name).unlink()
    assert run("city", "export", folder).exit_code == 0
    assert "Folder and database say the same." in run("city", "load", folder).output


def test_a_layer_is_loaded_published_by_two_and_listed(
    tiny_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tiny_database)
    folder = tiny_copy(tmp_path)
    manifest = folder / "manifests" / "parks.toml"
    same = run("layers", "load", manifest, "--by", "ann")
    assert "parks v1 (version 4) already says exactly this." in same.output
    change(folder / "data/parks.geojson", "Mill Green", "Mill Park")
    assert "parks v2 is version 7, with 1 features." in run("layers", "load", manifest, "--by", "ann").output
    options = ("--effective", "2026-03-01", "--by", "ann")
    run("layers", "publish", "7", *options, "--approved-by", "ann", refused=NotAllowed)
    run("layers", "publish", "7", "--effective", "March", "--by", "ann", "--approved-by", "ben", refused=BadInput)
    made = run("layers", "publish", "7", *options, "--approved-by", "ben")
    assert "parks v2 is in force from 2026-03-01 (publication 7)." in made.output
    listed = run("layers", "list").output
    assert "parks v2  (version 7, 1 features)" in listed
    assert "publication 7: from 2026-03-01, no end; ann, approved by ben" in listed
    assert listed.count("IN FORCE TODAY") == 6
    run("layers", "load", TINY_CITY / "city.toml", "--by", "ann", refused=GisCasError)


def test_a_changed_layer_says_whom_it_moves_and_moves_them_when_asked(
    tiny_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tiny_database)
    office = open_office(engine=tiny_database.app, public_engine=tiny_database.public)
    park = pin(-121.7986, 48.1908)
    free, begun = (
        received(office, now=MONDAY_MORNING, service_code="park_care", place=park, person=Person()).number
        for _ in range(2)
    )
    answer(office, begun, now=MONDAY_MORNING)
    folder = tiny_copy(tmp_path)
    change(folder / "manifests/parks.toml", 'owner = "streets"', 'owner = "alder-county"')
    run("layers", "load", folder / "manifests" / "parks.toml", "--by", "ann")
    seen = run("layers", "preview", "7", "--on", "2027-03-01", "--out", tmp_path / "moves.csv").output
    assert "parks v2 on 2027-03-01: 1 open request moves." in seen
    assert "1  Streets → Alder County" in seen
    assert "1 more is in somebody's hands and stays there until moved by hand:" in seen
    listed = (tmp_path / "moves.csv").read_text(encoding="utf-8").splitlines()
    assert sorted(listed[1:]) == sorted(
        f"{number},park_care,Streets,Alder County,{hand},In Mill Green."
        for number, hand in ((free, "no"), (begun, "yes"))
    )
    assert "parks v2 is not in force today" in str(
        run("layers", "reroute", "7", "--by", "ann", refused=WrongState).exception
    )
    options = ("--effective", "2026-01-01", "--by", "ann", "--approved-by", "ben")
    assert "1 moved by ann." in run("layers", "publish", "7", *options, "--reroute").output
    assert "0 open requests move." in run("layers", "reroute", "7", "--by", "ann").output
    assert (shown(office, free).owner_slug, shown(office, begun).owner_slug) == ("alder-county", "streets")
