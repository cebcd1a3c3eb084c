"""Files that came with a form which is shown again: they wait in quarantine, and nobody chooses them twice."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from gis_cas.api.forms import Browser
from gis_cas.attachments.arrived import Arrived, Arriving
from gis_cas.attachments.cabinet import Cabinet
from gis_cas.attachments.names import plain_name
from gis_cas.attachments.stores import Area
from gis_cas.domain.attachment import AttachmentState, Outcome
from gis_cas.errors import FilesUnavailable

log = logging.getLogger("gis_cas.api")


@contextmanager
def with_held(cabinet: Cabinet, browser: Browser, token: str, sent: Sequence[Arrived]) -> Iterator[tuple[Arrived, ...]]:
    """The files held under the token, then those just sent, each content once, as many as one sending may have."""
    held: list[Arrived] = []
    try:
        for sha256, name in browser.tokens.held_of(token, browser.secret)[: cabinet.most_files]:
            if (file := _fetched(cabinet, sha256, name)) is not None:
                held.append(file)
        known = {file.sha256 for file in held}
        fresh = [file for file in sent if file.refusal is not None or file.sha256 not in known]
        yield (*held, *fresh)
    finally:
        for file in held:
            file.close()


def hold(cabinet: Cabinet, browser: Browser, files: Sequence[Arrived]) -> tuple[str, tuple[str, ...]]:
    """Keep them for when the form comes again: the token to send with it, and their names to show.

    Whatever cannot be kept is not: its sender chooses it again.
    """
    kept = []
    for file in files[: cabinet.most_files]:
        if file.refusal is None:
            try:
                cabinet.store.put(Area.QUARANTINE, file.sha256, file.file)
            except FilesUnavailable as error:
                log.warning("a file could not be held for its form: %s", error.message)
            else:
                kept.append((file.sha256, plain_name(file.name)))
    token = browser.tokens.held(browser.secret, kept) if kept else ""
    return token, tuple(name for _, name in kept)


def refused_at_once(files: Sequence[Arrived]) -> tuple[Outcome, ...]:
    """What can be said about files before anybody looks into them: empty, too large, too many."""
    return tuple(
        Outcome(ordinal=ordinal, state=AttachmentState.REFUSED, refusal=file.refusal)
        for ordinal, file in enumerate(files, start=1)
        if file.refusal is not None
    )


def _fetched(cabinet: Cabinet, sha256: str, name: str) -> Arrived | None:
    arriving = Arriving(name=name, most_bytes=cabinet.most_bytes)
    try:
        for piece in cabinet.store.read(Area.QUARANTINE, sha256):
            arriving.write(piece)
    except FilesUnavailable as error:
        log.warning("a file held for a form is gone: %s", error.message)
        arriving.close()
        return None
    return arriving.arrived()
