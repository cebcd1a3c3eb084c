"""The passphrase of backups: from the settings, else asked for in a terminal; never on a command line."""

import sys
from getpass import getpass

from gis_cas.errors import BackupFailed
from gis_cas.settings import Settings


def configured(settings: Settings) -> bool:
    """Whether a passphrase is set."""
    return settings.backup.passphrase is not None or settings.backup.passphrase_file is not None


def known_passphrase(settings: Settings) -> str | None:
    """The passphrase that is set, else the one typed; None when nobody can be asked."""
    if settings.backup.passphrase is not None:
        return settings.backup.passphrase.get_secret_value()
    if settings.backup.passphrase_file is not None:
        try:
            return settings.backup.passphrase_file.read_text(encoding="utf-8").splitlines()[0]
        except (OSError, IndexError, UnicodeDecodeError):
            raise BackupFailed(f"No passphrase can be read from {settings.backup.passphrase_file}.") from None
    return getpass("Passphrase of the backup: ") if sys.stdin.isatty() else None


def new_passphrase(settings: Settings) -> str:
    """The passphrase for a new backup; one that is typed is typed twice."""
    passphrase = known_passphrase(settings)
    if passphrase is None:
        raise BackupFailed("Set GIS_CAS_BACKUP_PASSPHRASE or GIS_CAS_BACKUP_PASSPHRASE_FILE to encrypt the backup.")
    if not configured(settings) and getpass("Once more: ") != passphrase:
        raise BackupFailed("The two passphrases differ. Nothing was written.")
    return passphrase
