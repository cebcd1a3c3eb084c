"""A provider that hangs, trickles, floods or babbles takes nobody's time but a little of its own."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from gis_cas.accounts.identity_provider.wire import AT_ONCE, MOST_BYTES, Wire
from gis_cas.errors import DirectoryUnavailable

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"


@contextmanager
def serving(behave: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of a server that behaves so towards everybody who connects."""
    listening = socket.create_server(("127.0.0.1", 0))

    def each(client: socket.socket) -> None:
        with client, suppress(OSError):
            client.recv(65536)
            behave(client)

    def all_of_them() -> None:
        with suppress(OSError):
            while True:
                client, _ = listening.accept()
                threading.Thread(target=each, args=(client,), daemon=True).start()

    threading.Thread(target=all_of_them, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        listening.close()


def hang(client: socket.socket) -> None:
    client.recv(1)


def trickle(client: socket.socket) -> None:
    client.sendall(HEAD)
    while True:
        client.sendall(b" ")
        time.sleep(0.05)


def flood(client: socket.socket) -> None:
    client.sendall(HEAD + b"[" + b"0," * MOST_BYTES)


def babble(client: socket.socket) -> None:
    client.sendall(HEAD + b"<html>not here</html>")


def fail(client: socket.socket) -> None:
    client.sendall(HEAD.replace(b"200 OK", b"502 Bad Gateway") + b"{}")


def send_elsewhere(client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 2\r\n\r\n{}")


@pytest.mark.parametrize("behave", [hang, trickle, flood, babble, fail, send_elsewhere])
def test_what_is_no_answer_in_time_is_no_answer(behave: Callable[[socket.socket], None]) -> None:
    wire = Wire(silence_s=0.3, deadline_s=0.5)
    with serving(behave) as address:
        began = time.monotonic()
        with pytest.raises(DirectoryUnavailable):
            wire.get(address)
        assert time.monotonic() - began < 2.0
    wire.close()


def test_many_who_wait_for_a_provider_that_hangs_are_soon_sent_on() -> None:
    wire = Wire(silence_s=1.5, deadline_s=1.5)
    waits: list[float] = []

    def sign_in(address: str) -> None:
        began = time.monotonic()
        with pytest.raises(DirectoryUnavailable):
            wire.get(address)
        waits.append(time.monotonic() - began)

    with serving(hang) as address:
        people = [threading.Thread(target=sign_in, args=(address,)) for _ in range(20)]
        for one in people:
            one.start()
        for one in people:
            one.join(timeout=10)
    wire.close()
    assert len(waits) == 20
    assert sum(wait > 1.2 for wait in waits) == AT_ONCE, "only so many threads wait for the provider at once"


def test_an_address_without_tls_is_not_asked() -> None:
    wire = Wire()
    with pytest.raises(DirectoryUnavailable):
        wire.get("http://login.example.gov/")
    wire.close()
