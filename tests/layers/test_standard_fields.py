"""Street layers in the fields of TIGER/Line ADDRFEAT and of NENA are read by a manifest alone."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from layers.seed import seed
from tests.fixtures.database import SEEDED_AT, Database
from tests.layers.tiny import tiny_copy

PARITIES = {True: "O", False: "E"}


def tiger(own: dict[str, Any]) -> dict[str, Any]:
    return {
        "TLID": own["segment_id"],
        "FULLNAME": own["name"],
        "LFROMHN": str(own["from_left"]),
        "LTOHN": f"{own['to_left']}-A",
        "RFROMHN": str(own["from_right"]),
        "RTOHN": str(own["to_right"]),
        "PARITYL": PARITIES[own["from_left"] % 2 == 1],
        "PARITYR": PARITIES[own["from_right"] % 2 == 1],
        "ZIPL": own["zip"],
    }


def nena(own: dict[str, Any]) -> dict[str, Any]:
    before, name, kind = [None, *own["name"].split()][-3:]
    return {
        "NGUID_RDCL": own["segment_id"],
        "St_PreDir": before,
        "St_Name": name,
        "St_PosTyp": kind,
        "FromAddr_L": own["from_left"],
        "ToAddr_L": own["to_left"],
        "FromAddr_R": own["from_right"],
        "ToAddr_R": own["to_right"],
        "Parity_L": PARITIES[own["from_left"] % 2 == 1],
        "Parity_R": PARITIES[own["from_right"] % 2 == 1],
        "PostCode_L": own["zip"],
    }


TIGER = """key = "TLID"
name_column = "FULLNAME"

[columns]
from_left = "LFROMHN"
to_left = "LTOHN"
from_right = "RFROMHN"
to_right = "RTOHN"
parity_left = "PARITYL"
parity_right = "PARITYR"
zip = "ZIPL"
"""
NENA = """key = "NGUID_RDCL"
name_column = "St_PreDir + St_Name + St_PosTyp"

[columns]
from_left = "FromAddr_L"
to_left = "ToAddr_L"
from_right = "FromAddr_R"
to_right = "ToAddr_R"
parity_left = "Parity_L"
parity_right = "Parity_R"
zip = "PostCode_L"
"""


@pytest.mark.parametrize(("made", "fields"), [(tiger, TIGER), (nena, NENA)])
def test_the_standards_fields_give_the_same_streets(
    tiny_database: Database, empty_database: Database, tmp_path: Path, made: Any, fields: str
) -> None:
    folder = tiny_copy(tmp_path)
    data = folder / "data" / "streets.geojson"
    collection = json.loads(data.read_text(encoding="utf-8"))
    for feature in collection["features"]:
        feature["properties"] = made(feature["properties"])
    data.write_text(json.dumps(collection), encoding="utf-8")
    manifest = folder / "manifests" / "streets.toml"
    kept = [
        line
        for line in manifest.read_text(encoding="utf-8").partition("[columns]")[0].splitlines()
        if not line.startswith(("key", "name_column", "owner_column"))
    ]
    manifest.write_text("\n".join([*kept, 'owner = "town"', "half_width_ft = 30.0", fields]), encoding="utf-8")

    with empty_database.app.begin() as connection:
        seed(connection, folder=folder, now=SEEDED_AT)

    query = text("""SELECT segment_key, name, from_left, to_left, from_right, to_right, zip FROM cas.locator_street
                     WHERE until IS NULL ORDER BY segment_key""")
    with tiny_database.app.connect() as ours, empty_database.app.connect() as theirs:
        assert theirs.execute(query).all() == ours.execute(query).all()
        assert set(theirs.scalars(text("SELECT parity_left FROM cas.locator_street"))) <= {"odd", "even"}
