"""Fixtures for every room: see tests/fixtures/."""

from importlib.util import find_spec

import pytest

pytest_plugins = [
    name
    for name in ("tests.fixtures.cluster", "tests.fixtures.database", "tests.fixtures.clock", "tests.fixtures.office")
    if find_spec(name) is not None
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """How often the kill test kills; `make test-all` asks for more."""
    parser.addoption("--kills", type=int, default=12, help="kill -9 so many times under intake (default 12)")
