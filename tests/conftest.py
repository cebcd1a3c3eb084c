"""Fixtures for every room: see tests/fixtures/."""

from importlib.util import find_spec

pytest_plugins = [
    name
    for name in ("tests.fixtures.cluster", "tests.fixtures.database", "tests.fixtures.clock")
    if find_spec(name) is not None
]
