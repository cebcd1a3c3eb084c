"""Fixtures for every room: see tests/fixtures/."""

import pytest
from hypothesis import settings

pytest_plugins = [
    "tests.fixtures.cluster",
    "tests.fixtures.database",
    "tests.fixtures.clock",
    "tests.fixtures.office",
    "tests.fixtures.bucket",
    "tests.fixtures.mail_server",
    "tests.fixtures.identity_provider",
]


settings.register_profile("long", max_examples=2000, deadline=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """How often the kill test kills; `make test-all` asks for more."""
    parser.addoption("--kills", type=int, default=12, help="kill -9 so many times under intake (default 12)")
