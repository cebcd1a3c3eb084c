"""What arrived, sealed for the records office: only the Clerk's own key opens it, not whoever keeps the file."""

from typing import IO

import pyrage

from gis_cas.errors import Misconfigured


class Seal:
    """Seals with age for one recipient (`age1…`); the key that opens it is never on this machine."""

    def __init__(self, recipient: str) -> None:
        try:
            self._recipient = pyrage.x25519.Recipient.from_str(recipient)
        except pyrage.RecipientError:
            raise Misconfigured(
                "GIS_CAS_ATTACHMENT_RECORDS_RECIPIENT must be an age recipient; "
                "gis-cas attachments key makes one with its key."
            ) from None

    def seal(self, content: IO[bytes], sealed: IO[bytes]) -> None:
        """Write the content as only the holder of the key can read it."""
        content.seek(0)
        pyrage.encrypt_io(content, sealed, [self._recipient])


def new_key() -> tuple[str, str]:
    """A fresh pair: the recipient for the settings, and the key that the Clerk alone keeps."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def opened(sealed: bytes, key: str) -> bytes:
    """The content under a seal; raises Misconfigured when this is not the key for it."""
    try:
        return bytes(pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(key.strip())]))
    except (pyrage.IdentityError, pyrage.DecryptError):
        raise Misconfigured("This key does not open the file: it was sealed for another one.") from None
