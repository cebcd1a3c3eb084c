"""`gis-cas city check`, as an operator types it, and the demonstration city's own proof."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from gis_cas.errors import WrongState
from gis_cas.geo.projection import Projection
from gis_cas.policy.responsibility.verdict import Standing
from gis_cas.store.city import load_city, load_directory, load_ruleset
from gis_cas.store.layers import publications_in_force
from layers.city_ground import looking, spots_of_city
from layers.proof import Proof, Rulebook, prove
from layers.proof_blocks import Ground, prove_at_once
from layers.spots import FT_PER_M
from tests.fixtures.database import Database
from tests.integration.test_layers_commands import run, use
from tests.layers.tiny import change, tiny_copy

TODAY = date(2026, 11, 23)
ENCLAVE = "[[-121.815,48.21],[-121.812,48.21],[-121.812,48.213],[-121.815,48.213],[-121.815,48.21]]"


def _proved(connection: Connection, *, step_m: float, every: int = 1, one_by_one: bool = False) -> Proof:
    city = load_city(connection)
    assert city is not None
    book = Rulebook(ruleset=load_ruleset(connection), directory=load_directory(connection), city=city, day=TODAY)
    projection = Projection(pipeline=city.datum_pipeline, srid_ft=city.srid_ft)
    publications = publications_in_force(connection, valid_on=TODAY)
    spots = spots_of_city(connection, book, publications=publications, projection=projection, step_ft=step_m * FT_PER_M)
    if one_by_one:
        look = looking(connection, book, publications=publications, projection=projection)
        return prove(book, spots[::every], look)
    ground = Ground(connection=connection, publications=publications, projection=projection)
    return prove_at_once(book, spots[::every], ground, progress=lambda _: None)


def test_a_hole_in_the_map_is_a_layer_a_table_and_a_status_until_it_is_mended(
    tiny_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tiny_database)
    out = tmp_path / "found"
    found = run("city", "check", "--step", "60", "--out", out)
    assert found.exit_code == 1
    assert " address points, 4 centrelines, " in found.output
    assert "3 services in 3 groups" in found.output
    assert "orphan at grid" in found.output
    layer = json.loads((out / "city-check.geojson").read_text(encoding="utf-8"))
    with (out / "city-check.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert len(layer["features"]) == len(table) > 10
    for feature, row in zip(layer["features"], table, strict=True):
        lon, lat = feature["geometry"]["coordinates"]
        assert (-121.8151 < lon < -121.8119, 48.2099 < lat < 48.2131) == (True, True), "all of it is the enclave"
        assert (row["fault"], feature["properties"]["services"]) == ("orphan", row["services"].split())
        assert row["sentence"] == "Nobody is known to be responsible at this spot."
    folder = tiny_copy(tmp_path)
    change(folder / "data/municipalities.geojson", f",{ENCLAVE}", "")
    run("layers", "load", folder / "manifests/municipalities.toml", "--by", "ann")
    mended = run("city", "check", "--step", "60", "--out", out, "--draft", "7")
    assert mended.exit_code == 0, mended.output
    assert "0 orphans and doubles." in mended.output
    assert json.loads((out / "city-check.geojson").read_text(encoding="utf-8"))["features"] == []


def test_a_folder_or_an_empty_database_has_no_spots_yet(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, empty_database)
    assert "Its spots are checked once it is loaded" in run("city", "check").output
    assert "Its spots are checked once it is loaded" in run("city", "check", tiny_copy(tmp_path)).output


def test_a_version_that_leaves_a_hole_comes_into_force_only_with_a_reason(
    tiny_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tiny_database)
    folder = tiny_copy(tmp_path)
    hole = "[[-121.80,48.185],[-121.798,48.185],[-121.798,48.187],[-121.80,48.187],[-121.80,48.185]]"
    change(folder / "data/municipalities.geojson", f",{ENCLAVE}", f",{ENCLAVE},{hole}")
    run("layers", "load", folder / "manifests/municipalities.toml", "--by", "ann")
    options = ("7", "--effective", "2026-03-01", "--by", "ann", "--approved-by", "ben")
    refused = run("layers", "publish", *options, refused=WrongState)
    assert "Nobody is known to be responsible at this spot" in str(refused.exception)
    assert "publication 7" not in run("layers", "list").output
    accepted = run("layers", "publish", *options, "--accept", "The county takes it over in May.")
    assert "orphans and doubles accepted." in accepted.output
    assert "; accepted: The county takes it over in May." in run("layers", "list").output
    with tiny_database.app.connect() as connection:
        kept = connection.execute(
            text("SELECT id, accepted FROM cas.layer_publication WHERE accepted IS NOT NULL")
        ).all()
    assert [tuple(row) for row in kept] == [(7, "The county takes it over in May.")]


def test_the_demonstration_city_passes_its_own_check_on_a_sample(connection: Connection) -> None:
    proof = _proved(connection, step_m=250, every=23)
    assert proof.faults == []
    assert proof.spots.total() > 500
    assert set(proof.spots) == {"address", "centreline", "grid"}


@pytest.mark.slow
def test_the_demonstration_city_passes_its_own_check_everywhere(connection: Connection) -> None:
    proof = _proved(connection, step_m=25)
    assert proof.faults == []
    standings = {standing for counts in proof.counts for standing, _ in counts}
    assert standings == {Standing.ONE_OWNER, Standing.EXPLAINED}


def test_many_at_once_come_to_what_one_after_the_other_does(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = _proved(connection, step_m=150, every=61)
    kept = _proved(connection, step_m=150, every=61, one_by_one=True)
    monkeypatch.setattr("layers.proof.Judge._key", lambda *_: None)
    anew = _proved(connection, step_m=150, every=61, one_by_one=True)
    assert at_once.counts == kept.counts == anew.counts
    assert at_once.spots == kept.spots
