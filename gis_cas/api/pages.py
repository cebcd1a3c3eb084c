"""map_ui's pages, imported without pandas.

Folium imports pandas where it is installed, only to recognise data frames that nobody here hands it; in the web process
that would be 45 MB for nothing.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _not_installed(name: str) -> Iterator[None]:
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment] # Python's own mark for a module that cannot be imported
    try:
        yield
    finally:
        del sys.modules[name]


with _not_installed("pandas"):
    from map_ui.page import STATIC, Pages

__all__ = ["STATIC", "Pages"]
