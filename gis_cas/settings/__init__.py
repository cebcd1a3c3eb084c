"""The only reader of the environment: every setting is named GIS_CAS_… and stands in docs/settings.md.

Only the doors (app, worker, command line) import this; everything further in is handed the values it needs. One module
a concern, one class in it; `service.py` holds them together.
"""

from gis_cas.settings.api import ApiSettings
from gis_cas.settings.attachments import AttachmentSettings
from gis_cas.settings.backup import BackupSettings
from gis_cas.settings.database import DatabaseSettings
from gis_cas.settings.log import LogSettings
from gis_cas.settings.mail import MailSettings
from gis_cas.settings.remote_locator import RemoteLocatorSettings
from gis_cas.settings.service import CHECKOUT, SHORTEST_SECRET, Settings, default_data_dir, load_settings
from gis_cas.settings.sign_in import SignInSettings

__all__ = [
    "CHECKOUT",
    "SHORTEST_SECRET",
    "ApiSettings",
    "AttachmentSettings",
    "BackupSettings",
    "DatabaseSettings",
    "LogSettings",
    "MailSettings",
    "RemoteLocatorSettings",
    "Settings",
    "SignInSettings",
    "default_data_dir",
    "load_settings",
]
