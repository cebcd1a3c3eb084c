"""Files under /static: kept for a year when asked for by their content hash (`?v=`), otherwise checked by ETag."""

from os import PathLike, stat_result

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope


class HashedStatic(StaticFiles):
    """Starlette's static files with an honest Cache-Control."""

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or 304 when the caller's copy is the same."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        named = b"v=" in scope.get("query_string", b"")
        MutableHeaders(raw=response.raw_headers)["cache-control"] = (
            "public, max-age=31536000, immutable" if named else "public, no-cache"
        )
        return response
