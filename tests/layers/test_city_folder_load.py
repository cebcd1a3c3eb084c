"""Seeded once, compared later, never overwriting what the program changed, and written back."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from gis_cas.domain.directory import OwnerType
from gis_cas.errors import BadInput, NotFound, WrongState
from gis_cas.store.city import list_services, load_city, load_directory, load_precedence, load_ruleset, ruleset_by_id
from layers import city_diff
from layers.city_diff import ChangeKind
from layers.city_folder import read_city_folder
from layers.seed import seed
from tests.fixtures.database import CITY_FOLDER, SEEDED_AT, TINY_CITY, Database
from tests.layers.tiny import change, tiny_copy


def test_a_folder_seeds_an_empty_database_once(empty_database: Database) -> None:
    with empty_database.app.begin() as connection:
        assert load_city(connection) is None
        town = seed(connection, folder=TINY_CITY, now=SEEDED_AT)
        assert load_city(connection) == town.city
        assert list_services(connection) == town.services
        assert load_precedence(connection) == town.road_precedence
        assert city_diff.diff(connection, town) == []
        assert city_diff.layers_to_load(connection, town) == []
        with pytest.raises(WrongState, match="seeds an empty database once"):
            seed(connection, folder=TINY_CITY, now=SEEDED_AT)


def test_a_seed_that_fails_leaves_nothing(empty_database: Database, tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    change(folder / "data/streets.geojson", '"maintainer":"town"', '"maintainer":"nobody-knows"')
    with pytest.raises(BadInput, match="nobody-knows"), empty_database.app.begin() as connection:
        seed(connection, folder=folder, now=SEEDED_AT)
    with empty_database.app.connect() as connection:
        assert load_city(connection) is None
        assert connection.execute(text("SELECT count(*) FROM cas.layer_feature")).scalar_one() == 0


def test_the_directory_and_the_ruleset_of_the_database(tiny_database: Database) -> None:
    with tiny_database.app.begin() as connection:
        directory = load_directory(connection)
        assert directory.departments["streets"].type is OwnerType.DEPARTMENT
        state = directory.agencies["state-roads"]
        assert (state.owner_class, state.phone, str(state.verified_on)) == ("state", "555-0201", "2026-01-15")
        assert directory.agencies["east-village"].address is None
        ruleset = load_ruleset(connection)
        assert [rule.id for rule in ruleset.rules] == [rule.id for rule in read_city_folder(TINY_CITY).rules]
        connection.execute(text("UPDATE cas.service SET name = 'Hole in the road' WHERE code = 'pothole'"))
        newer = load_ruleset(connection)
        assert newer.id != ruleset.id
        assert ruleset_by_id(connection, ruleset.id) == ruleset
        assert ruleset_by_id(connection, newer.id).services["pothole"].name == "Hole in the road"
        with pytest.raises(NotFound):
            ruleset_by_id(connection, "none")


def test_the_public_copies_hold_the_city_and_its_services(tiny_database: Database) -> None:
    with tiny_database.public.connect() as connection:
        document = connection.execute(text("SELECT document FROM published.city")).scalar_one()
        codes = connection.scalars(text("SELECT code FROM published.service ORDER BY position")).all()
    assert document["name"] == "Town of Alder Falls"
    assert "datum_pipeline" not in document
    assert codes == ["pothole", "park_care", "question"]


def test_what_changed_in_the_folder_is_shown_and_brought_over(tiny_database: Database, tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    change(folder / "departments.csv", "555-0102", "555-0199")
    change(folder / "services.toml", 'name = "Park care"', 'name = "Care of parks"')
    change(folder / "responsibility.toml", 'reason = "In {name}."', 'reason = "In the park {name}."')
    change(folder / "city.toml", "first_response_hours = 48", "first_response_hours = 36")
    town = read_city_folder(folder)
    with tiny_database.app.begin() as connection:
        changes = city_diff.diff(connection, town)
        assert [str(entry) for entry in changes] == [
            "city alder-falls changes in first_response_hours",
            "department streets changes in phone",
            "service park_care changes in name",
            "rule park changes in reason",
        ]
        city_diff.apply(connection, town, changes)
        assert city_diff.diff(connection, town) == []
        city = load_city(connection)
        assert city is not None
        assert city.first_response == timedelta(hours=36)
        public = connection.scalar(text("SELECT name FROM published.service WHERE code = 'park_care'"))
        assert public == "Care of parks"


def test_a_row_changed_in_the_program_is_never_overwritten(tiny_database: Database, tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    with tiny_database.app.begin() as connection:
        connection.execute(text("UPDATE cas.department SET phone = '555-9999' WHERE slug = 'streets'"))
        change(folder / "departments.csv", "555-0102", "555-0199")
        town = read_city_folder(folder)
        for _ in range(2):
            changes = city_diff.diff(connection, town)
            assert [(entry.key, entry.kind) for entry in changes] == [("streets", ChangeKind.KEPT)]
            assert str(changes[0]) == "department streets was changed in the program and stays (phone differ)"
            city_diff.apply(connection, town, changes)
        assert load_directory(connection).departments["streets"].phone == "555-9999"
        change(folder / "departments.csv", "555-0199", "555-9999")
        agreed = read_city_folder(folder)
        assert city_diff.diff(connection, agreed) == []
        city_diff.apply(connection, agreed, [])
        change(folder / "departments.csv", "555-9999", "555-0103")
        again = read_city_folder(folder)
        assert [entry.kind for entry in city_diff.diff(connection, again)] == [ChangeKind.CHANGED]


def test_what_the_folder_no_longer_has_stays_but_for_rules(tiny_database: Database, tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    path = folder / "responsibility.toml"
    path.write_text(path.read_text(encoding="utf-8").rsplit("[[rule]]", 1)[0], encoding="utf-8")
    change(folder / "agencies.csv", "state-roads,", "riverton-roads,")
    for file in ("responsibility.toml", "data/streets.geojson"):
        (folder / file).write_text((folder / file).read_text(encoding="utf-8").replace("state-roads", "riverton-roads"))
    town = read_city_folder(folder)
    with tiny_database.app.begin() as connection:
        kinds = {(entry.table, entry.key): entry.kind for entry in city_diff.diff(connection, town)}
        assert kinds == {
            ("agency", "riverton-roads"): ChangeKind.NEW,
            ("agency", "state-roads"): ChangeKind.ONLY_HERE,
            ("rule", "state-road"): ChangeKind.CHANGED,
            ("rule", "neighbour"): ChangeKind.REMOVED,
        }
        city_diff.apply(connection, town, city_diff.diff(connection, town))
        assert [rule.id for rule in load_ruleset(connection).rules] == [rule.id for rule in town.rules]
        assert "state-roads" in load_directory(connection).agencies


@pytest.mark.parametrize("folder", [TINY_CITY, CITY_FOLDER], ids=["tiny", "demonstration"])
def test_an_export_loads_without_a_difference(
    folder: Path, tiny_database: Database, database: Database, tmp_path: Path
) -> None:
    here = tiny_database if folder == TINY_CITY else database
    (tmp_path / "manifests").symlink_to(folder / "manifests")
    with here.app.begin() as connection:
        written = city_diff.export(connection, tmp_path)
        exported = read_city_folder(tmp_path)
        assert city_diff.diff(connection, exported) == []
    assert len(written) == 5 + len(exported.words)
    original = read_city_folder(folder)
    assert (exported.city, exported.services, exported.rules, exported.road_precedence) == (
        *(original.city, original.services, original.rules),
        original.road_precedence,
    )


def test_nothing_to_export_is_said(empty_database: Database, tmp_path: Path) -> None:
    with empty_database.app.connect() as connection, pytest.raises(NotFound, match="No city is loaded"):
        city_diff.export(connection, tmp_path)
