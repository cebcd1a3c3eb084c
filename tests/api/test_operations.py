"""Alive, ready, counted."""

from fastapi.testclient import TestClient


def test_the_process_says_it_is_alive(client: TestClient) -> None:
    assert client.get("/healthz").text == "ok\n"


def test_ready_when_the_database_holds_a_city(client: TestClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "missing": {}})
