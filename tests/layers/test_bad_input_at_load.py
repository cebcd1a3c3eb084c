"""Whatever is wrong with a city's folder is said in a plain sentence at the real load, and nothing of it is kept."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import text
from typer.testing import CliRunner, Result

from gis_cas.commands import city, layers
from gis_cas.errors import BadInput, GisCasError, NotAllowed
from gis_cas.store import roles
from tests.fixtures.database import Database
from tests.layers.faults import FAULTS, RULES, SERVICES, Spoil, drawn, edited, rule, wheel
from tests.layers.tiny import change, tiny_copy

app = typer.Typer()
app.add_typer(city.app, name="city")
app.add_typer(layers.app, name="layers")

KEPT = ("city_settings", "department", "agency", "service", "responsibility_rule", "ruleset", "layer", "layer_version")


def run(database: Database, monkeypatch: pytest.MonkeyPatch, *words: str | Path) -> Result:
    for name, role in (("", roles.APP), ("OWNER_", roles.OWNER), ("PUBLIC_", roles.PUBLIC_READ)):
        monkeypatch.setenv(f"GIS_CAS_DATABASE_{name}URL", database.url(role))
    return CliRunner().invoke(app, [str(word) for word in words])


def kept(database: Database) -> dict[str, int]:
    with database.owner.connect() as conn:
        return {table: conn.scalar(text(f"SELECT count(*) FROM cas.{table}")) or 0 for table in KEPT}  # noqa: S608


def refused(result: Result, kind: type[GisCasError] = BadInput) -> Any:
    assert isinstance(result.exception, kind), result.exception or result.output
    return result.exception


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_a_sentence_and_nothing_is_half_loaded(
    shared_empty: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fault: str
) -> None:
    spoil, where, sentence = FAULTS[fault]
    folder = tiny_copy(tmp_path)
    spoil(folder)
    said = refused(run(shared_empty, monkeypatch, "city", "load", folder)).fields
    places = {re.sub(r", line \d+(?=, (?:rule|service) )", "", place): words for place, words in said.items()}
    named = [words for place, words in places.items() if place == where or words.startswith(f"{where}, ")]
    assert named or not where, said
    assert any(sentence in words for words in named or said.values()), said
    assert all(words.endswith((".", "?", "…")) for words in said.values())
    assert set(kept(shared_empty).values()) == {0}


@pytest.mark.parametrize(
    ("file", "spoil", "entry", "line"),
    [
        (RULES, rule(layer='"park"'), "rule 7 (more), layer", 'layer = "park"'),
        (RULES, rule(owner='"agency:x"'), "rule 7 (more), owner", 'owner = "agency:x"'),
        (RULES, rule(where='{ owner = ["x"] }'), "rule 7 (more), [where], owner", 'where = { owner = ["x"] }'),
        (RULES, edited(RULES, 'reason = "In {name}."', ""), "rule 4 (park), reason", "[[rule]]"),
        (RULES, edited(RULES, "The town answers questions.", "''{x}''"), "rule 1 (questions), reason", "reason = "),
        (
            SERVICES,
            edited(SERVICES, 'locus = "roadway"', 'locus = "road"'),
            "service 1 (pothole), locus",
            'locus = "road"',
        ),
    ],
)
def test_a_fault_of_a_rule_or_service_has_its_line(
    shared_empty: Database,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    file: str,
    spoil: Spoil,
    entry: str,
    line: str,
) -> None:
    folder = tiny_copy(tmp_path)
    change(folder / RULES, "road_precedence", 'x = """\n[[rule]]\nlayer = "none"\n"""\nroad_precedence')
    spoil(folder)
    said = refused(run(shared_empty, monkeypatch, "city", "load", folder)).fields
    (place,) = (place for place in said if place.endswith(entry))
    found = re.fullmatch(rf"{file}, line (\d+), {re.escape(entry)}", place)
    assert found is not None, place
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    assert lines[int(found[1]) - 1].startswith(line)


def test_an_agency_without_a_telephone_is_remarked_on_and_does_not_stop_the_city(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tiny_copy(tmp_path)
    change(folder / "agencies.csv", "555-0201", "")
    loaded = run(empty_database, monkeypatch, "city", "load", folder)
    assert loaded.exit_code == 0
    assert "(remark) agencies.csv, line 2 (state-roads): It has no phone: a referral could not say" in loaded.output


def test_names_of_any_script_come_back_as_they_were(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    names = [
        "Парк Победы",
        "公園",
        "حديقة المدينة",
        "สวนลุมพินี",
        "Páirc an Ghleanna",
        "🌳 e\u0301",
        "'; DROP TABLE x; --",
    ]
    folder = tiny_copy(tmp_path)
    document = json.loads((folder / "data/parks.geojson").read_text(encoding="utf-8"))
    (park,) = document["features"]
    document["features"] = [
        {**park, "properties": {"park_id": f"P{number}", "name": name}} for number, name in enumerate(names)
    ]
    (folder / "data/parks.geojson").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    change(folder / "departments.csv", "Streets", "Straßen und Wege 道路")
    assert run(empty_database, monkeypatch, "city", "load", folder).exit_code == 0
    with empty_database.app.connect() as conn:
        found = conn.scalars(
            text("SELECT name FROM cas.layer_feature WHERE feature_key LIKE 'P%' ORDER BY feature_key")
        ).all()
        assert [name for name in found if name in names] == names
        assert conn.scalar(text("SELECT name FROM cas.department WHERE slug = 'streets'")) == "Straßen und Wege 道路"


def test_publications_have_days_in_order_two_people_and_a_word_about_the_past(
    tiny_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tiny_copy(tmp_path)
    change(folder / "data/parks.geojson", "Mill Green", "Mill Park")
    before = kept(tiny_database)
    assert (
        "parks v2 is version 7"
        in run(tiny_database, monkeypatch, "layers", "load", folder / "manifests/parks.toml", "--by", "ann").output
    )

    def publish(*words: str) -> Result:
        return run(tiny_database, monkeypatch, "layers", "publish", "7", "--by", "ann", *words)

    ben = ("--approved-by", "ben")
    backwards = refused(publish("--effective", "2026-03-01", "--until", "2026-02-01", *ben)).fields
    assert backwards == {"effective_until": "The last day must come after 2026-03-01; leave it out for no end."}
    assert "such as 2026-01-31" in str(refused(publish("--effective", "2026-02-30", *ben)).fields)
    refused(publish("--effective", "2026-03-01", "--approved-by", " Ann "), NotAllowed)
    with tiny_database.app.connect() as conn:
        assert conn.scalar(text("SELECT count(*) FROM cas.layer_publication WHERE layer_version_id = 7")) == 0
    past = publish("--effective", "2020-03-01", *ben)
    assert past.exit_code == 0
    assert "is in force from 2020-03-01" in past.output
    assert "That day has passed: what was decided since stays as it was" in past.output
    assert "has passed" not in publish("--effective", "2099-03-01", *ben).output
    assert kept(tiny_database) == {**before, "layer_version": before["layer_version"] + 1}


@pytest.mark.slow
def test_a_polygon_of_a_million_vertices_is_loaded(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tiny_copy(tmp_path)
    drawn(wheel(1_000_000))(folder)
    assert run(empty_database, monkeypatch, "city", "load", folder).exit_code == 0
    with empty_database.app.connect() as conn:
        pieces = conn.scalar(text("SELECT count(*) FROM cas.routing_piece WHERE layer_slug = 'parks'")) or 0
    assert pieces > 1_000_000 / 64
