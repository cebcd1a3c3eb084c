"""Ways to spoil a city's folder, each with where it is to be named and in which words."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
from shapely.geometry import Polygon, box

from tests.layers.tiny import change

Spoil = Callable[[Path], None]


RULES, SERVICES = "responsibility.toml", "services.toml"
GREEN = [(1405234, 435559), (1405234, 435959), (1404634, 435959), (1404634, 435559)]
"""The town's one park, in EPSG:2285."""


def edited(file: str, old: str, new: str) -> Spoil:
    return lambda folder: change(folder / file, old, new)


def written(file: str, words: str) -> Spoil:
    def spoil(folder: Path) -> None:
        (folder / file).write_text(words, encoding="utf-8")

    return spoil


def shaped(layer: str, geometry: Any, feature: int = 0) -> Spoil:
    """The layer's feature with another geometry."""

    def spoil(folder: Path) -> None:
        path = folder / "data" / f"{layer}.geojson"
        document = json.loads(path.read_text(encoding="utf-8"))
        document["features"][feature]["geometry"] = geometry
        path.write_text(json.dumps(document), encoding="utf-8")

    return spoil


def ring(*points: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(point) for point in (*points, points[0])]]}


def drawn(*shapes: Any, crs: int = 2285) -> Spoil:
    """The parks as a GeoPackage, which holds what GeoJSON cannot."""

    def spoil(folder: Path) -> None:
        keys = [f"P{number}" for number in range(1, len(shapes) + 1)]
        frame = gpd.GeoDataFrame({"park_id": keys, "name": keys}, geometry=list(shapes), crs=crs)
        frame.to_file(folder / "data" / "parks.gpkg", driver="GPKG")
        change(folder / "manifests/parks.toml", "parks.geojson", "parks.gpkg")

    return spoil


def not_a_number() -> Any:
    with np.errstate(invalid="ignore"):
        return Polygon([(1405234, 435559), (1405234, float("nan")), (1404634, 435959)])


def wheel(vertices: int) -> Polygon:
    """A round park of that many vertices."""
    turn = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    return Polygon(np.column_stack([1_405_000 + 300 * np.cos(turn), 435_600 + 300 * np.sin(turn)]))


def rule(**fields: str) -> Spoil:
    """One more rule at the end."""
    given = {"id": '"more"', "relation": '"within"', "layer": '"parks"', "owner": '"department"', "reason": '"So."'}
    lines = "".join(f"{name} = {value}\n" for name, value in (given | fields).items())

    def spoil(folder: Path) -> None:
        with (folder / RULES).open("a", encoding="utf-8") as file:
            file.write(f"\n[[rule]]\n{lines}")

    return spoil


def question(toml: str) -> Spoil:
    return edited(SERVICES, 'code = "pothole"', f'code = "pothole"\nquestions = [{toml}]')


ASKED = '{ code = "deep", text = "How deep?", options = { yes = "Deep", no = "Flat" } }'

FAULTS: dict[str, tuple[Spoil, str, str]] = {
    "self-crossing ring": (
        shaped("districts", ring((-121.82, 48.18), (-121.80, 48.22), (-121.80, 48.18), (-121.82, 48.22))),
        "layer districts, feature 1",
        "Its outline is not valid (Self-intersection",
    ),
    "not a number": (
        drawn(not_a_number()),
        "layer parks, feature P1",
        "It has a coordinate that is not a number",
    ),
    "not a number in GeoJSON": (
        edited("data/parks.geojson", "1405234.0", "NaN"),
        "layer parks, feature P1",
        "It has no geometry that can be read",
    ),
    "not a number in a line": (
        shaped("streets", {"type": "LineString", "coordinates": [[float("nan"), 48.2], [-121.8, 48.2]]}),
        "layer streets, feature S1",
        "a coordinate that is not a number",
    ),
    "no geometry": (shaped("parks", None), "layer parks, feature P1", "It has no geometry"),
    "empty geometry": (drawn(Polygon(GREEN), Polygon()), "layer parks, feature P2", "It has no geometry"),
    "empty layer": (drawn(), "layer parks", "data/parks.gpkg holds no features"),
    "no layer": (written("data/parks.geojson", "P1"), "manifests/parks.toml", "cannot be read as geographic data"),
    "another CRS than promised": (
        edited("manifests/parks.toml", "EPSG:2285", "EPSG:2286"),
        "manifests/parks.toml",
        "The manifest says EPSG:2286, the file says EPSG:2285",
    ),
    "no such CRS": (
        edited("manifests/parks.toml", "EPSG:2285", "EPSG:999999"),
        "manifests/parks.toml",
        "not a known CRS",
    ),
    "a CRS without a way to degrees": (
        drawn(box(560000, 5338000, 560100, 5338100), crs=32610),
        "manifests/parks.toml",
        "The manifest says EPSG:2285, the file says EPSG:32610",
    ),
    "degrees among feet": (
        drawn(Polygon(GREEN), box(-121.81, 48.19, -121.80, 48.2)),
        "layer parks, feature P2",
        "look like degrees, where the layer is in EPSG:2285",
    ),
    "feet among degrees": (
        shaped("municipalities", ring(*GREEN), feature=1),
        "layer municipalities, feature M2",
        "are no degrees: it is in another CRS",
    ),
    "swapped degrees": (
        shaped("districts", ring((48.18, -121.82), (48.22, -121.82), (48.22, -121.8), (48.18, -121.8))),
        "layer districts, feature 1",
        "Latitude and longitude look swapped",
    ),
    "swapped feet": (
        drawn(Polygon([(y, x) for x, y in GREEN])),
        "layer parks, feature P1",
        "Its coordinates look swapped: EPSG:2285 is read easting first",
    ),
    "somewhere else": (
        shaped("districts", ring((2.1, 48.8), (2.2, 48.8), (2.2, 48.9))),
        "layer districts, feature 1",
        "far outside the city's surroundings",
    ),
    "too many vertices": (
        drawn(
            Polygon(np.column_stack([f(np.linspace(0, 6.28, 2_000_001)) * 300 for f in (np.cos, np.sin)]) + GREEN[0])
        ),
        "layer parks, feature P1",
        "more than 2,000,000 vertices",
    ),
    "no accuracy": (
        edited("manifests/parks.toml", "accuracy_ft = 5.0\n", ""),
        "manifests/parks.toml, accuracy_ft",
        "A number of at least 0 is needed, such as 10; found nothing",
    ),
    "accuracy below nothing": (
        edited("manifests/parks.toml", "accuracy_ft = 5.0", "accuracy_ft = -1"),
        "manifests/parks.toml, accuracy_ft",
        "at least 0",
    ),
    "accuracy that is no number": (
        edited("manifests/parks.toml", "accuracy_ft = 5.0", "accuracy_ft = nan"),
        "manifests/parks.toml, accuracy_ft",
        "at least 0",
    ),
    "a name with a character that is none": (
        edited("departments.csv", "Streets", "Str\x07eets"),
        "departments.csv, line 3 (streets)",
        "cannot be printed",
    ),
    "a service's name with a character that is none": (
        edited(SERVICES, 'name = "', 'name = "\\u0000'),
        f"{SERVICES}, service 1 (pothole), name",
        "cannot be printed",
    ),
    "a rule over no layer": (rule(layer='"park"'), f"{RULES}, rule 7 (more), layer", "Did you mean 'parks'?"),
    "a rule for no service": (
        rule(services='["potholes"]'),
        f"{RULES}, rule 7 (more), services",
        "Did you mean 'pothole'?",
    ),
    "a rule for no owner": (rule(owner='"agency:state"'), f"{RULES}, rule 7 (more), owner", "'state' is not on file"),
    "two rules with one name": (rule(id='"park"'), f"{RULES}, rule 7 (park), id", "stands here a second time"),
    "a rule behind one that holds wherever it would": (
        rule(owner='"agency:state-roads"', layer='"municipalities"', where='{ owner = ["town"] }'),
        f"{RULES}, rule 7 (more), id",
        "It can never be reached: before it, rule 'inside' holds wherever it would",
    ),
    "a rule behind one that always holds": (
        rule(services='["question"]'),
        f"{RULES}, rule 7 (more), id",
        "It can never be reached: before it, rule 'questions' always holds",
    ),
    "a rule whose days are out of order": (
        rule(valid_from="2026-07-01", valid_until="2026-06-01"),
        f"{RULES}, rule 7 (more), valid_until",
        "The rule would end on 2026-06-01, before it begins on 2026-07-01",
    ),
    "a day that is text": (
        rule(valid_from='"July"'),
        f"{RULES}, rule 7 (more), valid_from",
        "A date is needed, written 2026-01-31 without quotation marks",
    ),
    "a season that is none": (
        rule(season='["03-01", "02-30"]'),
        f"{RULES}, rule 7 (more), season",
        "Its first and last day are needed",
    ),
    "a rule that waits for an answer nobody gives": (
        rule(answers='{ deep = ["yes"] }', services='["pothole"]'),
        f"{RULES}, rule 7 (more), answers",
        "The service 'pothole' has no question 'deep'. It asks none.",
    ),
    "a rule that names who leads beside itself": (
        rule(beside="true"),
        f"{RULES}, rule 7 (more), owner",
        "names another body than the department that leads",
    ),
    "a question without a choice": (
        question('{ code = "deep", text = "How deep?", options = { yes = "Deep" } }'),
        f"{SERVICES}, service 1 (pothole), questions 1 (deep), options",
        "From 2 to 6 answers are needed",
    ),
    "a question that offers what is always offered": (
        question('{ code = "deep", text = "How deep?", options = { yes = "Deep", unsure = "?" } }'),
        f"{SERVICES}, service 1 (pothole), questions 1 (deep), [options], unsure",
        "leave it out",
    ),
    "a question that is the program's own": (
        question(ASKED.replace("deep", "which_side")),
        f"{SERVICES}, service 1 (pothole), questions 1 (which_side), code",
        "choose another code",
    ),
    "two questions of one code": (
        question(f"{ASKED}, {ASKED}"),
        f"{SERVICES}, service 1 (pothole), questions 2 (deep), code",
        "a second time",
    ),
    "more questions than anybody answers": (
        question(", ".join(ASKED.replace("deep", f"deep{number}") for number in range(4))),
        f"{SERVICES}, service 1 (pothole), questions",
        "3 questions at most",
    ),
    "no TOML": (edited(RULES, "[[rule]]", "[[rule]"), RULES, "This is not valid TOML"),
    "a day that the calendar does not have": (
        edited("manifests/parks.toml", "2026-01-01", "2026-02-30"),
        "manifests/parks.toml",
        "This is not valid TOML",
    ),
}
