"""Bytes in one body and the time they take, letters in one address."""

import asyncio
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from gis_cas.api import limits
from gis_cas.api.limits import BodyLimit, BodyRule
from gis_cas.api.problems import TooLarge, TooSlow


def _scope(
    *,
    client: str = "203.0.113.9",
    headers: dict[str, str] | None = None,
    method: str = "POST",
    path: str = "/api/v1/requests",
) -> dict[str, Any]:
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "scheme": "http",
        "server": ("testserver", 80),
        "client": (client, 1),
        "headers": [(name.encode(), value.encode()) for name, value in (headers or {}).items()],
        "state": {"request_id": "test"},
        "app": SimpleNamespace(state=SimpleNamespace()),
    }


class Caller:
    """One request: what it sends, what it was answered, how much of it was taken."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = chunks
        self.taken = 0
        self.status = 0

    async def receive(self) -> dict[str, Any]:
        chunk = next(self.chunks, b"")
        self.taken += len(chunk)
        return {"type": "http.request", "body": chunk, "more_body": bool(chunk)}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]


async def _takes_everything(_scope: Any, receive: Any, send: Any) -> None:
    while (await receive())["more_body"]:
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def test_ten_megabytes_that_are_announced_are_refused_unread() -> None:
    caller = Caller(iter([b"x" * 1000] * 10_000))
    app = BodyLimit(_takes_everything)
    asyncio.run(app(_scope(headers={"content-length": "10000000"}), caller.receive, caller.send))
    assert (caller.status, caller.taken) == (413, 0)


def test_ten_megabytes_that_just_come_are_refused_at_the_first_million() -> None:
    caller = Caller(iter([b"x" * 1000] * 10_000))
    app = BodyLimit(_takes_everything)
    with pytest.raises(TooLarge):
        asyncio.run(app(_scope(), caller.receive, caller.send))
    assert caller.taken <= limits.MOST_BYTES + 1000


def test_a_million_bytes_pass() -> None:
    caller = Caller(iter([b"x" * 1000] * 1000))
    asyncio.run(BodyLimit(_takes_everything)(_scope(), caller.receive, caller.send))
    assert caller.status == 200


FILES = BodyRule(path=r"/api/files/[0-9]+", most_bytes=5_000_000, multipart=True, sentence="Less, please.")


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [("/api/files/7", 5_000_000, 200), ("/api/files/7", 5_000_001, 413), ("/api/files/7/name", 1_000_001, 413)],
)
def test_a_door_with_a_row_of_its_own_takes_what_its_row_says(path: str, size: int, status: int) -> None:
    caller = Caller(iter([b"x" * 1000] * (size // 1000)))
    app = BodyLimit(_takes_everything, rules=[FILES])
    asyncio.run(app(_scope(path=path, headers={"content-length": str(size)}), caller.receive, caller.send))
    assert caller.status == status


@pytest.mark.parametrize(("path", "status"), [("/api/files/7", 200), ("/api/report", 415), ("/api/files/7/name", 415)])
def test_a_form_with_files_is_read_only_where_its_row_allows_it(path: str, status: int) -> None:
    caller = Caller(iter([b"x" * 1000]))
    app = BodyLimit(_takes_everything, rules=[FILES])
    headers = {"content-type": "Multipart/Form-Data; boundary=b"}
    asyncio.run(app(_scope(path=path, headers=headers), caller.receive, caller.send))
    assert caller.status == status


def test_a_body_that_comes_byte_by_byte_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COMES_WITHIN_S", 0.2)

    async def dribble() -> dict[str, Any]:
        await asyncio.sleep(0.05)
        return {"type": "http.request", "body": b"x", "more_body": True}

    app = BodyLimit(_takes_everything, rules=[BodyRule(path="/.*", most_bytes=100, sentence="Less.")])
    with pytest.raises(TooSlow):
        asyncio.run(app(_scope(), dribble, Caller(iter([])).send))


def test_a_caller_who_waits_for_a_slow_answer_is_not_hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COMES_WITHIN_S", 0.05)
    caller = Caller(iter([b"all of it"]))

    async def slow(_scope: Any, receive: Any, send: Any) -> None:
        while (await receive())["more_body"]:
            pass
        await asyncio.sleep(0.1)
        assert (await receive())["body"] == b""
        await send({"type": "http.response.start", "status": 200, "headers": []})

    asyncio.run(BodyLimit(slow)(_scope(), caller.receive, caller.send))
    assert caller.status == 200


def test_an_address_has_an_end() -> None:
    caller = Caller(iter([]))
    asyncio.run(BodyLimit(_takes_everything)(_scope(path="/api/" + "x" * 9000), caller.receive, caller.send))
    assert caller.status == 414
