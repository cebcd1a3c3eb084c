"""Filling what pages say about files."""

from gis_cas.attachments.cabinet import Cabinet
from gis_cas.attachments.pictures import MOST_PIXELS
from map_ui.file_views import FileLimits


def file_limits(cabinet: Cabinet) -> FileLimits:
    """How much is taken, in the units people know."""
    return FileLimits(
        most_files=cabinet.most_files,
        megabytes=cabinet.most_bytes // 1_000_000,
        megapixels=MOST_PIXELS // 1_000_000,
    )
