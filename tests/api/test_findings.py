"""What contradicts itself in the layers, as GIS editors read it: a page by kind, and a layer to download."""

import pytest
from fastapi.testclient import TestClient
from shapely.geometry import shape
from sqlalchemy import text

from gis_cas.policy.access import Role
from tests.api.hands import said
from tests.api.test_locator_gaps import sign_in
from tests.fixtures.database import Database

HERE = "/gis/findings"
MANY = 60


@pytest.fixture
def editor(client: TestClient, database: Database) -> TestClient:
    sign_in(client, database, Role.GIS_EDITOR)
    return client


@pytest.fixture
def wrong(database: Database) -> None:
    """One segment and many points of the versions loaded last contradict something."""
    note = text("""
        INSERT INTO cas.locator_finding (layer_version_id, kind, feature_keys, sentence, geom)
        SELECT max(v.id), :kind, ARRAY['S1'], :said || n, ST_SetSRID(ST_MakePoint(-80.064, 26.5262), 4326)
          FROM cas.layer_version AS v JOIN cas.layer AS l ON l.slug = v.layer_slug,
               generate_series(1, :many) AS n
         WHERE l.locator = :layer GROUP BY n
    """)
    with database.app.begin() as conn:
        conn.execute(note, {"kind": "wrong parity", "said": "Elm St is wrong ", "layer": "streets", "many": 1})
        conn.execute(note, {"kind": "duplicate address", "said": "Twice ", "layer": "address_points", "many": MANY})


def test_layers_that_agree_have_an_empty_page(editor: TestClient, database: Database) -> None:
    with database.owner.connect() as conn:
        assert conn.execute(text("SELECT count(*) FROM cas.locator_finding")).scalar_one() == 0
    assert "agree with each other" in said(editor.get(HERE).text)
    assert editor.get(HERE + ".geojson").json() == {"type": "FeatureCollection", "features": []}


@pytest.mark.usefixtures("wrong")
def test_findings_are_listed_by_kind_and_page_by_page(editor: TestClient) -> None:
    first, second = (editor.get(HERE, params={"page": page}).text for page in (1, 2))
    assert first.count("Twice ") == 50
    assert second.count("Twice ") == MANY - 50
    assert "Elm St is wrong 1" in second
    parity = said(editor.get(HERE, params={"kind": "wrong parity"}).text)
    assert "Elm St is wrong 1" in parity
    assert "Twice" not in parity
    assert "26.52620, -80.06400" in parity
    assert "Nothing of this kind" in said(editor.get(HERE, params={"kind": "fishbone"}).text)
    assert editor.get(HERE, params={"kind": "nonsense"}).status_code == 400


@pytest.mark.usefixtures("wrong")
def test_the_layer_holds_every_finding_with_its_place(editor: TestClient) -> None:
    answer = editor.get(HERE + ".geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    features = answer.json()["features"]
    assert len(features) == MANY + 1
    assert {one["properties"]["kind"] for one in features} == {"wrong parity", "duplicate address"}
    assert shape(features[0]["geometry"]).coords[0] == (-80.064, 26.5262)


@pytest.mark.usefixtures("wrong")
def test_the_map_is_told_what_lies_in_its_box_with_the_numbers_of_the_list(editor: TestClient) -> None:
    box = {"bbox": "-80.07,26.52,-80.06,26.53"}
    everything = editor.get(HERE + "/features", params=box)
    assert everything.headers["content-type"] == "application/geo+json"
    features = everything.json()["features"]
    assert [one["properties"]["number"] for one in features] == list(range(1, MANY + 2))
    assert not everything.json()["more"]
    second = editor.get(HERE + "/features", params=box | {"page": 2}).json()["features"]
    assert [one["properties"]["number"] for one in second][: MANY - 49] == list(range(51, MANY + 2))
    (parity,) = editor.get(HERE + "/features", params=box | {"kind": "wrong parity"}).json()["features"]
    assert parity["properties"] == {
        "number": 1,
        "kind": "wrong parity",
        "sentence": "Elm St is wrong 1",
        "features": ["S1"],
        "spot": [-80.064, 26.5262],
    }
    assert editor.get(HERE + "/features", params={"bbox": "-80.2,26.5,-80.1,26.6"}).json()["features"] == []
    assert "bbox must be west,south,east,north" in said(editor.get(HERE + "/features").text)


@pytest.mark.usefixtures("wrong")
def test_a_map_takes_as_many_as_it_can_show_and_says_that_there_are_more(
    editor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gis_cas.api.gis.view_findings.ON_THE_MAP", 10)
    answer = editor.get(HERE + "/features", params={"bbox": "-80.07,26.52,-80.06,26.53"}).json()
    assert (len(answer["features"]), answer["more"]) == (10, True)


def test_a_clerk_is_refused(client: TestClient, database: Database) -> None:
    sign_in(client, database, Role.INTAKE_CLERK)
    assert client.get(HERE).status_code == 403
    assert client.get(HERE + ".geojson").status_code == 403
    assert client.get(HERE + "/features", params={"bbox": "-80.07,26.52,-80.06,26.53"}).status_code == 403
