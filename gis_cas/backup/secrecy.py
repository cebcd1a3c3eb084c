"""Encryption with a passphrase, in the format of `age`: constant memory, and readable without this program.

An encrypted backup is a tar of two parts. `identity.age` is a key made for this backup alone, locked with the
passphrase; `backup.tar.age` is the backup, locked to that key:

    tar -xf FILE && age -d -o key identity.age && age -d -i key backup.tar.age | tar -x
"""

import io
import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

import pyrage

from gis_cas.backup.archive import MANIFEST
from gis_cas.errors import BackupFailed

SHORTEST_PASSPHRASE = 12
_IDENTITY, _LOCKED = "identity.age", "backup.tar.age"
_BLOCK = tarfile.BLOCKSIZE
_NO_BACKUP = "This file is not a backup of gis_cas."
_DAMAGED = "This backup was damaged, or it is not whole: it cannot be decrypted to its end."


@contextmanager
def locked(file: IO[bytes], passphrase: str | None) -> Iterator[IO[bytes]]:
    """A stream whose bytes end in `file`, encrypted when there is a passphrase; whole when the block ends well."""
    if passphrase is None:
        yield file
        return
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BackupFailed(f"A passphrase needs {SHORTEST_PASSPHRASE} characters or more; five random words are good.")
    identity = pyrage.x25519.Identity.generate()
    wrapped = pyrage.passphrase.encrypt(str(identity).encode(), passphrase)
    file.write(_header(_IDENTITY, len(wrapped)) + wrapped + b"\0" * (-len(wrapped) % _BLOCK))
    began = file.tell()
    file.write(_header(_LOCKED, 0))
    pipe, honest = _Pipe(), _Honest(file)

    def encrypt() -> None:
        with pipe.outlet as source:
            try:
                pyrage.encrypt_io(source, honest, [identity.to_public()])
            except pyrage.EncryptError as error:
                raise honest.failed or error from error

    with pipe.running(encrypt), pipe.inlet as sink:
        yield sink
    size = file.tell() - began - _BLOCK
    file.write(b"\0" * (-size % _BLOCK + 2 * _BLOCK))
    file.seek(began)
    file.write(_header(_LOCKED, size))


@contextmanager
def unlocked(file: IO[bytes], passphrase: str | None) -> Iterator[IO[bytes]]:
    """The backup in `file` for `ArchiveReader`; raises BackupFailed for a wrong passphrase or a damaged file."""
    name, size = _read_header(file)
    if name == MANIFEST:
        file.seek(0)
        yield file
        return
    if name != _IDENTITY:
        raise BackupFailed(_NO_BACKUP)
    if passphrase is None:
        raise BackupFailed(
            "This backup is encrypted. Give its passphrase in GIS_CAS_BACKUP_PASSPHRASE or "
            "GIS_CAS_BACKUP_PASSPHRASE_FILE, or start this in a terminal, which asks for it."
        )
    identity = _identity(file.read(size), passphrase)
    file.seek(-size % _BLOCK, io.SEEK_CUR)
    name, size = _read_header(file)
    if name != _LOCKED:
        raise BackupFailed(_DAMAGED)
    slice_, pipe = _Slice(file, size), _Pipe()

    def decrypt() -> None:
        with pipe.inlet as sink:
            try:
                pyrage.decrypt_io(slice_, sink, [identity])
            except (pyrage.DecryptError, OSError) as error:
                if not isinstance(error, BrokenPipeError):
                    raise BackupFailed(_DAMAGED) from error

    with pipe.running(decrypt), pipe.outlet as source:
        yield source
        if size % _BLOCK and file.read(-size % _BLOCK).strip(b"\0"):
            raise BackupFailed(_DAMAGED)


def is_encrypted(file: IO[bytes]) -> bool:
    """Whether the backup in `file` needs a passphrase; the file is left at its beginning."""
    name, _ = _read_header(file)
    file.seek(0)
    return name == _IDENTITY


@dataclass
class _Pipe:
    """Two ends and a thread between: what goes wrong in the thread is what the block ends with."""

    outlet: IO[bytes] = field(init=False)
    inlet: IO[bytes] = field(init=False)
    _failed: BaseException | None = None

    def __post_init__(self) -> None:
        read_end, write_end = os.pipe()
        self.outlet, self.inlet = os.fdopen(read_end, "rb"), os.fdopen(write_end, "wb", buffering=1 << 16)

    @contextmanager
    def running(self, work: Callable[[], None]) -> Iterator[None]:
        thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        thread.start()
        try:
            yield
        except (BackupFailed, OSError) as error:
            thread.join()
            if self._failed is not None and not isinstance(self._failed, BrokenPipeError):
                raise self._failed from error
            raise
        finally:
            thread.join()
        if self._failed is not None:
            raise self._failed

    def _run(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - it is raised again where the block ends
            self._failed = error


@dataclass
class _Honest:
    """A file that remembers why it could not be written, since the library only passes on that."""

    file: IO[bytes]
    failed: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self.file.write(data)
        except OSError as error:
            self.failed = error
            raise

    def flush(self) -> None:
        self.file.flush()


@dataclass
class _Slice:
    """So many bytes of a file from where it stands, as a file."""

    file: IO[bytes]
    left: int

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(piece)
        return piece


def _identity(wrapped: bytes, passphrase: str) -> Any:
    try:
        return pyrage.x25519.Identity.from_str(pyrage.passphrase.decrypt(wrapped, passphrase).decode())
    except pyrage.DecryptError:
        raise BackupFailed(
            "The passphrase does not open this backup. Check it, capitals and blanks included; if it is right, the "
            "first part of the file is damaged."
        ) from None
    except (pyrage.IdentityError, ValueError):
        raise BackupFailed(_DAMAGED) from None


def _header(name: str, size: int) -> bytes:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    return header.tobuf(tarfile.GNU_FORMAT)


def _read_header(file: IO[bytes]) -> tuple[str, int]:
    try:
        header = tarfile.TarInfo.frombuf(file.read(_BLOCK), "ascii", "strict")
    except tarfile.HeaderError:
        raise BackupFailed(_NO_BACKUP) from None
    if not header.isreg():
        raise BackupFailed(_NO_BACKUP)
    return header.name, header.size
