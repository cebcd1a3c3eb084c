"""Only our own names."""

import pytest

from gis_cas.api.hosts import AllowedHosts, host_name
from gis_cas.settings import Settings


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("CAS.example.gov", "cas.example.gov"),
        ("cas.example.gov.:8000", "cas.example.gov"),
        ("[::1]:8000", "::1"),
        ("127.0.0.1:8000", "127.0.0.1"),
        ("", ""),
    ],
)
def test_the_name_is_read_without_port_and_case(stated: str, name: str) -> None:
    assert host_name(stated) == name


@pytest.mark.parametrize(
    ("given", "hosts"),
    [
        ({}, {"127.0.0.1"}),
        ({"site_url": "https://CAS.example.gov/x"}, {"cas.example.gov"}),
        ({"site_url": "https://a.gov", "allowed_hosts": "b.gov, C.gov"}, {"a.gov", "b.gov", "c.gov"}),
        ({"host": "0.0.0.0"}, None),  # noqa: S104 - as an operator may set it
        ({"host": "0.0.0.0", "site_url": "https://a.gov"}, {"a.gov"}),  # noqa: S104 - likewise
    ],
)
def test_the_settings_say_which_names_are_ours(given: dict[str, str], hosts: set[str] | None) -> None:
    assert Settings(**given).hosts() == hosts  # type: ignore[arg-type] # each row its own settings


def test_this_machines_own_names_are_always_ours() -> None:
    ours = AllowedHosts(lambda *_: None, hosts=["cas.example.gov"])  # type: ignore[arg-type] # never called
    found = {name: ours._is_ours(name) for name in ("localhost", "127.0.0.1", "::1", "cas.example.gov", "evil.example")}  # noqa: SLF001 - the rule itself
    assert [name for name, is_ours in found.items() if not is_ours] == ["evil.example"]
