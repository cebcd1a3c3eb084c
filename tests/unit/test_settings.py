"""Settings: the environment, its defaults, what is refused, and the table in the documentation."""

import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from pydantic_settings import BaseSettings

from gis_cas import settings as settings_package
from gis_cas.errors import Misconfigured
from gis_cas.settings import CHECKOUT, default_data_dir, load_settings

CLASSES: tuple[type[BaseSettings], ...] = tuple(
    kind for kind in vars(settings_package).values() if isinstance(kind, type) and issubclass(kind, BaseSettings)
)
GOOD_KEY = "k3Jd8-2mWq9_xLpZ7vTn4RbYc6Hs1GfA"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("GIS_CAS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIS_CAS_DATA_DIR", str(tmp_path / "data"))


def variables() -> dict[str, Any]:
    """Every variable the code reads, with its default as the table writes it."""
    found = {}
    for kind in CLASSES:
        for name, field in kind.model_fields.items():
            if isinstance(field.annotation, type) and issubclass(field.annotation, BaseSettings):
                continue
            variable = f"{kind.model_config['env_prefix']}{name}".upper()
            found[variable] = field
    return found


def test_the_table_in_the_documentation_names_every_setting_with_its_sentence_and_default() -> None:
    table = {}
    for line in (CHECKOUT / "docs" / "settings.md").read_text(encoding="utf-8").splitlines():
        row = re.match(r"\| `(GIS_CAS_[A-Z_]+)` \| (.*?) \| (.*) \|$", line)
        if row:
            table[row[1]] = (row[2], row[3])
    code = variables()
    assert sorted(table) == sorted(code)
    for variable, field in code.items():
        default, sentence = table[variable]
        assert sentence == field.description
        if field.default_factory is None and variable != "GIS_CAS_CITY_FOLDER":
            expected = (
                ""
                if field.default is None
                else f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"
            )
            assert default == expected


def test_every_setting_has_one_sentence() -> None:
    for variable, field in variables().items():
        assert field.description, variable
        assert field.description.endswith("."), variable


def test_each_variable_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {
        "GIS_CAS_HOST": "0.0.0.0",  # noqa: S104 - read, not bound
        "GIS_CAS_PORT": "9001",
        "GIS_CAS_DEMO": "1",
        "GIS_CAS_SITE_URL": "https://requests.example.gov/",
        "GIS_CAS_DATABASE_POOL_SIZE": "3",
        "GIS_CAS_LOG_LEVEL": "DEBUG",
        "GIS_CAS_MAIL_SENDER": "requests@example.gov",
        "XDG_RUNTIME_DIR": str(tmp_path),
    }.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert (settings.port, settings.demo, settings.database.pool_size) == (9001, True, 3)
    assert settings.address == "https://requests.example.gov"
    assert settings.local_address == "http://127.0.0.1:9001"
    assert settings.log.level == "DEBUG"
    assert settings.mail.sender == "requests@example.gov"
    assert settings.runtime_dir == tmp_path
    assert settings.database.embedded


@pytest.mark.parametrize(
    ("variable", "value", "names"),
    [
        ("GIS_CAS_PORT", "eighty", "port"),
        ("GIS_CAS_PORT", "70000", "port"),
        ("GIS_CAS_DEMO", "perhaps", "demo"),
        ("GIS_CAS_TRUSTED_PROXY", "anyone", "trusted_proxy"),
        ("GIS_CAS_DATABASE_URL", "postgresql://db.example/gis_cas", "GIS_CAS_DATABASE_OWNER_URL"),
        ("GIS_CAS_DATABASE_OWNER_URL", "postgresql://db.example/gis_cas", "GIS_CAS_DATABASE_URL"),
        ("GIS_CAS_LOG_LEVEL", "LOUD", "level"),
        ("GIS_CAS_ATTACHMENT_CLAMD", "localhost:3310", "clamd"),
        ("GIS_CAS_ATTACHMENT_MOST_BYTES", "100000000", "most_bytes times most_files"),
        ("GIS_CAS_ATTACHMENT_ENDPOINT", "https://s3.example.gov", "GIS_CAS_ATTACHMENT_BUCKET"),
        ("GIS_CAS_ATTACHMENT_ACCESS_KEY", "one", "GIS_CAS_ATTACHMENT_BUCKET"),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence_that_names_it(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, names: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(Misconfigured) as refused:
        load_settings()
    assert names in refused.value.message
    assert "Traceback" not in refused.value.message


def test_a_server_of_ones_own_leaves_no_private_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "OWNER_URL", "PUBLIC_URL"):
        monkeypatch.setenv(f"GIS_CAS_DATABASE_{name}", "postgresql://role@db.example/gis_cas")
    settings = load_settings()
    assert not settings.database.embedded
    assert settings.environment()["GIS_CAS_DATABASE_OWNER_URL"] == "postgresql://role@db.example/gis_cas"


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIS_CAS_PORT", "")
    monkeypatch.setenv("GIS_CAS_DATABASE_URL", "")
    assert load_settings().port == 8000
    assert load_settings().database.embedded


def test_without_demonstration_a_signing_key_is_required() -> None:
    with pytest.raises(Misconfigured, match="GIS_CAS_SECRET_KEY is not set"):
        load_settings().signing_key()


@pytest.mark.parametrize("key", ["change-me", "short", "a" * 40, "gis_cas", "abababababababababababababababababab"])
@pytest.mark.parametrize("demo", [True, False])
def test_secrets_that_everybody_knows_refuse_to_start(key: str, demo: bool) -> None:  # noqa: FBT001 - a test's parameter
    with pytest.raises(Misconfigured, match="random characters"):
        load_settings(secret_key=SecretStr(key), demo=demo).signing_key()


def test_a_good_key_is_used_and_never_shown() -> None:
    settings = load_settings(secret_key=SecretStr(GOOD_KEY))
    assert settings.signing_key() == GOOD_KEY
    assert GOOD_KEY not in repr(settings)


def test_a_demonstration_makes_its_own_key_and_keeps_it_to_itself() -> None:
    settings = load_settings(demo=True)
    key = settings.signing_key()
    assert len(key) >= 32
    assert load_settings(demo=True).signing_key() == key
    kept = settings.data_dir / "secret_key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.data_dir.stat().st_mode) == (0o711 if os.geteuid() == 0 else 0o700)


def test_two_checkouts_have_two_data_folders_and_one_keeps_its_own() -> None:
    one, two = Path("/srv/one"), Path("/srv/two")
    assert default_data_dir(checkout=one) == default_data_dir(checkout=one)
    assert default_data_dir(checkout=one) != default_data_dir(checkout=two)


def test_data_lie_in_the_home_of_a_user_and_where_the_server_reaches_them_for_root(tmp_path: Path) -> None:
    assert default_data_dir(home=tmp_path).parent == tmp_path / ".local" / "share" / "gis-cas"
    if os.geteuid() == 0:
        assert default_data_dir().parent == Path("/var/lib/gis-cas")


def test_only_make_run_turns_the_demonstration_on() -> None:
    lines = [
        line for line in (CHECKOUT / "Makefile").read_text(encoding="utf-8").splitlines() if "GIS_CAS_DEMO" in line
    ]
    assert lines == ["\t@GIS_CAS_DEMO=1 exec $(VENV_PYTHON) -m gis_cas.cli run"]
    assert not load_settings().demo
