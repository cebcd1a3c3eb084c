"""Every public page is there, carries its headers, and works without a script."""

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize("path", ["/", "/report", "/map", "/requests", "/find", "/staff/login"])
def test_a_page_answers(reader: TestClient, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    assert "<h1" in answer.text
