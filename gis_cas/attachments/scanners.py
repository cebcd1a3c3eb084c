"""Asking a virus scanner: clamd's own protocol (INSTREAM) over TCP or a socket file."""

import re
import socket
import struct
from typing import IO, Protocol
from urllib.parse import urlsplit

from gis_cas.domain.attachment import Scan
from gis_cas.errors import Unavailable

_CHUNK = 1 << 16
_LONGEST_ANSWER = 4096
_FOUND = re.compile(r"^stream: .+ FOUND$")
CONNECT_S = 3.0
ANSWER_S = 60.0


class ScannerAway(Unavailable):
    """A scanner is set up and does not answer; what should be scanned waits."""


class Scanner(Protocol):
    """Says whether a file holds something harmful."""

    def scan(self, file: IO[bytes]) -> Scan:
        """What it found; raises ScannerAway."""


class NoScanner:
    """None is set up: every file is noted as not scanned."""

    def scan(self, file: IO[bytes]) -> Scan:  # noqa: ARG002 - nobody looks
        """Not scanned."""
        return Scan.NOT_SCANNED


class Clamd:
    """A clamd at `tcp://host:port` or `unix:///path/to/socket`."""

    def __init__(self, address: str) -> None:
        self._address = urlsplit(address)

    def scan(self, file: IO[bytes]) -> Scan:
        """Stream the file to it and read its verdict."""
        try:
            with self._connect() as line:
                line.settimeout(ANSWER_S)
                line.sendall(b"zINSTREAM\0")
                file.seek(0)
                while chunk := file.read(_CHUNK):
                    line.sendall(struct.pack("!L", len(chunk)) + chunk)
                line.sendall(struct.pack("!L", 0))
                answer = _answer(line)
        except OSError as error:
            raise ScannerAway("The virus scanner does not answer.") from error
        if answer == "stream: OK":
            return Scan.CLEAN
        if _FOUND.fullmatch(answer):
            return Scan.FOUND
        raise ScannerAway("The virus scanner did not finish.")

    def _connect(self) -> socket.socket:
        if self._address.scheme == "unix":
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(CONNECT_S)
            try:
                line.connect(self._address.path)
            except OSError:
                line.close()
                raise
            return line
        return socket.create_connection((self._address.hostname, self._address.port or 3310), timeout=CONNECT_S)


def _answer(line: socket.socket) -> str:
    """The text up to its closing zero byte."""
    said = b""
    while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER:
        piece = line.recv(_LONGEST_ANSWER)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
