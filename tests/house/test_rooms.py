"""The house keeps its shape: rooms, sizes, who may speak SQL, who may read the clock or the environment."""

import ast
import re

from tests.house.tree import ROOT, is_door, product_modules, read, tracked

TOP_LEVEL = {"gis_cas", "layers", "map_ui", "migrations", "tests", "docs", "deploy", ".ci"}
FORBIDDEN_NAMES = {"utils", "helpers", "core", "common", "crud", "base", "manager"}


def test_the_top_level_is_the_agreed_one() -> None:
    folders = {name.split("/")[0] for name in tracked("") if "/" in name}
    assert folders <= TOP_LEVEL


def test_no_room_is_a_drawer_for_odds_and_ends() -> None:
    stems = {part for name in product_modules() for part in name.removesuffix(".py").split("/")}
    assert not stems & FORBIDDEN_NAMES


def test_modules_stay_small() -> None:
    ours = set(product_modules())
    lines = {name: len(read(name).splitlines()) for name in tracked(".py") if not name.startswith("migrations/")}
    assert {name: long for name, long in lines.items() if long > (250 if name in ours else 400)} == {}


SQL = re.compile(r"^\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH) [^\n]*\b(FROM|INTO|SET|AS|VALUES)\b", re.MULTILINE)


def test_only_the_store_speaks_sql() -> None:
    strings = [
        (name, node.value)
        for name in product_modules()
        if not name.startswith("gis_cas/store/")
        for node in ast.walk(ast.parse(read(name)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value)
    ]
    assert strings == []


PRESENT = re.compile(r"\bdatetime\.(now|utcnow|today)\(|\bdate\.today\(|\btime\.time\(")


ENVIRONMENT = re.compile(r"os\.environ(?:\.get|\[)|os\.getenv")


def test_only_doors_read_the_present_time() -> None:
    assert [name for name in product_modules() if not is_door(name) and PRESENT.search(read(name))] == []


def test_only_settings_reads_the_environment() -> None:
    elsewhere = {name: read(name) for name in product_modules() if not name.startswith("gis_cas/settings/")}
    reads = [name for name, text in elsewhere.items() if ENVIRONMENT.search(text) and "# environment:" not in text]
    assert reads == [], "state the reason on the line as `# environment: why`"


def test_every_sql_file_has_its_header() -> None:
    for path in (ROOT / "gis_cas/store").rglob("*.sql"):
        head = path.read_text(encoding="utf-8")[:2000].lower()
        for word in ("purpose", "binds", "crs", "index"):
            assert word in head, f"{path.name}: the header names its {word}"
