"""A small server that speaks clamd's INSTREAM over a real socket; it knows one signature."""

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.factories.pictures import EICAR


class _Session(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        line: socket.socket = self.request
        server: Any = self.server
        asked = _until_zero(line)
        if asked != b"zINSTREAM":
            line.sendall(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while size := struct.unpack("!L", _exactly(line, 4))[0]:
            content += _exactly(line, size)
        server.seen.append(len(content))
        if server.says is not None:
            line.sendall(server.says)
        elif EICAR in content:
            line.sendall(b"stream: Eicar-Signature FOUND\0")
        else:
            line.sendall(b"stream: OK\0")


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def clamd(*, at: Path | None = None, port: int = 0, says: bytes | None = None) -> Iterator[tuple[str, list[int]]]:
    """Its address, and the sizes of what it was given; `says` makes it answer that, whatever it was given."""
    server: Any = _Unix(str(at), _Session) if at else _Tcp(("127.0.0.1", port), _Session)
    server.says, server.seen = says, []
    address = f"unix://{at}" if at else f"tcp://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield address, server.seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _until_zero(line: socket.socket) -> bytes:
    said = b""
    while (byte := line.recv(1)) not in {b"", b"\0"}:
        said += byte
    return said


def _exactly(line: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size and (piece := line.recv(size - len(found))):
        found += piece
    return found
