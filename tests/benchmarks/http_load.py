"""A closed-loop HTTP/1.1 load of a fixed number of clients, light enough not to be the bottleneck."""

import asyncio
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadResult:
    """Answers per second, latencies in milliseconds, and how many answers were not as expected."""

    per_second: float
    p50_ms: float
    p99_ms: float
    failures: int


def get(path: str) -> bytes:
    """A GET request as bytes."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n".encode()


def post(path: str, body: bytes, *, headers: str = "") -> bytes:
    """A POST request of a JSON body as bytes."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{headers}"
    head += f"Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def load(
    *,
    port: int,
    next_request: Callable[[], bytes],
    clients: int = 16,
    seconds: float = 6.0,
    right: bytes = b"2",
) -> LoadResult:
    """Run the load against 127.0.0.1 and measure; the first second is warm-up and not counted.

    right: how the status of a right answer begins.
    """
    return asyncio.run(_load(port, next_request, clients, seconds, right))


async def _load(port: int, next_request: Callable[[], bytes], clients: int, seconds: float, right: bytes) -> LoadResult:
    begin = time.perf_counter() + 1.0
    end = begin + seconds
    spans: list[float] = []
    failures = 0

    async def client() -> None:
        nonlocal failures
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (now := time.perf_counter()) < end:
            writer.write(next_request())
            status = await _answer(reader)
            if now >= begin:
                spans.append(time.perf_counter() - now)
                failures += not status.startswith(right)
        writer.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    cuts = statistics.quantiles(spans, n=100)
    return LoadResult(
        per_second=len(spans) / seconds, p50_ms=cuts[49] * 1000, p99_ms=cuts[98] * 1000, failures=failures
    )


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    lowered = head.lower()
    start = lowered.find(b"content-length:")
    if start >= 0:
        length = int(lowered[start + 15 : lowered.index(b"\r", start)])
        await reader.readexactly(length)
    else:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readexactly(2)
    return head.split(b" ", 2)[1]
